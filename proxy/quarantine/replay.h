// Quarantined calls, judged again by today's rules and, where they pass, posted to Segment.
//
// One call a request: POST PREFIX/v1/batch {"batch":[call]} to the upstream of the source whose write
// key brought it; of many rows 16 are on their way at a time, begun in their order. messageId and
// timestamp stay as they were, so that a call which arrives twice counts once. A row is claimed in the
// store before it is posted, so that two replays at once do not both post it, and marked when the
// upstream has answered 2xx; whatever goes wrong leaves it waiting. A claim ends with the row's answer,
// or some minutes later if the replay died. After an upstream failed (no answer, 429, 5xx) the rows of
// that source that have not been posted are not tried.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/quarantine/posting_lanes.h"
#include "proxy/session/snapshot.h"
#include "proxy/store/store.h"
#include "proxy/store/stored_call.h"

namespace specgate::proxy {

#define SPECGATE_REPLAY_RESULTS(X)                                                    \
  X(kReplayed, "replayed")          /* the upstream took it */                        \
  X(kWould, "would replay")         /* dry run: it would have been posted */          \
  X(kAlready, "already replayed")   /* and nobody asked for it again */               \
  X(kClaimed, "taken by another replay") /* which has not ended with it yet */        \
  X(kRejected, "still rejected")    /* it has findings at reject_at */                \
  X(kNoKey, "no write key")         /* none that is configured brought it */          \
  X(kNotTaken, "not taken")         /* the upstream failed or refused it */           \
  X(kUnmarked, "taken, not marked") /* the store could not be written: will come again */ \
  X(kMissing, "not there")          /* no such row */

enum class ReplayResult : uint8_t {
#define X(id, name) id,
  SPECGATE_REPLAY_RESULTS(X)
#undef X
};
std::string_view name_of(ReplayResult result);
bool is_good(ReplayResult result);  // nothing is left to do for the row

struct ReplayOptions {
  bool dry_run = false;  // posts nothing, marks nothing
  bool again = false;    // also what was replayed before
  int64_t now_ms = 0;    // what rows are marked with
};

struct Replayed {
  int64_t id = 0;
  ReplayResult result = ReplayResult::kMissing;
  unsigned status = 0;   // of the upstream; 0: it was not asked or did not answer
  std::string why;       // for people; empty: nothing to add
  std::string findings;  // kRejected: JSON array as in EventRecord
  std::string call;      // what was or would be posted, or is still bad
  std::string type, name, source;  // of the row
};

class Replay {
 public:
  // Snapshot and store outlive this.
  Replay(const Snapshot& snapshot, Store& store, ReplayOptions options);

  // Each of the rows is told of, in the order of `ids`.
  void rows(const std::vector<int64_t>& ids, const std::function<void(const Replayed&)>& tell);

 private:
  // The source whose write key has that hash, and the key.
  struct Owner {
    const SourceEntry* entry = nullptr;
    const Secret* key = nullptr;
    std::string stopped;  // why its upstream is not asked any more
  };
  // A row that is begun and not told of yet.
  struct Begun {
    Replayed result;
    Owner* owner = nullptr;  // null: it was not posted
    bool ended = false;
  };

  void claim_more(const std::vector<int64_t>& ids);
  void begin(int64_t id);
  void judge(Begun& begun);
  bool passes(const StoredEvent& row, const Owner& owner, Replayed& out);
  void post(Begun& begun, size_t number);
  void take_answers();
  void take(Begun& begun, const PostResult& answer);
  void settle();
  StoreClaim claim_now() const;

  const Snapshot& snapshot_;
  Store& store_;
  const ReplayOptions options_;
  const std::string name_;  // of this replay, in claims
  StoredCalls calls_;
  Scratch scratch_;
  std::map<std::string, Owner, std::less<>> owners_;  // by hash
  std::unique_ptr<PostingLanes> lanes_;
  std::deque<Begun> begun_;  // in order
  size_t first_ = 0;         // the number of the first of them
  size_t asked_ = 0;         // of the ids, how many the store was asked to claim
  std::deque<int64_t> claimed_;
  bool unclaimable_ = false;  // the store could not be written
  std::vector<int64_t> replayed_, waiting_;  // to be settled
};

}  // namespace specgate::proxy
