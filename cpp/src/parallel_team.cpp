#include "parallel_team.hpp"

namespace wirecopy::detail {

namespace {

thread_local Team* of_this_thread = nullptr;

}  // namespace

Team::~Team() {
  {
    const std::lock_guard lock(mutex_);
    leave_ = true;
  }
  for (const auto& member : members_) member->called.notify_one();
}

void Team::begin(unsigned workers, const Work& work, bool last) {
  while (members_.size() < workers) {
    auto member = std::make_unique<Member>();
    member->thread = std::jthread([this, &m = *member, w = static_cast<unsigned>(members_.size())] { serve(m, w); });
    members_.push_back(std::move(member));
  }
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    running_ = workers;
    leave_ = last;
    for (unsigned w = 0; w < workers; ++w) members_[w]->has_work = true;
  }
  at_work_ = true;
  for (unsigned w = 0; w < workers; ++w) members_[w]->called.notify_one();
}

bool Team::ended_within(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  if (!ended_.wait_for(lock, time, [&] { return running_ == 0; })) return false;
  at_work_ = false;
  return true;
}

void Team::serve(Member& member, unsigned worker) {
  std::unique_lock lock(mutex_);
  for (;;) {
    member.called.wait(lock, [&] { return member.has_work || leave_; });
    if (!member.has_work) return;
    member.has_work = false;
    lock.unlock();
    (*work_)(worker);
    lock.lock();
    if (--running_ == 0) ended_.notify_one();
  }
}

SameTeam::SameTeam() {
  if (!of_this_thread) of_this_thread = &team_.emplace();
}

SameTeam::~SameTeam() {
  if (team_) of_this_thread = nullptr;
}

Team* SameTeam::free() { return of_this_thread && !of_this_thread->at_work() ? of_this_thread : nullptr; }

}  // namespace wirecopy::detail
