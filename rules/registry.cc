#include "rules/rules.h"

namespace specgate {
namespace {

constexpr const Rule* kRules[] = {
#define RULE(folder, name) &rules::name,
#include "rules/all.inc"
#undef RULE
};

}  // namespace

std::span<const Rule* const> all_rules() { return kRules; }

const Rule* find_rule(std::string_view id_or_name) {
  for (const Rule* rule : kRules) {
    if (rule->id == id_or_name || rule->name == id_or_name) return rule;
  }
  return nullptr;
}

std::string_view name_of(Severity severity) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_SEVERITIES(X)
#undef X
  };
  return kNames[static_cast<size_t>(severity)];
}

std::string_view name_of(Profile profile) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_PROFILES(X)
#undef X
  };
  return kNames[static_cast<size_t>(profile)];
}

Severity severity_in(Profile profile, const Rule& rule) {
  if (profile < rule.profile) return Severity::kOff;
  if (profile == Profile::kStrict && rule.strict != Severity::kOff) return rule.strict;
  if (profile >= Profile::kPartner && rule.partner != Severity::kOff) return rule.partner;
  return rule.severity;
}

}  // namespace specgate
