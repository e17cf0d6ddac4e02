// Foundation, parallel: threads that wait for work. A stage of a few milliseconds loses up to a tenth of them to starting and
// ending its threads; stages that follow each other can have the same ones.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace wirecopy::detail {

/// Threads for one piece of work after the other, all given by one thread.
class Team {
 public:
  using Work = std::function<void(unsigned worker)>;

  Team() = default;
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// Begins work(w) for every w < workers, on threads that are there or new. `work` throws nothing and stays until it has
  /// ended. After the `last` work the threads go. Throws std::system_error where the system gives no thread.
  void begin(unsigned workers, const Work& work, bool last);
  /// Waits, at most so long; whether all have ended.
  bool ended_within(std::chrono::milliseconds time);
  bool at_work() const { return at_work_; }

 private:
  struct Member {
    std::condition_variable called;
    bool has_work = false;
    std::jthread thread;
  };
  void serve(Member& member, unsigned worker);

  std::mutex mutex_;
  std::condition_variable ended_;
  const Work* work_ = nullptr;
  unsigned running_ = 0;
  bool leave_ = false;
  bool at_work_ = false;  // known to the thread that gives the work alone
  std::vector<std::unique_ptr<Member>> members_;
};

/// While it lives, what the thread that made it does by parallel.hpp is done by one team. Not for longer than one call of
/// the library: no thread of ours outlives that.
class SameTeam {
 public:
  SameTeam();
  ~SameTeam();
  SameTeam(const SameTeam&) = delete;
  SameTeam& operator=(const SameTeam&) = delete;

  /// The team of the calling thread; null where it has none or has it at work (a report of progress may call us).
  static Team* free();

 private:
  std::optional<Team> team_;  // none within another one's life
};

}  // namespace wirecopy::detail
