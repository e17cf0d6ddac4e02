// who_copied_whom: five invented articles with their times; prints what each pair is and which way it went, then the
// transmission tree: of each copy the article it was made of, why that one, and how it was changed.
#include <cstddef>
#include <exception>
#include <iomanip>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <wirecopy/wirecopy.hpp>

namespace {

constexpr std::string_view report =
    "The old iron bridge over the Varn will stay closed until the spring, the harbour board of Ostrelle said on Monday, "
    "after divers found cracks in two of its piers. Engineers had warned in August that the piers were moving. \"We could "
    "hear the rivets go at night,\" said the bridge master, Tilda Mornay, who has kept the toll house for thirty years. ";
constexpr std::string_view rest =
    "Repairs will cost 4.7 million crowns, the board said, and half of that is still to be found. Ferries will carry "
    "lorries from the fish market to the north bank every forty minutes. The bakers' guild called the timetable a joke "
    "and asked for a night boat.";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  return text.replace(text.find(what), what.size(), by);
}

void print_pairs(const wirecopy::PairTable& pairs, const std::vector<std::string_view>& names) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const bool turned = pairs.direction[i] == wirecopy::Direction::b_to_a;
    const std::string_view arrow = pairs.direction[i] == wirecopy::Direction::undetermined ? " -- " : " -> ";
    std::cout << names[turned ? pairs.b[i] : pairs.a[i]] << arrow << names[turned ? pairs.a[i] : pairs.b[i]] << ": "
              << name(pairs.relation[i]);
    for (auto k = pairs.reason_offsets[i]; k < pairs.reason_offsets[i + 1]; ++k) {
      const auto& reason = pairs.reasons[static_cast<std::size_t>(k)];
      std::cout << ", " << reason.name << ' ' << reason.value;
    }
    std::cout << '\n';
  }
}

void print_tree(const std::vector<wirecopy::Parent>& parents, const std::vector<std::string_view>& names) {
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const wirecopy::Parent& p = parents[i];
    std::cout << names[i] << " <- " << (p.parent == wirecopy::no_article ? "?" : names[p.parent]) << " (" << name(p.why);
    if (p.nearest != wirecopy::no_article) std::cout << ", " << name(p.change) << ", share " << p.share;
    std::cout << ")\n";
  }
}

}  // namespace

int main() {
  try {
    const std::string whole = std::string(report) + std::string(rest);
    const std::string misspelt = replaced(replaced(whole, "Mornay", "Mornya"), "joke", "yoke");
    const std::string cut = misspelt.substr(0, misspelt.find(" and asked")) + ".";
    const std::string credited = replaced(whole, "Repairs will cost", "The Harbour Gazette wrote that repairs will cost");
    // Articles are views: the texts must stay where they are until the last call is done.
    const std::vector<std::string_view> names{"gazette", "post", "star", "mail", "herald"};
    const std::vector<wirecopy::Article> articles{
        {.text = whole, .outlet = "Harbour Gazette", .hours = 0},
        {.text = misspelt, .outlet = "Northbank Post", .hours = 2},
        {.text = cut, .outlet = "Quellin Star", .hours = 5},  // carries the Post's errors along
        {.text = whole, .outlet = "Ostrelle Mail", .hours = 7},
        {.text = credited, .outlet = "Varn Herald"},  // no time: what it says must decide
    };
    std::cout << std::fixed << std::setprecision(2);
    const wirecopy::Copies copies = wirecopy::find_copies(articles);
    print_pairs(copies.pairs, names);
    print_tree(wirecopy::find_parents(copies, articles), names);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
