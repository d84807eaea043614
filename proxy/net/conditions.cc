#include "proxy/net/conditions.h"

#include <utility>

#include "proxy/net/time_text.h"

namespace specgate::proxy {

void Conditions::begin(const std::string& thing, const std::string& problem) {
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[thing];
    if (entry.condition.times++ == 0) {
      entry.condition.thing = thing;
      entry.condition.since_ms = unix_ms_now();
      ++wrong_;
    }
    entry.condition.problem = problem;
    const Clock::time_point now = Clock::now();
    if (entry.told == problem || (entry.told_at && now - *entry.told_at < kQuiet)) return;
    entry.told = problem;
    entry.told_at = now;
  }
  tell_("error", thing + ": " + problem);
}

void Conditions::end(const std::string& thing) {
  if (wrong_ == 0) return;
  Entry ended;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(thing);
    if (found == entries_.end() || found->second.condition.times == 0) return;
    Entry& entry = found->second;
    ended.condition = std::exchange(entry.condition, {});
    ended.told = std::exchange(entry.told, {});
    --wrong_;
  }
  if (ended.told.empty()) return;
  tell_("info", thing + ": well again, after " + std::to_string(ended.condition.times) +
                    " failures");
}

std::vector<Condition> Conditions::now() const {
  const std::lock_guard lock(mutex_);
  std::vector<Condition> out;
  for (const auto& [thing, entry] : entries_) {
    if (entry.condition.times != 0) out.push_back(entry.condition);
  }
  return out;
}

}  // namespace specgate::proxy
