// Threads: every block once, errors of the first block, a team that serves one stage after the other.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "parallel.hpp"

using namespace wirecopy;

namespace {

/// How often each of n items was worked on, in blocks of `grain`, and by which threads.
std::pair<std::vector<int>, std::set<std::thread::id>> visits(std::size_t n, std::size_t grain, unsigned threads) {
  std::vector<int> times(n);
  std::mutex mutex;
  std::set<std::thread::id> ids;
  detail::parallel_blocks("test", n, grain, {.threads = threads, .tick = {}}, [&](std::size_t begin, std::size_t end, unsigned worker) {
    EXPECT_LT(worker, threads);
    for (std::size_t i = begin; i < end; ++i) ++times[i];
    const std::lock_guard lock(mutex);
    ids.insert(std::this_thread::get_id());
  });
  return {times, ids};
}

}  // namespace

TEST(Parallel, EveryBlockOnce) {
  for (const bool together : {false, true}) {
    std::optional<detail::SameTeam> team;
    if (together) team.emplace();
    for (const unsigned threads : {1U, 2U, 3U, 7U}) {
      for (const std::size_t n : {0UL, 1UL, 5UL, 1000UL}) {
        const auto [times, ids] = visits(n, 3, threads);
        EXPECT_EQ(times, std::vector<int>(n, 1));
        EXPECT_LE(ids.size(), threads);
        EXPECT_FALSE(ids.contains(std::this_thread::get_id()));
      }
    }
  }
}

/// How many pieces of work the thread that does this one has done.
int served() {
  thread_local int times = 0;
  int found = 0;
  detail::beside("test", {.threads = 1, .tick = {}}, [&] { found = ++times; });
  return found;
}

TEST(Parallel, ATeamServesStageAfterStage) {
  for (int stage = 0; stage < 3; ++stage) EXPECT_EQ(served(), 1);
  {
    const detail::SameTeam team;
    for (int stage = 1; stage <= 200; ++stage) EXPECT_EQ(served(), stage);
    {
      const detail::SameTeam again;  // is the same one
      EXPECT_EQ(served(), 201);
    }
    EXPECT_EQ(served(), 202);
    int other = 0;
    std::jthread([&] { other = served(); }).join();
    EXPECT_EQ(other, 1);  // a team serves one thread
  }
  EXPECT_EQ(served(), 1);
}

TEST(Parallel, ATeamOutlivesErrors) {
  const detail::SameTeam team;
  for (int round = 0; round < 50; ++round) {
    try {
      detail::parallel_for("test", 100, {.threads = 3, .tick = {}}, [](std::size_t i) {
        if (i % 10 == 7) throw std::runtime_error(std::to_string(i));
      }, 1);
      FAIL() << "no error";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "7");
    }
    EXPECT_EQ(visits(100, 1, 3).first, std::vector<int>(100, 1));
  }
}

TEST(Parallel, WorkInsideWorkAndInsideAReportHasThreadsOfItsOwn) {
  const detail::SameTeam team;
  std::atomic<int> inner{0};
  bool reported = false;
  const Control control{.threads = 2, .tick = [&](const Progress&) {
                          reported = true;
                          EXPECT_EQ(visits(10, 1, 2).first, std::vector<int>(10, 1));
                          return true;
                        }};
  detail::parallel_for("test", 4, control, [&](std::size_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));  // so that there is a report
    detail::parallel_for("test", 5, {.threads = 2, .tick = {}}, [&](std::size_t) { ++inner; }, 1);
  }, 1);
  EXPECT_EQ(inner, 20);
  EXPECT_TRUE(reported);
}

TEST(Parallel, AStopIsHeard) {
  const detail::SameTeam team;
  const Control control{.threads = 2, .tick = [](const Progress&) { return false; }};
  EXPECT_THROW(detail::beside("test", control, [] {
    while (true) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      detail::throw_if_stopping();
    }
  }), Cancelled);
  EXPECT_EQ(visits(10, 1, 2).first, std::vector<int>(10, 1));
}
