#include "rules/naming/meant.h"

#include <algorithm>

#include "rules/engine/value_words.h"
#include "spec/catalogue/style.h"

namespace specgate {

std::string_view meant(const Site& site) {
  return site.spec.event_names().text(site.name.match.target());
}

bool suggests_one(const Site& site) {
  return site.name.match.match == Match::kSuggestion && site.name.match.count == 1;
}

bool is_generic(const Site& site) {
  return site.spec.event_names().name(site.name.match.target()).suggest_only;
}

bool is_permitted_form(const Site& site) {
  return suggests_one(site) && is_permitted_form(site.spec, own(site, Slot::kEvent)->text, meant(site));
}

bool is_permitted_form(const Spec& spec, std::string_view name, std::string_view meant) {
  const auto& reserved = spec.data().reserved_events;
  if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) return true;
  const auto& aliases = spec.data().aliases;
  return std::any_of(aliases.begin(), aliases.end(), [&](const Alias& alias) {
    return alias.kind == AliasKind::kEvent && alias.to == meant && alias.permitted && same_letters(alias.from, name);
  });
}

bool is_alias(const Site& site) {
  return suggests_one(site) && site.name.match.reason == Reason::kAlias && !is_generic(site) &&
         !is_permitted_form(site);
}

void report_name(const Rule& rule, const Site& site, Safety safety, Findings& out) {
  const Node& event = *own(site, Slot::kEvent);
  const std::string_view name = meant(site);
  out.add(rule, event, found(site, &event, out), name, words_of(site.name.match.reason))
      .suggest(name)
      .replace(event, out.quoted(name), safety);
}

}  // namespace specgate
