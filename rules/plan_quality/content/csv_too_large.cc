#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr uint64_t kMostBytes = uint64_t{15} << 20;  // tracking-plan/create.md, "CSV upload"
constexpr uint64_t kMostRows = 100'000;              // likewise

void check(const PlanSite& site, PlanFindings& out) {
  const TrackingPlan& plan = site.plan.plan();
  if (plan.shape != PlanShape::kCsv) return;
  if (plan.bytes > kMostBytes) {
    out.add(csv_too_large, at_plan(), {std::to_string(plan.bytes) + " bytes", "15 MB"});
  }
  if (plan.csv_rows > kMostRows) {
    out.add(csv_too_large, at_plan(), {std::to_string(plan.csv_rows) + " rows", "100000"});
  }
}

constexpr Example kExamples[] = {
    {.bad = "Rule Type,Event Name,Property Name,Property Type\n"
            "TRACK,Boat Rented,,\n<<,,sail_#q,string\n>>",
     .at = "",
     .times = 100000},
    {.good = "Rule Type,Event Name,Property Name,Property Type\n"
             "TRACK,Boat Rented,,\n,,sail,string\n"},
};

}  // namespace

constinit const Rule csv_too_large = {
    .id = "TPL602",
    .name = "csv-too-large",
    .message = "the CSV has {0}, Segment takes {1}",
    .doc = R"(### What
A plan as CSV of more than 15 MB, or of more than 100 000 rows. (In the examples `<<...>>` stands
for thousands of rows.)
### Why
Segment's upload does not take it.
### Fix
Upload the plan by the Public API, which takes 200 rules a call, or split it.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
