// What a decision holds, and how it is given back.
#include "proxy/net/memory_budget.h"
#include "proxy/session/decision.h"

namespace specgate::proxy {

void Decision::clear() {
  source = nullptr;
  write_key.clear();
  mode = Mode::kObserve;
  outcome = Outcome::kPass;
  forward = true;
  unreadable = segment_refuses = foreign = kept_as_one = repeatable = changed = false;
  body = {};
  rewritten.clear();
  outcomes.clear();
  left_alone.clear();
  told.clear();
  ids.clear();
  claims.release();
  twin.reset();
  retry = false;
  events = passed = fixed = rejected = duplicates = 0;
  errors = warnings = infos = 0;
  rules.clear();
}

void Decision::give_back() {
  Keeping keep;
  keep(write_key);
  keep(outcomes);
  keep(ids);
  keep(rewritten);
  keep(told);
}

size_t Decision::large_bytes() const {
  size_t bytes = beyond_warm(write_key) + beyond_warm(rewritten) + beyond_warm(outcomes) +
                 beyond_warm(told) + beyond_warm(ids);
  if (!told.empty()) bytes += beyond_warm(told.front().envelope.get());  // one for all of them
  size_t records = 0;
  for (const EventRecord& record : told) {
    // What is kept is held once more on its way to the store.
    records += record.findings.size() + 2 * record.payload.size() + record.patch.size() +
               record.reverse.size();
    if (record.outcome != Outcome::kReject) records += record.envelope.get().size();
  }
  return bytes + beyond_warm(records);
}

size_t Decision::answer_bytes() const {
  constexpr size_t kOfEvent = 64;  // {"index":123456,"messageId":"","verdict":"quarantine","findings":[]},
  if (forward) return 0;           // the upstream answers
  size_t bytes = events * kOfEvent;
  for (const EventRecord& record : told) {
    bytes += record.message_id.size() + record.findings.size() + record.patch.size();
    if (record.outcome != Outcome::kReject) bytes += record.envelope.get().size();
  }
  return bytes;
}

}  // namespace specgate::proxy
