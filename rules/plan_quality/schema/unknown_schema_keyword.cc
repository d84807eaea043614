#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/schema/keywords.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    for (const JsonMember& member : node.schema->members) {
      const WordRow* const meant = meant_word(member);
      if (meant == nullptr) continue;
      out.add(unknown_schema_keyword, {node.rule, &node, member.line, member.column},
              {quoted_key(member.key), quoted_key(meant->name)});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented", R"("properties":{"boat_id":{"type":"string"}},"requred":["boat_id"])")),
     .at = "TRACK \"Boat Rented\" properties"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented",
         R"("properties":{"boat_id":{"type":"string"}},"required":["boat_id"],"x-owner":"crew")"))},
};

}  // namespace

constinit const Rule unknown_schema_keyword = {
    .id = "TPL313",
    .name = "unknown-schema-keyword",
    .message = "{0} is no keyword of JSON Schema, did you mean {1}?",
    .doc = R"(### What
A schema has a key that is no keyword, but nearly one: `requred`, `propertis`.
### Why
Validators pass over unknown keys without a word: the check that somebody had in mind is not there.
`specgate lint --plan`, `plan diff`, `plan breaking` and the proxy tell it when they start, and refuse the
plan with `--strict-plan`; a misspelt `title` or `description`, which checks nothing, only this rule tells.
### Fix
Correct the key. Keys of your own are fine where they resemble no keyword; "x-" before them keeps
them apart for good.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
