// What other sources are told of rejected events: the events themselves, and Segment's own
// `Violation Generated` calls (protocols/validate/forward-violations.md,
// protocols/enforce/forward-blocked-events.md).
//
// Sent behind the answer, never in its way: what cannot be sent is counted and let go. The quarantine
// holds the events themselves in any case.
#pragma once

#include <string>
#include <vector>

#include "proxy/session/snapshot.h"
#include "proxy/store/record.h"

namespace specgate::proxy {

// A request to make on behalf of a source.
struct Notice {
  const SourceEntry* to = nullptr;
  std::string body;  // {"batch":[...]}
};

// The notices of one request's told events, or none. `snapshot` must outlive them.
std::vector<Notice> notices_of(const Snapshot& snapshot, const SourceEntry& from,
                               const Origination& origination,
                               const std::vector<EventRecord>& told);

// A whole POST /v1/batch with the target's write key.
std::string notice_head(const Notice& notice);

}  // namespace specgate::proxy
