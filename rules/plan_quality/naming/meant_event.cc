#include "rules/plan_quality/naming/meant_event.h"

#include "rules/naming/meant.h"

namespace specgate {
bool is_vague(const PlanSite& site, const PlanRule& event) {
  const NameMatch& match = site.plan.name_of(event).match;
  if (match.match != Match::kSuggestion) return false;
  const NameIndex& names = site.spec.event_names();
  return match.ambiguous() || names.name(match.target()).suggest_only ||
         is_permitted_form(site.spec, event.key, names.text(match.target()));
}

void report_event(const Rule& rule, const PlanSite& site, const PlanRule& event,
                  PlanFindings& out) {
  const NameMatch& match = site.plan.name_of(event).match;
  const NameIndex& names = site.spec.event_names();
  std::string list;
  for (size_t i = 0; i < match.count; ++i) {
    list += i == 0 ? "" : i + 1u == match.count ? " or " : ", ";
    list += quoted_key(names.text(match.targets[i]));
  }
  out.add(rule, at(event), {quoted_key(event.key), list, words_of(match.reason)});
  for (size_t i = 0; i < match.count; ++i) out.suggest(names.text(match.targets[i]));
}

}  // namespace specgate
