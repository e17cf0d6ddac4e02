#include <iostream>
#include <wirecopy/wirecopy.hpp>

int main() {
  const std::vector<wirecopy::Article> articles = {
      {.text = "The ferry left Port Ellery at dawn and ran onto the Cuddy Bank in fog; all on board were saved."},
      {.text = "FERRY AGROUND\n\nThe ferry left Port Ellery at dawn and ran onto the Cuddy Bank in fog; all on board "
               "were saved. Its captain, the owners said, had lost his radar."}};
  const wirecopy::PairTable pairs = wirecopy::find_copies(articles).pairs;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    std::cout << pairs.a[i] << ' ' << pairs.b[i] << ' ' << name(pairs.relation[i]) << '\n';
}
