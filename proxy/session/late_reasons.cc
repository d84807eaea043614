#include "proxy/session/late_reasons.h"

#include "proxy/session/tell_events.h"
#include "rules/report/render.h"
#include "rules/rules.h"

namespace specgate::proxy {

void LateReasons::know(const Verdict& verdict, const Violation& violation) {
  const uint32_t event = event_of(verdict, violation);
  if (event == kNoEvent) return;
  std::string pointer;
  append_pointer(verdict, violation, pointer);
  known_.insert({event, violation.rule, std::move(pointer)});
}

void LateReasons::note(const Verdict& verdict, const Violation& violation) {
  const uint32_t event = event_of(verdict, violation);
  if (event == kNoEvent) return;
  std::string pointer;
  append_pointer(verdict, violation, pointer);
  if (known_.contains({event, violation.rule, std::move(pointer)})) return;
  Share& share = shares_[event];
  if (reasons_.size() < kMost || share.kept < kMostOfEvent) {
    ++share.kept;
    return add(verdict, violation, event);
  }
  if (share.left++ == 0 || violation.severity > share.first_left.severity) share.first_left = violation;
}

void LateReasons::close(const Verdict& verdict) {
  for (const auto& [event, share] : shares_) {
    if (share.left == 0) continue;
    const std::string number = std::to_string(share.left);
    const std::string words = number + (share.left == 1 ? " reason" : " reasons") + " why it is rejected";
    Violation rest = share.first_left;
    rest.rule = &rules::too_many_findings;
    rest.args = {number, "this call", words};
    rest.suggestions = rest.edits = {};
    rest.plan_place = kNoPlanPlace;
    add(verdict, rest, event);
  }
}

void LateReasons::add(const Verdict& verdict, const Violation& violation, uint32_t event) {
  LateFinding& reason = reasons_.emplace_back();
  reason.event = event;
  reason.severity = violation.severity;
  describe(verdict, violation, reason.finding);
}

}  // namespace specgate::proxy
