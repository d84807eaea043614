#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// The name among those listed for the place that `key` is another spelling of; else empty.
std::string_view meant(const PlanSite& site, const EventSpec& event, std::string_view key,
                       std::span<const NameId> among) {
  if (among.empty()) return {};
  const NameIndex& names = site.spec.properties();
  if (event.source->vertical == "ecommerce") {
    const Alias* const alias = site.spec.alias(AliasKind::kProperty, key);
    for (const NameId id : among) {
      const bool old = alias != nullptr && alias->basis == AliasBasis::kStated && id != kNoName;
      if (old && names.text(id) == alias->to) return names.text(id);
    }
  }
  const NameMatch match = names.find(key, among);
  return match.match == Match::kVariant && !match.ambiguous() ? names.text(match.target())
                                                              : std::string_view();
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const EventSpec* const event = site.plan.name_of(*node.rule).semantic;
    if (event == nullptr || !node.is_planned() || node.role != PlanRole::kMember) continue;
    const CallPlace& place = site.plan.place_of(node);
    const std::string& above = site.plan.places()[place.parent].path;
    const bool top = above == "properties", item = above == "properties.products[]";
    if ((!top && !item) || site.plan.listed(node) != nullptr) continue;
    const std::string_view name =
        meant(site, *event, place.key, top ? std::span(event->top) : std::span(event->items));
    if (name.empty() || name == place.key) continue;
    out.add(spec_property_misspelled, at(node), {quoted_key(place.key), quoted_key(name)})
        .suggest(name);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Order Completed", R"("orderId":{"type":"string"})")),
     .at = "TRACK \"Order Completed\" properties.orderId"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Order Completed", R"("order_id":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("orderId":{"type":"string"})"))},
};

}  // namespace

constinit const Rule spec_property_misspelled = {
    .id = "TPL114",
    .name = "spec-property-misspelled",
    .message = "property {0} is planned where the Spec has {1} for this event",
    .doc = R"(### What
A rule for one of the Spec's events has a property that is the Spec's but for case, separators or
spelling: `orderId` of `Order Completed`, or a name that ecommerce version 1 had.
### Why
Destinations read `order_id`; `orderId` is one more property of nobody's.
### Fix
Plan the Spec's spelling.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .partner = Severity::kError,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
