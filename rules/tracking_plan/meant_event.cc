#include "rules/tracking_plan/meant_event.h"

#include <algorithm>

#include "spec/style.h"

namespace specgate {
namespace {

bool is_permitted_form(const PlanSite& site, std::string_view name, std::string_view target) {
  const auto& reserved = site.spec.data().reserved_events;
  if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) return true;
  const auto& aliases = site.spec.data().aliases;
  return std::any_of(aliases.begin(), aliases.end(), [&](const Alias& alias) {
    return alias.to == target && alias.why.starts_with("page permits both forms") &&
           same_letters(alias.from, name);
  });
}

}  // namespace

bool is_vague(const PlanSite& site, const PlanRule& event) {
  const NameMatch& match = site.plan.name_of(event).match;
  if (match.match != Match::kSuggestion) return false;
  const NameIndex& names = site.spec.event_names();
  return match.ambiguous() || names.name(match.target()).suggest_only ||
         is_permitted_form(site, event.key, names.text(match.target()));
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
