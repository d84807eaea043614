// The judgement of one request, enacted: which bytes go on, which events stay, and what is told of
// each. No network here: the same for a POST, a pixel and a replay.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proxy/session/seen_ids.h"
#include "proxy/session/snapshot.h"
#include "proxy/store/record.h"

namespace specgate::proxy {

// What the session knows before the body is looked at.
struct Delivery {
  Arrival arrival;                  // as the rules see it
  std::string_view header_key;      // the write key of the Authorization header or the query
  bool has_header_key = false;
  bool unclear_key = false;         // an Authorization is there that we do not read, and others may
  std::span<const std::string> query_keys{};  // beside them: write keys in the query of what is no pixel
  bool retry = false;               // X-Retry-Count: what it repeats is no new event
  bool dry_run = false;             // asked for by the caller
  bool tell_all = false;            // every finding is wanted, not only for the store
  bool may_be_foreign = false;      // the path is another vendor's: see Decision::foreign
};

struct Decision {
  const SourceEntry* source = nullptr;
  std::string write_key;            // never told
  Mode mode = Mode::kObserve;       // in force for this request
  Outcome outcome = Outcome::kPass; // of the request as a whole
  bool forward = true;              // something is to go on
  bool unreadable = false;          // rejected as no event could be read: Segment's own 400
  bool segment_refuses = false;     // what came: no JSON, or too large for it
  bool kept_as_one = false;         // rejected, with more calls than have a row each: the body is one
  bool repeatable = false;          // every event has a messageId: twice does not hurt
  bool changed = false;             // `body` is not what came
  std::string_view body;            // what goes on, or came; a view of the caller's or of `rewritten`
  std::string rewritten;

  std::vector<Outcome> outcomes;    // by event
  std::vector<bool> left_alone;     // by event: OnFix::left_alone
  std::vector<EventRecord> told;    // events with something to tell, in order
  std::vector<SeenIds::Hash> ids;   // of the events that go on and were new: seen, once acknowledged
  SeenIds::Claims claims;           // on them, where duplicates are dropped; until the outcome is known
  // Another request is on its way with this id, or was just acknowledged: once its outcome is known
  // (SeenIds::wait_for) the body is to be inspected again. Nothing else here holds then.
  std::optional<SeenIds::Hash> twin;
  bool retry = false;               // as delivered
  bool foreign = false;             // no call of it is of Segment's shape: nothing else here holds
  uint32_t events = 0, passed = 0, fixed = 0, rejected = 0, duplicates = 0;
  uint32_t errors = 0, warnings = 0, infos = 0;
  std::vector<std::pair<const Rule*, uint32_t>> rules;

  void clear();
  void give_back();                 // the memory of a large request
  size_t large_bytes() const;       // what that would give, about
  size_t answer_bytes() const;      // of the answer that tells of each event, about; 0: there is none
};

class Decider {
 public:
  explicit Decider(SeenIds& seen) : seen_(seen) {}

  // Views in `out` live until the next decide() or until `body` goes. One thread at a time. What a
  // large body needed in passing is given back.
  void decide(std::string_view body, const Delivery& delivery, const Snapshot& snapshot,
               Decision& out);

  // How many times it has judged a text, since the last large body: what deciding costs.
  uint64_t judged() const { return scratch_.judged; }

 private:
  SeenIds& seen_;
  Scratch scratch_;
};

}  // namespace specgate::proxy
