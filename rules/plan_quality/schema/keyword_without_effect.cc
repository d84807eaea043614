#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/schema_parts.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

struct Keyword {
  std::string_view name;
  KindMask kinds;
};
constexpr Keyword kKeywords[] = {
    {"pattern", mask(Kind::kString)},
    {"minLength", mask(Kind::kString)},
    {"maxLength", mask(Kind::kString)},
    {"format", mask(Kind::kString)},
    {"minimum", kNumber},
    {"maximum", kNumber},
    {"exclusiveMinimum", kNumber},
    {"exclusiveMaximum", kNumber},
    {"multipleOf", kNumber},
    {"items", mask(Kind::kArray)},
    {"additionalItems", mask(Kind::kArray)},
    {"minItems", mask(Kind::kArray)},
    {"maxItems", mask(Kind::kArray)},
    {"uniqueItems", mask(Kind::kArray)},
    {"contains", mask(Kind::kArray)},
    {"minContains", mask(Kind::kArray)},
    {"maxContains", mask(Kind::kArray)},
    {"prefixItems", mask(Kind::kArray)},
    {"unevaluatedItems", mask(Kind::kArray)},
    {"properties", mask(Kind::kObject)},
    {"required", mask(Kind::kObject)},
    {"additionalProperties", mask(Kind::kObject)},
    {"patternProperties", mask(Kind::kObject)},
    {"propertyNames", mask(Kind::kObject)},
    {"minProperties", mask(Kind::kObject)},
    {"maxProperties", mask(Kind::kObject)},
    {"dependencies", mask(Kind::kObject)},
    {"dependentRequired", mask(Kind::kObject)},
    {"dependentSchemas", mask(Kind::kObject)},
    {"unevaluatedProperties", mask(Kind::kObject)},
};

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const Json* const type = node.schema->find("type");
    if (type == nullptr || node.asked) continue;
    const KindMask kinds = kinds_of_type(*type);
    for (const JsonMember& member : node.schema->members) {
      const auto* const keyword =
          std::find_if(std::begin(kKeywords), std::end(kKeywords),
                       [&](const Keyword& each) { return each.name == member.key; });
      if (keyword == std::end(kKeywords) || kinds == 0 || (keyword->kinds & kinds) != 0) continue;
      out.add(keyword_without_effect, at(node, member.value),
              {keyword->name, node.place == 0 ? "the call" : site.plan.place_of(node).path,
               kinds_text(kinds)});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"type":"number","pattern":"^[0-9]+$"})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("size":{"type":["number","string"],"pattern":"^[0-9]+$"})"))},
};

}  // namespace

constinit const Rule keyword_without_effect = {
    .id = "TPL312",
    .name = "keyword-without-effect",
    .message = "{0} of {1} has no effect on {2}",
    .doc = R"(### What
A keyword stands beside a type that it never applies to: `pattern` on a number, `minimum` on a
string.
### Why
JSON Schema passes over it without a word: the check that somebody had in mind is not there.
### Fix
Correct the type, or use the keyword of that type: `minLength` for texts, `minimum` for numbers.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
