// Weights of the features of clean_region.hpp: a logistic regression over the blocks of pages whose body was marked by
// hand and of plain articles, which are body but for what phrases give away. Rounded to hundredths.
#include "clean_region.hpp"

namespace wirecopy::detail {

const RegionWeights& region_weights() {
  static constexpr RegionWeights weights = {{
      1.65F,  // always
      0.81F,  // log of words
      1.44F,  // ends a sentence
      -1.40F,  // prose
      -0.63F,  // fewer than 4 words
      0.88F,  // short and no sentence
      -0.67F,  // long and no sentence
      0.24F,  // 25 words
      0.41F,  // 45 words
      -0.77F,  // share of capitalised words
      -0.24F,  // mostly capitalised
      0.15F,  // share of function words
      2.43F,  // share of digits
      0.49F,  // all capitals
      -3.04F,  // page phrase in a short block
      -1.41F,  // page phrase in a long block
      -2.47F,  // opening phrase
      -2.71F,  // whole phrase
      -0.81F,  // separators
      -0.38F,  // address
      -0.14F,  // sentences inside
      0.26F,  // commas
      1.07F,  // lower case at the start
      1.15F,  // quote at the start
      -3.20F,  // date
      -0.64F,  // repeated
      0.82F,  // repeated and short
      0.67F,  // colon at the end
      -3.84F,  // caption phrase
      2.39F,  // script without case
      1.09F,  // prose before
      0.87F,  // prose after
      -0.69F,  // prose on both sides
      -0.67F,  // short line after
      -0.56F,  // short line before
      -0.32F,  // share of prose before
      0.23F,  // share of prose after
      2.84F,  // prose blocks around
      -1.93F,  // before all prose
      -0.31F,  // after all prose
      -7.22F,  // share of prose in the article
      7.16F,  // share of blocks that are prose
      0.74F,  // page phrase after all prose
      -1.80F,  // log of blocks
      -1.39F,  // share of marked blocks before
      -1.22F,  // share of marked blocks after
      -1.09F,  // marked blocks since the first prose
      0.51F,  // the same for prose
  }, 0.5F};
  return weights;
}

}  // namespace wirecopy::detail
