#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

bool is_blank(std::string_view text, size_t at) {
  constexpr std::string_view kNoBreakSpace = "\xc2\xa0";
  return text[at] == ' ' || text.substr(at).starts_with(kNoBreakSpace);
}

// Signs that take no room on paper: U+200B to U+200F, U+2028 to U+202F, U+2060, U+FEFF.
bool is_unseen(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(i < text.size() ? text[i] : 0);
  };
  if (byte(0) < 0x20 || byte(0) == 0x7f) return true;
  if (byte(0) == 0xe2 && byte(1) == 0x80) {
    return (byte(2) >= 0x8b && byte(2) <= 0x8f) || (byte(2) >= 0xa8 && byte(2) <= 0xaf);
  }
  return text.starts_with("\xe2\x81\xa0") || text.starts_with("\xef\xbb\xbf");
}

std::string_view stray_in(std::string_view name) {
  if (name.empty()) return {};
  if (is_blank(name, 0)) return "begins with a blank";
  if (name.back() == ' ' || name.ends_with("\xc2\xa0")) return "ends with a blank";
  for (size_t i = 0; i < name.size(); ++i) {
    if (is_unseen(name.substr(i))) return "has signs in it that do not print";
    if (name[i] == ' ' && is_blank(name, i + 1)) return "has two blanks in a row";
    if (name[i] != ' ' && is_blank(name, i)) return "has a blank in it that does not break";
  }
  return {};
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& rule : site.plan.plan().rules) {
    std::string_view why = stray_in(rule.key);
    if (why.empty() && rule.key.find('"') != std::string::npos) {
      why = "has a double quote, which triggers of destinations cannot use";
    }
    if (why.empty() && rule.key.find('~') != std::string::npos) {
      why = "has a tilde, which triggers of destinations cannot use";
    }
    if (!why.empty()) out.add(stray_characters_in_name, at(rule), {quoted_key(rule.key), why});
  }
  for (const PlanNode& node : site.plan.nodes()) {
    if (node.role != PlanRole::kMember) continue;
    const std::string_view key = site.plan.place_of(node).key;
    const std::string_view why = stray_in(key);
    if (!why.empty()) out.add(stray_characters_in_name, at(node), {quoted_key(key), why});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented ", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Boat Rented \""},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id ":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.boat_id "},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule stray_characters_in_name = {
    .id = "TPL112",
    .name = "stray-characters-in-name",
    .message = "the name {0} {1}",
    .doc = R"(### What
The name of a planned event or property begins or ends with a blank, has two blanks in a row or
signs that do not print; or an event's has a double quote or a tilde, which triggers of destinations
cannot use.
### Why
Names match letter by letter: whoever types what they see is unplanned.
### Fix
Take the characters out.
)",
    .page = "connections/destinations/actions.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
