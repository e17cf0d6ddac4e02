// How a caller steers a long run: how many threads it may use, how it hears of progress, how it stops it.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace wirecopy {

/// One report of progress: `done` of `total` units of the stage's own kind (articles, pairs, clusters).
struct Progress {
  std::string_view stage;
  std::size_t done = 0;
  std::size_t total = 0;
};

struct Control {
  /// Worker threads; 0: as many as the machine has. Results never depend on it.
  unsigned threads = 0;
  /// Called about every 50 ms, always on the thread that called the library. Return false to stop: the call then
  /// throws Cancelled. May throw; what it throws reaches the caller after the workers have stopped.
  std::function<bool(const Progress&)> tick;
};

}  // namespace wirecopy
