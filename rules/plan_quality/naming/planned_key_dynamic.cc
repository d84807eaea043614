#include <map>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"

namespace specgate::rules {
namespace {

using Families = std::map<std::pair<std::string, uint32_t>, std::vector<const PlanNode*>>;

void judge(const PlanSite& site, const PlanRule& rule, PlanFindings& out) {
  Families families;
  for (const PlanNode& node : site.plan.nodes_of(rule)) {
    const CallPlace& place = site.plan.place_of(node);
    if (!node.is_planned() || (place.traits & kKeyDynamic) == 0 || !site.plan.in_own(node))
      continue;
    if (site.plan.listed(node) != nullptr) continue;
    if (key_holds_id(place.key)) {
      out.add(planned_key_dynamic, at(node),
              {quoted_key(place.key), "an id or a date, which belongs in a value"});
    } else if (const NumberedKey key = numbered(place.key)) {
      const std::string family = std::string(key.before) + '#' + std::string(key.after);
      families[{family, place.parent}].push_back(&node);
    }
  }
  for (const auto& [family, nodes] : families) {
    if (nodes.size() < 2) continue;
    out.add(planned_key_dynamic, at(*nodes[0]),
            {quoted_key(site.plan.place_of(*nodes[0]).key),
             "one of a numbered row, which belongs in an array"});
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& rule : site.plan.plan().rules) judge(site, rule, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("feature_1":{"type":"string"},"feature_2":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.feature_1"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented",
         R"("features":{"type":"array","items":{"type":"string"}},"line_2":{"type":"string"})"))},
};

}  // namespace

constinit const Rule planned_key_dynamic = {
    .id = "TPL111",
    .name = "planned-key-dynamic",
    .message = "property {0} is {1}",
    .doc = R"(### What
A planned property's name holds what should be a value: an id, a date, or a running number as in
`feature_1`, `feature_2`.
### Why
Each key becomes a column; keys that grow with the data fill the schema, and no query asks for them
all.
### Fix
Plan an array, or an array of objects with the number or id as one of their fields.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
