#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/privacy/exposed.h"
#include "rules/rules.h"
#include "spec/names/normalized_name.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPersons[] = {"user",    "customer",  "person", "contact",
                                         "patient", "employee",  "member", "owner",
                                         "guest",   "passenger", "author", "recipient"};

// plan.name and file.name are nobody's; customer.name is.
bool names_a_thing(const PlanSite& site, const CallPlace& place) {
  Phrase holder;
  if (place.key != "name") return false;
  if (!split_words(site.plan.places()[place.parent].key, holder)) return true;
  return std::find(std::begin(kPersons), std::end(kPersons), holder.folded()) == std::end(kPersons);
}

// Reserved traits are where personal data belongs, under a slip of their names as well.
bool is_trait(const PlanNode& node, const CallPlace& place) {
  return own_object(node.rule->kind) == "traits" && (place.traits & kKeyTrait) != 0;
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const CallPlace& place = site.plan.place_of(node);
    const bool yellow = (place.traits & kKeyPiiYellow) != 0 && (place.traits & kKeyPiiRed) == 0;
    if (!node.is_planned() || !yellow || site.plan.listed(node) != nullptr) continue;
    if (names_a_thing(site, place) || is_trait(node, place) || !may_tell(node, place)) continue;
    const bool token = is_unlike_token(place.key);
    if (token && (planned_kinds(node) & ~kNumber) == 0) continue;  // max_tokens: 256
    out.add(planned_pii_yellow, at(node), {place.path, std::string(token ? kTokenSays : kYellowSays)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("email":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.email"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("csrf_token":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.csrf_token"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("max_tokens":{"type":"integer"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("name":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "", R"("traits":{"properties":{"email":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule planned_pii_yellow = {
    .id = "TPL504",
    .name = "planned-pii-yellow",
    .message = "{0} {1}",
    .doc = R"(### What
A planned property outside the reserved traits matches a yellow matcher of Segment's Privacy Portal:
email, phone, address, names, health and the like. Or it is a token by its name (`csrf_token`), which the portal
finds too unlike its red `token`, and may let somebody in all the same.
### Why
Traits are where destinations expect, protect and delete personal data. In properties it goes
everywhere unseen.
### Fix
Plan what describes the person among the traits of IDENTIFY, and leave it out of events.
)",
    .page = "privacy/portal.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
