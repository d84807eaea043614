#include "proxy/deadline.h"

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

void Deadline::set(int64_t milliseconds) {
  // The tick under way is not a whole one.
  const int64_t ticks = (milliseconds + kTick.count() - 1) / kTick.count();
  at_ = all_.ticks_ + static_cast<uint64_t>(ticks) + 1;
  expired_ = false;
}

void Deadline::expire_now() {
  at_ = kNever;
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
