#include "proxy/session/tell_events.h"

#include <algorithm>
#include <string>
#include <vector>

#include "proxy/store/redact.h"
#include "rules/report/finding_json.h"
#include "rules/report/reported.h"
#include "rules/rules.h"

namespace specgate::proxy {
namespace {

std::string_view app_version(const Batch& batch, const Event& event) {
  const Node* const app = member_of(batch, context_of(batch, event), "app");
  const Node* const version = member_of(batch, app, "version");
  return version == nullptr ? std::string_view() : version->text;  // a number's as well
}

// A time or a version; what is longer than any of these is told by a finding.
std::string_view if_short(std::string_view text) {
  constexpr size_t kLongest = 256;
  return text.size() <= kLongest ? text : std::string_view();
}

// What cannot be done without making the event worse is no fix of it.
void forget_fix(Finding& finding) {
  finding.has_fix = finding.fix_safe = finding.patch_too_long = false;
  finding.patch.clear();
  finding.replacement.reset();
}

// What was fixed around the calls of a batch, beside those of them that go on.
std::string fixes_of(const Patches::Pair& patch) {
  return "{\"patch\":" + patch.forward + ",\"reverse\":" + patch.reverse + "}";
}

// One request whose events are told of.
class Telling {
 public:
  Telling(const Tellable& what, Decision& out)
      : body_(what.body),
        verdict_(what.verdict),
        patches_(what.patches),
        secrets_(what.secrets),
        late_(what.late),
        out_(out) {}

  void run() {
    out_.kept_as_one = is_one();
    std::vector<EventRecord> all(out_.kept_as_one ? 1 : std::max<size_t>(out_.events, 1));
    if (verdict_.batch.form == Form::kBatch && out_.rejected != 0)
      envelope_ = shared_fields(verdict_.batch, secrets_);
    for (uint32_t i = 0; i < all.size(); ++i) describe_event(i, all[i]);
    Finding finding;
    const Reported told(verdict_);
    for (size_t i = 0; i < verdict_.violations.size(); ++i) {
      const Violation* const violation = told.at(i);
      if (violation == nullptr) continue;
      uint32_t event = event_of(verdict_, *violation);
      if (out_.kept_as_one) {
        if (event != kNoEvent && event >= kToldOfOne) continue;
        event = kNoEvent;
      }
      describe(verdict_, *violation, finding);
      if (is_left_alone(event)) forget_fix(finding);
      // What concerns the body concerns each of its events; it is told with the first.
      tell(finding, violation->severity, all[event == kNoEvent ? 0 : event]);
    }
    for (const LateFinding& late : late_) {
      if (!out_.kept_as_one) tell(once_fixed(late.finding), late.severity, all[late.event]);
    }
    tell_envelope(all);
    for (EventRecord& record : all) {
      if (record.worst == Severity::kOff && record.outcome == Outcome::kPass &&
          record.envelope.empty() && out_.mode != Mode::kDryRun) {
        continue;
      }
      record.findings += record.findings.empty() ? "[]" : "]";
      blot_out(secrets_, record);
      out_.told.push_back(std::move(record));
    }
  }

 private:
  // More calls than Segment takes, and none of them goes on: a row each would be tens of thousands for
  // some hundred bytes of gzip, and everybody else's rejected events would wait for them.
  bool is_one() const {
    return out_.events > kMostRowsOfBody && out_.rejected == out_.events &&
           out_.mode != Mode::kDryRun;
  }

  bool is_left_alone(uint32_t event) const {
    return event < out_.left_alone.size() && out_.left_alone[event];
  }

  // With the first event that goes on: of those that do not, the row has what the batch said.
  void tell_envelope(std::vector<EventRecord>& all) const {
    const Patches::Pair* const patch = patches_.of(kNoEvent);
    const auto goes_on = [](const EventRecord& record) { return record.outcome != Outcome::kReject; };
    const auto first = std::find_if(all.begin(), all.end(), goes_on);
    if (patch == nullptr || first == all.end()) return;
    first->envelope = blotted_json(fixes_of(*patch), secrets_);
  }

  void describe_event(uint32_t index, EventRecord& record) const {
    record.index = index;
    const Batch& batch = verdict_.batch;
    if (out_.kept_as_one || index >= batch.events.size()) {
      record.outcome = out_.forward ? Outcome::kPass : Outcome::kReject;  // of the body as a whole
      if (!out_.forward) record.payload = without_keys(body_, batch, secrets_);
      return;
    }
    const Event& event = batch.events[index];
    record.outcome = out_.outcomes[index];
    record.type = event.call == Call::kUnknown ? text_in(batch, event.slots, Slot::kType)
                                               : name_of(event.call);
    const bool viewed = event.call == Call::kPage || event.call == Call::kScreen;
    record.name = text_in(batch, event.slots, viewed ? Slot::kName : Slot::kEvent);
    record.message_id = text_in(batch, event.slots, Slot::kMessageId);
    record.timestamp = if_short(text_in(batch, event.slots, Slot::kTimestamp));
    record.sent_at = if_short(text_in(batch, event.slots, Slot::kSentAt));
    if (record.sent_at.empty())
      record.sent_at = if_short(text_in(batch, batch.slots, Slot::kSentAt));
    record.app_version = if_short(app_version(batch, event));
    record.left_alone = is_left_alone(index);
    if (const Patches::Pair* const patch = patches_.of(index); patch != nullptr) {
      record.patch = patch->forward;
      record.reverse = patch->reverse;
    }
    if (record.outcome != Outcome::kReject) return;
    record.payload = without_keys(batch, event, secrets_);
    record.envelope = envelope_;
  }

  static Finding once_fixed(Finding finding) {
    finding.message += " (once the event is fixed)";
    return finding;
  }

  void tell(const Finding& finding, Severity severity, EventRecord& record) const {
    add_finding(finding, severity, record);
    if (severity < out_.source->policy.reject_at) return;
    std::string type(finding.plan ? std::string_view(finding.plan->segment) : finding.rule->name);
    record.violations.push_back({std::move(type), finding.pointer, finding.message});
  }

  static void add_finding(const Finding& finding, Severity severity, EventRecord& record) {
    record.worst = std::max(record.worst, severity);
    record.findings += record.findings.empty() ? '[' : ',';
    append_finding(finding, record.findings);
    const std::string_view code = finding.rule->id;
    if ((' ' + record.rules + ' ').find(' ' + std::string(code) + ' ') != std::string::npos) return;
    if (!record.rules.empty()) record.rules += ' ';
    record.rules += code;
  }

  const std::string_view body_;
  const Verdict& verdict_;
  const Patches& patches_;
  const Secrets& secrets_;
  std::span<const LateFinding> late_;
  SharedText envelope_;  // of a batch: what it says of all its calls
  Decision& out_;
};

}  // namespace

bool is_ambiguous(const Verdict& verdict, const Violation& violation) {
  if (!has(*violation.rule, kTwoReadings)) return false;
  const bool number = violation.rule == &rules::number_out_of_range;
  return !number || (verdict.batch.nodes[violation.node].flags & kHugeNumber) != 0;
}

uint32_t event_of(const Verdict& verdict, const Violation& violation) {
  if (violation.event != kNoEvent) return violation.event;
  const bool whole = verdict.batch.form == Form::kCall;
  if (whole && !is_ambiguous(verdict, violation)) return kNoEvent;
  return event_around(verdict.batch, violation.node);
}

void tell_events(const Tellable& what, Decision& out) { Telling(what, out).run(); }

}  // namespace specgate::proxy
