#include "proxy/quarantine/replay.h"

#include <unistd.h>

#include <algorithm>
#include <random>
#include <utility>

#include "proxy/net/time_text.h"
#include "proxy/store/key_hash.h"
#include "rules/key/base64.h"
#include "rules/report/finding_json.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kTarget = "/v1/batch";
constexpr std::string_view kContentType = "application/json";
constexpr size_t kLanes = 16;        // requests on their way
constexpr size_t kMostBegun = 64;    // rows in memory, while the first of them has no answer yet
constexpr int64_t kClaimMs = 60'000; // at least, for what is to be done with a row

// Of a few rows each waits for the one before: the wait is short, and a connection is dear.
size_t lanes_for(size_t rows) { return rows < kLanes ? 1 : kLanes; }

std::string own_name() {
  std::random_device random;
  return std::to_string(::getpid()) + "-" + std::to_string(random());
}

// Basic authorization as Segment has it: the key is the user, the password is empty.
std::string authorization_of(const Secret& key) {
  return "Basic " + encode_base64(std::string(key.reveal()) + ':', Base64::kPlain);
}

std::string batch_of(std::string_view call) {
  return std::string("{\"batch\":[").append(call).append("]}");
}

// The bytes of the one call of a batch.
std::string call_of(const Batch& batch, std::string_view otherwise) {
  if (batch.events.size() != 1) return std::string(otherwise);
  const Node& node = batch.nodes[batch.events[0].root];
  return std::string(batch.source.substr(node.begin, node.end - node.begin));
}

// Whether a verdict has something at the level; all that it says goes to `findings`.
bool rejected(const Verdict& verdict, Severity level, std::string& findings) {
  bool out = verdict.batch.events.size() != 1;  // no call at all
  findings = "[";
  Finding finding;
  for (const Violation& violation : verdict.violations) {
    out |= level != Severity::kOff && violation.severity >= level;
    describe(verdict, violation, finding);
    if (findings.size() > 1) findings += ',';
    append_finding(finding, findings);
  }
  findings += ']';
  return out;
}

}  // namespace

std::string_view name_of(ReplayResult result) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_REPLAY_RESULTS(X)
#undef X
  };
  return kNames[static_cast<size_t>(result)];
}

bool is_good(ReplayResult result) {
  return result == ReplayResult::kReplayed || result == ReplayResult::kWould ||
         result == ReplayResult::kAlready || result == ReplayResult::kClaimed;
}

Replay::Replay(const Snapshot& snapshot, Store& store, ReplayOptions options)
    : snapshot_(snapshot),
      store_(store),
      options_(options),
      name_(own_name()),
      calls_(snapshot.spec()) {
  const Secret& own = snapshot.settings().hash_key;
  const std::string hash_key = own.empty() ? store.hash_key() : std::string(own.reveal());
  for (const SourceSettings& source : snapshot.settings().sources) {
    if (source.write_key.empty()) continue;
    Owner owner{&snapshot.source_of(source.write_key.reveal()), &source.write_key, {}};
    owners_.emplace(hash_of_key(hash_key, source.write_key.reveal()), std::move(owner));
  }
}

void Replay::rows(const std::vector<int64_t>& ids,
                  const std::function<void(const Replayed&)>& tell) {
  lanes_ = std::make_unique<PostingLanes>(lanes_for(ids.size()), snapshot_.settings().upstream_ca);
  begun_.clear();
  claimed_.clear();
  asked_ = first_ = 0;
  for (size_t next = 0; next < ids.size() || !begun_.empty();) {
    while (next < ids.size() && !lanes_->all_busy() && begun_.size() < kMostBegun) {
      if (next == asked_) claim_more(ids);
      begin(ids[next++]);
    }
    take_answers();
    settle();
    for (; !begun_.empty() && begun_.front().ended; begun_.pop_front(), ++first_)
      tell(begun_.front().result);
  }
}

// As many as are on their way at a time: one small transaction, whatever the number of rows.
void Replay::claim_more(const std::vector<int64_t>& ids) {
  const size_t end = std::min(ids.size(), asked_ + lanes_for(ids.size()));
  const std::vector<int64_t> wanted(ids.begin() + static_cast<ptrdiff_t>(asked_),
                                    ids.begin() + static_cast<ptrdiff_t>(end));
  asked_ = end;
  claimed_.assign(wanted.begin(), wanted.end());
  unclaimable_ = false;
  if (options_.dry_run) return;
  const auto claimed = store_.claim(wanted, claim_now());
  unclaimable_ = !claimed.has_value();
  claimed_.clear();
  if (claimed) claimed_.assign(claimed->begin(), claimed->end());
}

StoreClaim Replay::claim_now() const {
  StoreClaim claim;
  claim.owner = name_;
  claim.now_ms = unix_ms_now();
  claim.until_ms = claim.now_ms + std::max(kClaimMs, 4 * snapshot_.settings().timeouts.upstream);
  claim.again = options_.again;
  return claim;
}

void Replay::begin(int64_t id) {
  Begun& begun = begun_.emplace_back();
  begun.result.id = id;
  const size_t number = first_ + begun_.size() - 1;
  judge(begun);
  const bool ours = !options_.dry_run && !claimed_.empty() && claimed_.front() == id;
  if (!claimed_.empty() && claimed_.front() == id) claimed_.pop_front();
  if (begun.result.result == ReplayResult::kWould && ours) post(begun, number);
  begun.ended = begun.owner == nullptr || !begun.result.why.empty();
  if (begun.ended && ours) waiting_.push_back(id);
}

void Replay::judge(Begun& begun) {
  Replayed& out = begun.result;
  const std::optional<StoredEvent> row = store_.find(out.id);
  if (!row) return;
  out.type = row->event.type;
  out.name = row->event.name;
  out.source = row->from.source;
  if (row->replayed_ms != 0 && !options_.again) {
    out.result = ReplayResult::kAlready;
    return;
  }
  const bool ours = !claimed_.empty() && claimed_.front() == out.id;
  if (!ours) {
    out.result = unclaimable_ ? ReplayResult::kNotTaken : ReplayResult::kClaimed;
    if (unclaimable_) out.why = "the store cannot be written, so that nothing is sent";
    return;
  }
  const auto owner = owners_.find(row->from.key_hash);
  if (owner == owners_.end()) {
    out.result = ReplayResult::kNoKey;
    out.why = row->from.key_hash.empty() ? "it came without a write key"
                                         : "no source of the configuration has the write key it "
                                           "came with (hash " + row->from.key_hash + ")";
    return;
  }
  begun.owner = options_.dry_run ? nullptr : &owner->second;
  const bool good = passes(*row, owner->second, out);
  out.result = good ? ReplayResult::kWould : ReplayResult::kRejected;
  if (!good) begun.owner = nullptr;
}

// Judged as what it would be: a batch of one, posted by us with the source's key. Rules about "now"
// look from the time when the call came.
bool Replay::passes(const StoredEvent& row, const Owner& owner, Replayed& out) {
  const Policy& policy = owner.entry->policy;
  const Gate& gate = *owner.entry->gate;
  const std::string authorization = authorization_of(*owner.key);
  Arrival arrival;
  arrival.route = snapshot_.spec().route("POST", kTarget);
  arrival.at_ms = row.from.at_ms;
  arrival.transport = {true, "POST", kTarget, policy.upstream.host, kContentType, authorization, true};
  arrival.source = owner.entry->name;
  out.call = calls_.for_replay(row);
  const std::string body = batch_of(out.call);
  std::string mended;
  std::optional<Verdict> last;
  if (acts(policy.mode)) {
    last = fix(gate, body, arrival, FixMode::kSafeOnly, scratch_, mended).last;
  }
  const Verdict verdict = last ? *last : gate.judge(acts(policy.mode) ? mended : body, arrival, scratch_);
  out.call = call_of(verdict.batch, out.call);
  return !rejected(verdict, policy.reject_at, out.findings);
}

void Replay::post(Begun& begun, size_t number) {
  const Owner& owner = *begun.owner;
  Replayed& out = begun.result;
  out.result = ReplayResult::kNotTaken;
  out.why = owner.stopped;
  if (owner.entry->policy.upstream.host.empty()) out.why = "its source has no upstream";
  if (!out.why.empty()) return;
  Posting posting;
  posting.target = kTarget;
  posting.headers = {{"Content-Type", std::string(kContentType)},
                     {"Authorization", authorization_of(*owner.key)},
                     {"User-Agent", "specgate-proxy"}};
  posting.body = batch_of(out.call);
  posting.timeout_ms = snapshot_.settings().timeouts.upstream;
  posting.connect_ms = snapshot_.settings().timeouts.connect;
  lanes_->begin(number, owner.entry->policy.upstream, std::move(posting));
}

// Waits for one, where any is under way and no more can be begun.
void Replay::take_answers() {
  for (const PostingLanes::Done& done : lanes_->take()) {
    take(begun_[done.number - first_], done.result);
  }
}

void Replay::take(Begun& begun, const PostResult& answer) {
  Replayed& out = begun.result;
  out.status = answer.status;
  if (answer.status / 100 == 2) {
    replayed_.push_back(out.id);  // told of once it is marked
    return;
  }
  begun.ended = true;
  waiting_.push_back(out.id);
  out.why = answer.trouble.empty() ? "the upstream answered " + std::to_string(answer.status)
                                   : answer.trouble;
  if (!answer.retry_after.empty()) out.why += ", retry after " + answer.retry_after;
  if (answer.status == 0 || answer.status == 429 || answer.status >= 500)
    begun.owner->stopped = "not tried, the upstream failed before";
}

// All that has ended since the last time, in one transaction.
void Replay::settle() {
  if (replayed_.empty() && waiting_.empty()) return;
  const bool marked = store_.settle(replayed_, waiting_, options_.now_ms);
  for (Begun& begun : begun_) {
    if (std::ranges::find(replayed_, begun.result.id) == replayed_.end()) continue;
    begun.result.result = marked ? ReplayResult::kReplayed : ReplayResult::kUnmarked;
    begun.ended = true;
  }
  replayed_.clear();
  waiting_.clear();
}

}  // namespace specgate::proxy
