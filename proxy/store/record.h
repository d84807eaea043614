// What is told of one event and of one request once they are settled: rows of the store, lines of
// the access log, counters. No write key, no token; a payload only where the event is quarantined.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proxy/http/unreadable.h"
#include "proxy/settings/settings.h"
#include "proxy/store/trouble.h"

namespace specgate::proxy {

#define SPECGATE_OUTCOMES(X)                                              \
  X(kPass, "pass")             /* went on as it came */                   \
  X(kRewrite, "rewrite")       /* went on with fixes */                   \
  X(kQuarantine, "quarantine") /* of a request: some went on, some did not */ \
  X(kReject, "reject")         /* did not go on: it lies in the quarantine */ \
  X(kDuplicate, "duplicate")   /* did not go on: its messageId was seen before */

enum class Outcome : uint8_t {
#define X(id, name) id,
  SPECGATE_OUTCOMES(X)
#undef X
};
std::string_view name_of(Outcome outcome);

// Whom a request comes from and where it went: shared by all its events.
struct Origination {
  int64_t at_ms = 0;       // Unix time of arrival
  std::string request_id;
  std::string source;      // its name in the configuration; empty: unknown
  std::string key_hash;    // keyed hash of the write key, hexadecimal; empty: no key
  std::string route;       // path without query, as PathWords shows it: "/v1/batch"
};

// A violation as Segment's own reports tell it.
struct ToldViolation {
  std::string type;   // of the tracking plan: Segment's word for it; else the name of the rule
  std::string field;  // RFC 6901, within the call
  std::string words;
};

// A text that the events of one body have in common: held once for all of them.
class SharedText {
 public:
  SharedText() = default;
  SharedText(std::string text) : text_(std::make_shared<const std::string>(std::move(text))) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}

  const std::string& get() const {
    static const std::string kNone;
    return text_ == nullptr ? kNone : *text_;
  }
  bool empty() const { return get().empty(); }
  // Costs nothing for two that hold one and the same.
  friend bool operator==(const SharedText& a, const SharedText& b) {
    return a.text_ == b.text_ || a.get() == b.get();
  }

 private:
  std::shared_ptr<const std::string> text_;
};

struct EventRecord {
  uint32_t index = 0;      // within its body
  Outcome outcome = Outcome::kPass;
  std::string type, name, message_id;
  std::string findings;    // JSON array, as `jsonl` tells them, without file and line
  std::string rules;       // codes, blank separated: "NAM103 ID101"
  Severity worst = Severity::kOff;
  std::string payload;     // kReject: the call's bytes as they came, but for write keys
  // kReject: {"context":…,"integrations":…} of its batch. Else, of the first that goes on of a batch that
  // was fixed around its calls: {"patch":…,"reverse":…} of the body, as below of the call. Or empty.
  SharedText envelope;
  std::string patch;       // kRewrite: RFC 6902
  std::string reverse;     // kRewrite: RFC 6902 that undoes `patch`
  bool left_alone = false; // safe fixes would have made it worse, so that some were not made; not stored
  // For reports to other sources; not stored.
  std::vector<ToldViolation> violations;  // at reject_at or above
  std::string timestamp, sent_at, app_version;  // of a length they can have; else empty
};

// One request and its answer.
struct Exchange {
  Origination from;
  std::string peer;        // address of the caller
  std::string tls_subject; // of its certificate; empty: none
  std::string method;      // "OTHER": none that is known
  unsigned status = 0;
  unsigned upstream_status = 0;   // 0: the upstream was not asked or did not answer
  uint64_t bytes_in = 0, bytes_out = 0;
  uint64_t total_us = 0, upstream_us = 0, judge_us = 0;
  Mode mode = Mode::kObserve;
  std::string_view traffic;       // name_of(Traffic)
  uint32_t retry = 0;             // X-Retry-Count
  uint32_t events = 0, passed = 0, rewritten = 0, rejected = 0, duplicates = 0;
  uint32_t left_alone = 0;        // of these: not or not wholly fixed, as that would make them worse
  uint32_t errors = 0, warnings = 0, infos = 0;
  std::vector<std::pair<const Rule*, uint32_t>> rules;  // how often each spoke
  Trouble trouble = Trouble::kNone;  // of `unjudged`, where that was refused
  std::string reason;             // of kUpstreamConnect, in words; names no address, no secret
  std::optional<Unreadable> unreadable;  // why its body could not be read as events
  std::optional<Unjudged> unjudged;      // why nobody judged it, refused or passed on
  uint32_t fields_left_out = 0;          // of its head: names that another may read as other names
  std::string_view config_hash;

  void clear();  // keeps the memory
};

}  // namespace specgate::proxy
