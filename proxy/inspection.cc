// What an inspection holds, and how it is given back.
#include "proxy/budget.h"
#include "proxy/inspect.h"

namespace specgate::proxy {

void Inspection::clear() {
  source = nullptr;
  write_key.clear();
  mode = Mode::kObserve;
  outcome = Outcome::kPass;
  forward = true;
  unreadable = repeatable = changed = false;
  body = {};
  rewritten.clear();
  outcomes.clear();
  told.clear();
  ids.clear();
  claims.release();
  twin.reset();
  retry = false;
  events = passed = fixed = rejected = duplicates = 0;
  errors = warnings = infos = 0;
  rules.clear();
}

void Inspection::give_back() {
  Keeping keep;
  keep(write_key);
  keep(outcomes);
  keep(ids);
  keep(rewritten);
  keep(told);
}

size_t Inspection::large_bytes() const {
  size_t bytes = beyond_warm(write_key) + beyond_warm(rewritten) + beyond_warm(outcomes) +
                 beyond_warm(told) + beyond_warm(ids);
  if (!told.empty()) bytes += beyond_warm(told.front().envelope.get());  // one for all of them
  for (const EventRecord& record : told) {
    // What is kept is held once more on its way to the store.
    bytes += beyond_warm(record.findings) + 2 * beyond_warm(record.payload) +
             beyond_warm(record.patch) + beyond_warm(record.reverse);
  }
  return bytes;
}

}  // namespace specgate::proxy
