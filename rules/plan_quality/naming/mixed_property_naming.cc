#include <map>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/convention.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// The first node of each name, by name.
using Names = std::map<std::string_view, const PlanNode*>;

Names names_below(const PlanView& plan, std::string_view own) {
  Names out;
  for (const PlanNode& node : plan.nodes()) {
    if (!node.is_planned() || node.role != PlanRole::kMember || !plan.in_own(node)) continue;
    const CallPlace& place = plan.place_of(node);
    if (own_object(node.rule->kind) != own || place.level < 2) continue;
    if (plan.listed(node) == nullptr) out.try_emplace(place.key, &node);
  }
  return out;
}

void judge(const PlanView& plan, std::string_view own, PlanFindings& out) {
  const Names names = names_below(plan, own);
  std::vector<std::string_view> keys;
  for (const auto& [key, node] : names) keys.push_back(key);
  const Convention advised = own == "traits" ? Convention::kCamel : Convention::kSnake;
  const Majority most = majority_of(keys, advised);
  if (most.names == 0) return;
  const std::string others = std::to_string(most.names) + " of " + std::to_string(most.all) + ' ' +
                             std::string(own) + " are " + std::string(name_of(most.convention));
  for (const auto& [key, node] : names) {
    if (follows(most.convention, key)) continue;
    out.add(mixed_property_naming, at(*node), {quoted_key(key), style_text(key), others});
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  judge(site.plan, "properties", out);
  judge(site.plan, "traits", out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented",
         R"("boat_id":{"type":"string"},"crew_size":{"type":"integer"},"harbourName":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.harbourName"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented",
         R"("boatId":{"type":"string"},"crewSize":{"type":"integer"},"hours":{"type":"integer"})"))},
};

}  // namespace

constinit const Rule mixed_property_naming = {
    .id = "TPL107",
    .name = "mixed-property-naming",
    .message = "{0} is {1}, {2}",
    .doc = R"(### What
The name of a property (or of a trait: these are counted apart) is spelled another way than most
properties of the plan. Told once a name, where it stands first; names that the Spec lists are never
the odd ones.
### Why
With two conventions nobody can guess a name; warehouses make two columns of `boatId` and
`boat_name` styles, and queries must know which is which.
### Fix
Spell it as the others are. Segment advises snake_case for properties; its own traits are camelCase.
)",
    .page = "partners/sources.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
