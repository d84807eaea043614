#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr size_t kMostRules = 2000;  // tracking-plan/create.md, "CSV upload"

void check(const PlanSite& site, PlanFindings& out) {
  const size_t rules = site.plan.plan().rules.size();
  if (rules <= kMostRules) return;
  out.add(too_many_rules, at(site.plan.plan().rules[kMostRules]),
          {std::to_string(rules), std::to_string(kMostRules)});
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"rules":[<<{"type":"TRACK","key":"Boat Z# Rented","version":1,"jsonSchema":{"description":"A boat."}},>>)"
         R"({"type":"TRACK","key":"Boat Sold","version":1,"jsonSchema":{"description":"A boat."}}]})",
     .at = "TRACK \"Boat Sold\"",
     .times = 2000},
    {.good =
         R"({"rules":[<<{"type":"TRACK","key":"Boat Z# Rented","version":1,"jsonSchema":{"description":"A boat."}},>>)"
         R"({"type":"TRACK","key":"Boat Sold","version":1,"jsonSchema":{"description":"A boat."}}]})",
     .times = 1999},
};

}  // namespace

constinit const Rule too_many_rules = {
    .id = "TPL601",
    .name = "too-many-rules",
    .message = "the plan has {0} rules, Segment takes {1}",
    .doc = R"(### What
A plan of more than 2000 rules. (In the examples `<<...>>` stands for thousands of rules.)
### Why
Segment does not take it.
### Fix
Give each product a plan of its own, put what varies into properties, and drop rules of events that
nobody sends.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
