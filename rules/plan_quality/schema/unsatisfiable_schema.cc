#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/contradiction.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// `false` is how a schema says that a member must not be there; only for a whole call, or for what
// it is about, does it leave nothing.
bool may_be_false(const PlanSite& site, const PlanNode& node) {
  const CallPlace& place = site.plan.place_of(node);
  return node.role != PlanRole::kCall && place.key != own_object(node.rule->kind);
}

void judge(const PlanSite& site, const PlanRule& rule, int64_t& steps, PlanFindings& out) {
  const std::span<const PlanNode> nodes = site.plan.nodes_of(rule);
  const uint32_t first = site.plan.index_of(nodes[0]);
  std::vector<bool> told(nodes.size());  // here, or in a part of the same value
  for (size_t i = nodes.size(); i-- > 0;) {
    const PlanNode& node = nodes[i];
    if (node.asked || (node.schema->is_false() && may_be_false(site, node))) continue;
    const std::string why =
        told[i] ? std::string() : contradiction(*node.schema, rule.schema, steps);
    if (!why.empty()) {
      const std::string& path = site.plan.place_of(node).path;
      out.add(unsatisfiable_schema, at(node), {path.empty() ? "the call" : path, why});
    }
    if (node.role == PlanRole::kPart && (told[i] || !why.empty())) told[node.parent - first] = true;
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  int64_t steps = kMostReasoning;
  for (const PlanRule& rule : site.plan.plan().rules) {
    if (!site.plan.nodes_of(rule).empty()) judge(site, rule, steps, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"type":"integer","enum":["small","large"]})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("hours":{"type":"integer","minimum":5,"maximum":3})")),
     .at = "TRACK \"Boat Rented\" properties.hours"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented",
         R"("required":["boat_id"],"additionalProperties":false,"properties":{"hours":{"type":"integer"}})")),
     .at = "TRACK \"Boat Rented\" properties"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("hours":{"allOf":[{"type":"integer"},{"type":"string"}]})")),
     .at = "TRACK \"Boat Rented\" properties.hours"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented",
         R"("size":{"type":["string","null"],"enum":["small","large",null]},"hours":{"type":"integer","minimum":3,"maximum":3})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("captain":false)"))},
};

}  // namespace

constinit const Rule unsatisfiable_schema = {
    .id = "TPL301",
    .name = "unsatisfiable-schema",
    .message = "nothing satisfies {0}: {1}",
    .doc = R"(### What
A schema that nothing can satisfy: types that rule each other out, an enum without a value of the
type, a minimum above the maximum, a required property that a closed object does not have, or the
schema `false`.
### Why
Whatever is sent violates the plan, and where the source blocks violations all of it is lost.
### Fix
Take one of the two keywords away that contradict each other.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
