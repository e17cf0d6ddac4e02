// Weights of the features of clean_region.hpp: a logistic regression over the blocks of pages whose body was marked by
// hand and of plain articles, which are body but for what phrases give away. Rounded to hundredths.
#include "clean_region.hpp"

namespace wirecopy::detail {

const RegionWeights& region_weights() {
  static constexpr RegionWeights weights = {{
      1.05F,  // always
      0.73F,  // log of words
      1.25F,  // ends a sentence
      -0.88F,  // prose
      -0.61F,  // fewer than 4 words
      0.69F,  // short and no sentence
      -0.89F,  // long and no sentence
      0.26F,  // 25 words
      0.27F,  // 45 words
      -0.96F,  // share of capitalised words
      -0.09F,  // mostly capitalised
      -0.24F,  // share of function words
      1.78F,  // share of digits
      0.10F,  // all capitals
      -2.60F,  // page phrase in a short block
      -1.95F,  // page phrase in a long block
      -1.90F,  // opening phrase
      -2.21F,  // whole phrase
      -0.46F,  // separators
      -0.18F,  // address
      -0.04F,  // sentences inside
      0.32F,  // commas
      0.92F,  // lower case at the start
      1.01F,  // quote at the start
      -2.22F,  // date
      -0.27F,  // repeated
      0.67F,  // repeated and short
      0.29F,  // colon at the end
      -2.69F,  // caption phrase
      1.92F,  // script without case
      0.89F,  // prose before
      0.65F,  // prose after
      -0.38F,  // prose on both sides
      -0.67F,  // short line after
      -0.58F,  // short line before
      0.02F,  // share of prose before
      0.32F,  // share of prose after
      2.56F,  // prose blocks around
      -0.45F,  // before all prose
      -0.25F,  // after all prose
      -6.38F,  // share of prose in the article
      6.48F,  // share of blocks that are prose
      0.03F,  // page phrase after all prose
      -2.67F,  // log of blocks
  },
      1.0F};
  return weights;
}

}  // namespace wirecopy::detail
