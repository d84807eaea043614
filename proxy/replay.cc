#include "proxy/replay.h"

#include "proxy/key_hash.h"
#include "rules/finding_json.h"
#include "rules/key/base64.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kTarget = "/v1/batch";
constexpr std::string_view kContentType = "application/json";

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

bool mends(Mode mode) { return mode == Mode::kRewrite || mode == Mode::kEnforce; }

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
         result == ReplayResult::kAlready;
}

Replay::Replay(const Snapshot& snapshot, Store& store, ReplayOptions options)
    : snapshot_(snapshot), store_(store), options_(options), calls_(snapshot.spec()) {
  const Secret& own = snapshot.settings().hash_key;
  const std::string hash_key = own.empty() ? store.hash_key() : std::string(own.reveal());
  for (const SourceSettings& source : snapshot.settings().sources) {
    if (source.write_key.empty()) continue;
    Owner owner{&snapshot.source_of(source.write_key.reveal()), &source.write_key, {}};
    owners_.emplace(hash_of_key(hash_key, source.write_key.reveal()), std::move(owner));
  }
}

Replayed Replay::row(int64_t id) {
  Replayed out;
  out.id = id;
  const std::optional<StoredEvent> row = store_.find(id);
  if (!row) return out;
  out.type = row->event.type;
  out.name = row->event.name;
  out.source = row->from.source;
  if (row->replayed_ms != 0 && !options_.again) {
    out.result = ReplayResult::kAlready;
    return out;
  }
  const auto owner = owners_.find(row->from.key_hash);
  if (owner == owners_.end()) {
    out.result = ReplayResult::kNoKey;
    out.why = row->from.key_hash.empty() ? "it came without a write key"
                                         : "no source of the configuration has the write key it "
                                           "came with (hash " + row->from.key_hash + ")";
    return out;
  }
  if (!passes(*row, owner->second, out)) {
    out.result = ReplayResult::kRejected;
    return out;
  }
  out.result = ReplayResult::kWould;
  if (!options_.dry_run) post(owner->second, out);
  return out;
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
  std::string body = batch_of(out.call);
  if (mends(policy.mode)) {
    std::string mended;
    fix(gate, body, arrival, FixMode::kSafeOnly, scratch_, mended);
    body = std::move(mended);
  }
  const Verdict verdict = gate.judge(body, arrival, scratch_);
  out.call = call_of(verdict.batch, out.call);
  return !rejected(verdict, policy.reject_at, out.findings);
}

void Replay::post(Owner& owner, Replayed& out) {
  out.result = ReplayResult::kNotTaken;
  out.why = owner.stopped;
  if (owner.entry->policy.upstream.empty()) out.why = "its source has no upstream";
  if (!out.why.empty()) return;
  Posting posting;
  posting.target = kTarget;
  posting.headers = {{"Content-Type", std::string(kContentType)},
                     {"Authorization", authorization_of(*owner.key)},
                     {"User-Agent", "specgate-proxy"}};
  posting.body = batch_of(out.call);
  posting.timeout_ms = snapshot_.settings().timeouts.upstream;
  posting.connect_ms = snapshot_.settings().timeouts.connect;
  const PostResult answer = poster_of(owner.entry->policy.upstream).post(posting);
  out.status = answer.status;
  if (answer.status / 100 == 2) {
    const bool marked = store_.mark_replayed(out.id, options_.now_ms);
    out.result = marked ? ReplayResult::kReplayed : ReplayResult::kUnmarked;
    return;
  }
  out.why = answer.trouble.empty() ? "the upstream answered " + std::to_string(answer.status)
                                   : answer.trouble;
  if (!answer.retry_after.empty()) out.why += ", retry after " + answer.retry_after;
  if (answer.status == 0 || answer.status == 429 || answer.status >= 500)
    owner.stopped = "not tried, the upstream failed before";
}

Poster& Replay::poster_of(const Origin& upstream) {
  std::unique_ptr<Poster>& poster = posters_[upstream.text()];
  if (poster == nullptr)
    poster = std::make_unique<Poster>(upstream, snapshot_.settings().upstream_ca);
  return *poster;
}

}  // namespace specgate::proxy
