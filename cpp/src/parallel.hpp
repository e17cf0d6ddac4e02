// Foundation, parallel: the only place that uses threads. The calling thread does no work of its own: it waits,
// reports progress and watches for a stop, so that a caller hears within 50 ms whatever the workers are busy with.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "parallel_team.hpp"
#include "wirecopy/control.hpp"
#include "wirecopy/errors.hpp"

namespace wirecopy::detail {

inline unsigned worker_count(const Control& control, std::size_t blocks) {
  unsigned n = control.threads ? control.threads : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max<std::size_t>(1, std::min<std::size_t>(n, blocks)));
}

/// One T for each worker that asks, made with what is the same for all.
template <class T>
class PerThread {
 public:
  PerThread(std::size_t size, const Control& control, std::size_t blocks) : size_(size), made_(worker_count(control, blocks)) {}
  T& operator[](unsigned worker) {
    if (!made_[worker]) made_[worker] = std::make_unique<T>(size_);
    return *made_[worker];
  }

  /// Of those that were asked for.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& made : made_) {
      if (made) visit(*made);
    }
  }

 private:
  std::size_t size_;
  std::vector<std::unique_ptr<T>> made_;
};

/// Whether the caller has stopped the run that this thread works for. (Not where another worker has failed: the one of
/// an earlier block goes on, so that which error is told does not depend on threads.)
inline thread_local const std::atomic<bool>* stopped_by_caller = nullptr;

/// For a body that takes long over one item: leaves it where the caller has asked to stop.
inline void throw_if_stopping() {
  if (stopped_by_caller && stopped_by_caller->load(std::memory_order_relaxed)) throw Cancelled();
}

/// Calls body(begin, end, worker) for blocks of `grain` of 0..n-1, each block once, in any order; workers are numbered
/// from 0. What a body throws is rethrown here, the one of the first block; other blocks not yet begun are then left.
template <class Body>
void parallel_blocks(std::string_view stage, std::size_t n, std::size_t grain, const Control& control, Body&& body) {
  if (n == 0) return;
  const std::size_t blocks = (n + grain - 1) / grain;
  const unsigned workers = worker_count(control, blocks);
  std::atomic<std::size_t> next{0}, done{0};
  std::atomic<bool> stop{false}, cancelled{false};
  std::mutex mutex;
  std::exception_ptr error;
  std::size_t error_block = blocks;
  const Team::Work work = [&](unsigned worker) {
    stopped_by_caller = &cancelled;
    for (;;) {
      const std::size_t block = next.fetch_add(1);
      if (block >= blocks || stop.load(std::memory_order_relaxed)) break;
      const std::size_t begin = block * grain, end = std::min(n, begin + grain);
      try {
        body(begin, end, worker);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (block < error_block) error = std::current_exception(), error_block = block;
        stop = true;
      }
      done.fetch_add(end - begin, std::memory_order_relaxed);
    }
  };
  std::exception_ptr from_tick;
  {
    std::optional<Team> own;
    Team* team = SameTeam::free();
    const bool last = !team;
    if (!team) team = &own.emplace();
    team->begin(workers, work, last);
    while (!team->ended_within(std::chrono::milliseconds(50))) {
      if (!control.tick || stop) continue;
      try {
        if (!control.tick({stage, done.load(), n})) throw Cancelled();
      } catch (...) {
        from_tick = std::current_exception();
        stop = cancelled = true;
      }
    }
  }
  if (from_tick) std::rethrow_exception(from_tick);
  if (error) std::rethrow_exception(error);
  if (control.tick && !control.tick({stage, n, n})) throw Cancelled();
}

/// Calls body(i) for every i of 0..n-1.
template <class Body>
void parallel_for(std::string_view stage, std::size_t n, const Control& control, Body&& body, std::size_t grain = 16) {
  parallel_blocks(stage, n, grain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) body(i);
  });
}

/// parallel_for in the calling thread, for what takes less than its 50 ms between two looks: a thread costs .04 ms.
template <class Body>
void for_at_once(std::string_view stage, std::size_t n, const Control& control, Body&& body) {
  for (std::size_t i = 0; i < n; ++i) body(i);
  if (n > 0 && control.tick && !control.tick({stage, n, n})) throw Cancelled();
}

/// Runs one long piece of work beside the calling thread, which goes on reporting and watching. The work cannot be cut
/// short: it is waited for, so it should be short itself or call parallel_for.
template <class Body>
void beside(std::string_view stage, const Control& control, Body&& body) {
  parallel_blocks(stage, 1, 1, control, [&](std::size_t, std::size_t, unsigned) { body(); });
}

}  // namespace wirecopy::detail
