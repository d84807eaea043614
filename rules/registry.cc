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

namespace {

std::string in_letters(uint32_t number) {
  std::string out;
  for (; out.empty() || number != 0; number /= 26) {
    out.insert(out.begin(), static_cast<char>('a' + number % 26));
  }
  return out;
}

}  // namespace

std::string written_out(std::string_view payload, uint32_t times) {
  std::string out;
  while (times != 0) {
    const size_t open = payload.find("<<"), close = payload.find(">>");
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view one = payload.substr(open + 2, close - open - 2);
    out += payload.substr(0, open);
    for (uint32_t i = 0; i < times; ++i) {
      for (const char c : one) c == '#' ? out += in_letters(i) : out += c;
    }
    payload.remove_prefix(close + 2);
  }
  return out += payload;
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

std::string_view name_of(Consequence consequence) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_CONSEQUENCES(X)
#undef X
  };
  return kNames[static_cast<size_t>(consequence)];
}

Severity severity_in(Profile profile, const Rule& rule) {
  if (profile < rule.profile) return Severity::kOff;
  if (profile == Profile::kStrict && rule.strict != Severity::kOff) return rule.strict;
  if (profile >= Profile::kPartner && rule.partner != Severity::kOff) return rule.partner;
  return rule.severity;
}

}  // namespace specgate
