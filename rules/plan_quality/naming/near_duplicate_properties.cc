#include <map>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/near_names.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// The properties of each object of a rule, by the object's place.
using Siblings = std::map<uint32_t, std::vector<const PlanNode*>>;

Siblings siblings_of(const PlanView& plan, const PlanRule& rule) {
  Siblings out;
  for (const PlanNode& node : plan.nodes_of(rule)) {
    if (!node.is_planned() || node.role != PlanRole::kMember || !plan.in_own(node)) continue;
    out[plan.places()[node.place].parent].push_back(&node);
  }
  return out;
}

void judge(const PlanSite& site, NearNames& near, const std::vector<const PlanNode*>& nodes,
           PlanFindings& out) {
  std::vector<std::string_view> names;
  for (const PlanNode* node : nodes) names.push_back(site.plan.place_of(*node).key);
  for (const NearPair& pair : near.among(names)) {
    const PlanNode &one = *nodes[pair.name], &other = *nodes[pair.other];
    if (site.plan.listed(one) != nullptr && site.plan.listed(other) != nullptr) continue;
    out.add(near_duplicate_properties, at(one),
            {quoted_key(names[pair.name]), quoted_key(names[pair.other]), words_of(pair.how)});
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  std::vector<std::string_view> keys;
  for (const CallPlace& place : site.plan.places()) keys.push_back(place.key);
  NearNames near(NearNames::Domain::kProperties, keys);
  for (const PlanRule& rule : site.plan.plan().rules) {
    for (const auto& [place, nodes] : siblings_of(site.plan, rule)) judge(site, near, nodes, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("boat_id":{"type":"string"},"boatId":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.boatId"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("harbour_id":{"type":"string"},"habrour_id":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.habrour_id"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented",
         R"("boat_id":{"type":"string"},"boat_ids":{"type":"array","items":{"type":"string"}})"))},
};

}  // namespace

constinit const Rule near_duplicate_properties = {
    .id = "TPL105",
    .name = "near-duplicate-properties",
    .message = "property {0} is nearly {1}, which the same object has too ({2})",
    .doc = R"(### What
Two properties of one object have names that differ in case and separators only, in the order of
their words, or by a slip of the keyboard, or that become one column of a warehouse.
### Why
One of them is usually a leftover or a misprint. Senders fill either. Warehouses fold `orderId` and
`order_id` into one column, so that of an event with both one value is lost; `orderid` gets one of its own.
### Fix
Keep one of the two.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
