#include "proxy/net/deadline.h"

#include <algorithm>

namespace specgate::proxy {
namespace {

constexpr auto kTick = std::chrono::milliseconds(100);

}  // namespace

Deadline::Deadline(Deadlines& all, std::function<void()> on_expiry)
    : all_(all), on_expiry_(std::move(on_expiry)), after_(all.first_) {
  if (after_ != nullptr) after_->before_ = this;
  all.first_ = this;
}

Deadline::~Deadline() {
  if (before_ != nullptr) before_->after_ = after_;
  if (after_ != nullptr) after_->before_ = before_;
  if (all_.first_ == this) all_.first_ = after_;
}

uint64_t Deadline::from_now(int64_t milliseconds) const {
  const int64_t ticks = (milliseconds + kTick.count() - 1) / kTick.count();
  return all_.ticks_ + static_cast<uint64_t>(ticks) + 1;  // the tick under way is not a whole one
}

void Deadline::set(int64_t milliseconds) {
  at_ = std::min(from_now(milliseconds), cap_);
}

void Deadline::cap(int64_t milliseconds) {
  cap_ = from_now(milliseconds);
  at_ = std::min(at_, cap_);
}

void Deadline::expire_now() {
  clear();
  expired_ = true;
  on_expiry_();
}

Deadlines::Deadlines(Executor executor) : timer_(executor) { tick(); }

void Deadlines::tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](Error error) {
    if (error || stopped_) return;
    ++ticks_;
    for (Deadline* one = first_; one != nullptr;) {
      Deadline* const next = one->after_;
      if (one->at_ <= ticks_) one->expire_now();
      one = next;
    }
    tick();
  });
}

void Deadlines::expire_all() {
  for (Deadline* one = first_; one != nullptr;) {
    Deadline* const next = one->after_;
    one->expire_now();
    one = next;
  }
}

void Deadlines::stop() {
  stopped_ = true;
  timer_.cancel();
}

}  // namespace specgate::proxy
