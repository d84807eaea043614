#include "proxy/session/decision.h"

#include <algorithm>

#include "proxy/session/late_reasons.h"
#include "proxy/session/mode_in_force.h"
#include "proxy/session/patches.h"
#include "proxy/session/strictest_owner.h"
#include "proxy/session/tell_events.h"
#include "proxy/store/redact.h"
#include "rules/report/finding.h"
#include "rules/rules.h"
#include "spec/event/bare_word.h"
#include "spec/event/look_alike.h"

namespace specgate::proxy {
namespace {

// The write key of a body: beside the batch, or in the first call that has one.
std::string_view key_in(const Batch& batch) {
  const std::string_view key = text_in(batch, batch.slots, Slot::kWriteKey);
  if (!key.empty()) return key;
  for (const Event& event : batch.events) {
    const std::string_view own = text_in(batch, event.slots, Slot::kWriteKey);
    if (!own.empty()) return own;
  }
  return {};
}

void count_rule(const Rule* rule, std::vector<std::pair<const Rule*, uint32_t>>& rules) {
  const auto same = [rule](const auto& entry) { return entry.first == rule; };
  const auto found = std::find_if(rules.begin(), rules.end(), same);
  if (found == rules.end()) {
    rules.emplace_back(rule, 1);
  } else {
    ++found->second;
  }
}

bool has_safe_edit(const Verdict& verdict) {
  return std::any_of(verdict.edits.begin(), verdict.edits.end(),
                     [](const Edit& edit) { return edit.safe; });
}

// Fields that make an object at the path of a call one, where it has no `type`.
constexpr Slot kTellsCall[] = {Slot::kEvent,   Slot::kUserId,     Slot::kAnonymousId, Slot::kGroupId,
                               Slot::kPreviousId, Slot::kProperties, Slot::kTraits};

bool is_segments_call(const Event& event) {
  if (event.call == Call::kUnknown) return false;
  if (event.type_from != TypeFrom::kPath) return event.type_from != TypeFrom::kGuessed;
  return std::any_of(std::begin(kTellsCall), std::end(kTellsCall),
                     [&event](Slot slot) { return event.slots[slot] != 0; });
}

// Has it a call of Segment's, or what would hold some? What is no JSON is of no shape.
bool is_segments_shape(const Batch& batch) {
  if (batch.form == Form::kBroken || (batch.form == Form::kBatch && batch.events.empty())) return true;
  return std::any_of(batch.events.begin(), batch.events.end(), is_segments_call);
}

// One request being inspected.
class Deciding {
 public:
  Deciding(std::string_view body, const Delivery& delivery, Scratch& scratch, SeenIds& seen,
             Decision& out)
      : body_(body), delivery_(delivery), scratch_(scratch), seen_(seen), out_(out) {}

  void run(const Snapshot& snapshot) {
    out_.body = body_;
    Verdict verdict = judge_as_source(snapshot);
    nodes_ = verdict.batch.form == Form::kBroken ? body_.size() : verdict.batch.nodes.size();
    out_.foreign = delivery_.may_be_foreign && !is_segments_shape(verdict.batch);
    if (out_.foreign) return;
    settle_mode(verdict);
    count(verdict);
    find_duplicates(verdict);
    const bool changes = out_.mode != Mode::kObserve;
    if (changes) block_bare_words(verdict);
    if (changes && has_safe_edit(verdict)) {
      note_known(verdict);
      verdict = fixed(verdict);
    }
    if (changes) block(verdict);
    settle_repeats();
    if (!note_ids()) return;
    if (changes) leave_out(verdict);
    settle_outcome();
    if (wants_telling(verdict)) tell(snapshot);
  }

  // What judging it took is more than a thread keeps for the next body: some 4 MB of nodes, or a copy.
  bool was_large() const { return nodes_ > 64 * 1024 || body_.size() > 1024 * 1024; }

 private:
  // The key may stand in the body, and whose rules hold depends on the key.
  Verdict judge_as_source(const Snapshot& snapshot) {
    out_.source = &snapshot.source_of(delivery_.header_key);
    Arrival arrival = arrival_of(*out_.source);
    Verdict verdict = out_.source->gate->judge(body_, arrival, scratch_);
    const std::string_view key = delivery_.has_header_key ? delivery_.header_key : key_in(verdict.batch);
    out_.write_key = key;
    const SourceEntry& owner = strictest_owner(snapshot, verdict.batch, key);
    if (&owner == out_.source) return verdict;
    out_.source = &owner;
    arrival = arrival_of(owner);
    return owner.gate->judge(body_, arrival, scratch_);
  }

  // Write keys stand around the batch and in each call, beside what the head says.
  const SourceEntry& strictest_owner(const Snapshot& snapshot, const Batch& batch,
                                     std::string_view key) const {
    StrictestOwner owner(snapshot, key);
    if (!snapshot.has_sources()) return owner.get();
    if (may_be_of_any(batch)) return snapshot.strictest();
    for (const std::string& beside : delivery_.query_keys) owner.meet(beside);
    owner.meet(text_in(batch, batch.slots, Slot::kWriteKey));
    for (const Event& event : batch.events) {
      owner.meet(text_in(batch, event.slots, Slot::kWriteKey));
    }
    // One that stands twice, or in another case, has no slot. A pixel has one in its data and one
    // beside it.
    const bool beside = delivery_.arrival.route.kind == Route::Kind::kPixel;
    if (beside || (batch.odd & (kDuplicateKey | kLookAlike)) != 0) meet_all(batch, owner);
    return owner.get();
  }

  // Whose it is stands where we cannot read it.
  bool may_be_of_any(const Batch& batch) const {
    return delivery_.unclear_key || (batch.form == Form::kBroken && !delivery_.has_header_key);
  }

  static void meet_all(const Batch& batch, StrictestOwner& owner) {
    for (const Node& node : batch.nodes) {
      const bool named = node.key == name_of(Slot::kWriteKey) ||
                         ((node.flags & kLookAlike) != 0 && look_alike(node.key) == Slot::kWriteKey);
      if (named) owner.meet(text_of(&node));
    }
  }

  Arrival arrival_of(const SourceEntry& source) const {
    Arrival arrival = delivery_.arrival;
    arrival.source = source.name;
    return arrival;
  }

  // The same for a request and its retries, whose bytes differ.
  std::string_view same_in_retries(const Verdict& verdict) const {
    if (verdict.batch.events.empty()) return body_;
    const std::string_view id =
        text_in(verdict.batch, verdict.batch.events[0].slots, Slot::kMessageId);
    return id.empty() ? body_ : id;
  }

  void settle_mode(const Verdict& verdict) {
    const Policy& policy = out_.source->policy;
    out_.mode = mode_in_force(policy, policy.percent < 100 ? same_in_retries(verdict) : body_);
    if (delivery_.dry_run) out_.mode = Mode::kDryRun;
  }

  void count(const Verdict& verdict) {
    for (const Violation& violation : verdict.violations) {
      out_.errors += violation.severity == Severity::kError ? 1U : 0U;
      out_.warnings += violation.severity == Severity::kWarning ? 1U : 0U;
      out_.infos += violation.severity == Severity::kInfo ? 1U : 0U;
      count_rule(violation.rule, out_.rules);
    }
    out_.segment_refuses = segment_refuses(verdict);
    out_.events = static_cast<uint32_t>(verdict.batch.events.size());
    out_.outcomes.assign(out_.events, Outcome::kPass);
  }

  void find_duplicates(const Verdict& verdict) {
    out_.repeatable = out_.events != 0;
    for (uint32_t i = 0; i < out_.events; ++i) {
      const std::string_view id =
          text_in(verdict.batch, verdict.batch.events[i].slots, Slot::kMessageId);
      if (id.empty()) {
        out_.repeatable = false;
        continue;
      }
      const SeenIds::Hash hash = seen_.hash_of(id);
      ids_.push_back({i, hash, seen_.contains(hash)});
      if (ids_.back().seen) settle_duplicate(i);
    }
  }

  void settle_duplicate(uint32_t event) {
    if (!delivery_.retry) ++out_.duplicates;
    if (drops()) out_.outcomes[event] = Outcome::kDuplicate;
  }

  // What is observed goes on as it came; what is asked for a verdict goes nowhere.
  bool drops() const { return acts(out_.mode) && out_.source->policy.drop_duplicates; }

  // The verdict of what the body becomes.
  Verdict fixed(const Verdict& came) {
    const Arrival arrival = arrival_of(*out_.source);
    const OnFix note{[this](const Verdict& pass, const std::vector<const Edit*>& edits) { patches_.note(pass, edits); },
                     [this] { patches_ = Patches(); },
                     &out_.left_alone};
    const Gate& gate = *out_.source->gate;
    const Fixed result =
        fix(gate, body_, arrival, FixMode::kSafeOnly, scratch_, out_.rewritten, note, &came);
    if (result.changed) {
      out_.changed = true;
      out_.body = out_.rewritten;
      for (uint32_t i = 0; i < out_.events; ++i) {
        const bool fixed = patches_.of(i) != nullptr && out_.outcomes[i] == Outcome::kPass;
        if (fixed) out_.outcomes[i] = Outcome::kRewrite;
      }
    }
    const Verdict left = result.last ? *result.last : gate.judge(out_.body, arrival, scratch_);
    out_.segment_refuses = segment_refuses(left);
    return left;
  }

  static bool segment_refuses(const Verdict& verdict) {
    return verdict.batch.form == Form::kBroken || is_segments_own(verdict);
  }

  // A call with a word that is no JSON stays, though the fix mends it: the value is lost. Around the
  // calls of a batch the fix is all that is wanted.
  void block_bare_words(const Verdict& verdict) {
    if ((verdict.batch.odd & kBareWord) == 0 || out_.mode == Mode::kRewrite) return;
    for (const Violation& violation : verdict.violations) {
      const bool bare = is_bare_word(verdict.batch.nodes[violation.node]);
      if (!bare || violation.rule != &rules::invalid_json) continue;
      if (violation.severity < out_.source->policy.reject_at || violation.event == kNoEvent) continue;
      Outcome& outcome = out_.outcomes[violation.event];
      if (outcome != Outcome::kDuplicate) outcome = Outcome::kReject;
    }
  }

  void block(const Verdict& verdict) {
    bool& all = whole_;
    for (const Violation& violation : verdict.violations) {
      if (!rejects(verdict, violation)) continue;
      const uint32_t event = event_of(verdict, violation);
      if (out_.changed) reasons_.note(verdict, violation);
      if (event == kNoEvent) {
        all = true;
      } else if (out_.outcomes[event] != Outcome::kDuplicate) {
        out_.outcomes[event] = Outcome::kReject;
      }
    }
    reasons_.close(verdict);
    const bool some = all || std::count(out_.outcomes.begin(), out_.outcomes.end(),
                                        Outcome::kReject) != 0;
    if (all || (some && out_.source->policy.all_or_nothing)) {
      std::fill(out_.outcomes.begin(), out_.outcomes.end(), Outcome::kReject);
    }
    out_.unreadable = all && (out_.events == 0 || is_segments_own(verdict));
  }

  bool rejects(const Verdict& verdict, const Violation& violation) const {
    const bool enforces = out_.mode != Mode::kRewrite;
    if (enforces && violation.severity >= out_.source->policy.reject_at) return true;
    const bool decides = enforces || violation.severity == Severity::kError;
    return decides && is_ambiguous(verdict, violation);
  }

  // What is told is of the body that came; a fix may make something else wrong.
  void note_known(const Verdict& verdict) {
    for (const Violation& violation : verdict.violations) {
      if (rejects(verdict, violation)) reasons_.know(verdict, violation);
    }
  }

  // Segment answers 400 to what is no JSON and to what is too large, and to nothing else.
  static bool is_segments_own(const Verdict& verdict) {
    return std::any_of(verdict.violations.begin(), verdict.violations.end(),
                       [](const Violation& violation) { return has(*violation.rule, kSegmentRefuses); });
  }

  // The same id twice in one body: the first that goes on stands. Leaves the ids of those that go on,
  // each once and in order.
  void settle_repeats() {
    std::erase_if(ids_, [this](const MessageId& id) { return stays(out_.outcomes[id.event]); });
    if (ids_.size() < 2) return;
    std::sort(ids_.begin(), ids_.end(), [](const MessageId& a, const MessageId& b) {
      return a.hash == b.hash ? a.event < b.event : SeenIds::Order()(a.hash, b.hash);
    });
    size_t kept = 0;
    for (const MessageId& id : ids_) {
      if (kept == 0 || !(ids_[kept - 1].hash == id.hash)) {
        ids_[kept++] = id;
      } else if (!id.seen) {
        settle_duplicate(id.event);
      }
    }
    ids_.resize(kept);
  }

  // False: another request is on its way with one of them.
  bool note_ids() {
    for (const MessageId& id : ids_) {
      if (!id.seen) out_.ids.push_back(id.hash);
    }
    if (!drops()) return true;
    out_.twin = seen_.claim(out_.ids, out_.claims);
    return !out_.twin;
  }

  static bool stays(Outcome outcome) {
    return outcome == Outcome::kReject || outcome == Outcome::kDuplicate;
  }

  // Takes the events that stay out of the body that goes on.
  void leave_out(const Verdict& verdict) {
    const auto staying = std::count_if(out_.outcomes.begin(), out_.outcomes.end(), stays);
    const bool nothing =
        out_.events == 0 ? whole_ || blocked_whole(verdict) : staying == out_.events;
    out_.forward = !nothing && out_.mode != Mode::kDryRun;
    if (staying == 0 || nothing) return;
    std::vector<Edit> removals;
    for (uint32_t i = 0; i < out_.events; ++i) {
      if (!stays(out_.outcomes[i])) continue;
      Edit& edit = removals.emplace_back();
      edit.op = Edit::Op::kRemove;
      edit.node = verdict.batch.events[i].root;
    }
    std::vector<const Edit*> edits;
    for (const Edit& edit : removals) edits.push_back(&edit);
    std::string left;
    splice(out_.body, splices(verdict.batch, edits), left);
    out_.rewritten = std::move(left);
    out_.body = out_.rewritten;
    out_.changed = true;
  }

  bool blocked_whole(const Verdict& verdict) const {
    if (out_.mode != Mode::kEnforce && out_.mode != Mode::kDryRun) {
      return verdict.batch.form == Form::kBroken;  // nobody knows what it says
    }
    return std::any_of(verdict.violations.begin(), verdict.violations.end(), [this](const auto& one) {
      return one.severity >= out_.source->policy.reject_at;
    });
  }

  void settle_outcome() {
    for (const Outcome outcome : out_.outcomes) {
      out_.passed += outcome == Outcome::kPass ? 1U : 0U;
      out_.fixed += outcome == Outcome::kRewrite ? 1U : 0U;
      out_.rejected += outcome == Outcome::kReject ? 1U : 0U;
    }
    const bool nothing_read = out_.events == 0 && !out_.forward;
    if (nothing_read && out_.mode != Mode::kDryRun) out_.unreadable = true;
    if (out_.rejected != 0 || nothing_read) {
      const bool some = out_.passed + out_.fixed != 0;
      out_.outcome = some ? Outcome::kQuarantine : Outcome::kReject;
    } else if (out_.changed) {
      out_.outcome = Outcome::kRewrite;
    }
  }

  bool wants_telling(const Verdict& verdict) const {
    if (out_.outcome != Outcome::kPass || out_.mode == Mode::kDryRun) return true;
    return delivery_.tell_all && !verdict.violations.empty();
  }

  // What came is judged once more: only now are its words wanted, and fixing has used the scratch.
  void tell(const Snapshot& snapshot) {
    const Arrival arrival = arrival_of(*out_.source);
    const Verdict verdict = out_.source->gate->judge(body_, arrival, scratch_);
    const Secrets secrets{&snapshot.keys(), keys_of_request(verdict.batch)};
    tell_events({body_, verdict, patches_, secrets, reasons_.all()}, out_);
  }

  // Wherever they stand: in the head as they came, too.
  KnownKeys keys_of_request(const Batch& batch) const {
    std::vector<std::string> keys(delivery_.query_keys.begin(), delivery_.query_keys.end());
    keys.emplace_back(delivery_.header_key);
    const std::string_view authorization = delivery_.arrival.transport.authorization;
    keys.emplace_back(authorization.substr(authorization.rfind(' ') + 1));
    add_keys_in(batch, keys);
    return KnownKeys(std::move(keys));
  }

  struct MessageId {
    uint32_t event;
    SeenIds::Hash hash;
    bool seen;
  };

  const std::string_view body_;
  const Delivery& delivery_;
  Scratch& scratch_;
  SeenIds& seen_;
  Decision& out_;
  Patches patches_;
  std::vector<MessageId> ids_;
  LateReasons reasons_;  // why events are rejected, once they are fixed
  bool whole_ = false;  // something is wrong with the body as a whole: none of it goes on
  size_t nodes_ = 0;  // that the body came to; where it is broken, no more than this
};

}  // namespace

void Decider::decide(std::string_view body, const Delivery& delivery, const Snapshot& snapshot,
                        Decision& out) {
  out.clear();
  out.retry = delivery.retry;
  Deciding deciding(body, delivery, scratch_, seen_, out);
  deciding.run(snapshot);
  if (deciding.was_large()) scratch_ = Scratch();
}

}  // namespace specgate::proxy
