#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/amount.h"

namespace specgate::rules {
namespace {

// `value` and `total` of an event that is not the Spec's may be what somebody typed into a form.
Safety safety_of(const Site& site) {
  return site.node.key == "revenue" || site.name.semantic != nullptr ? kSafe : kUnsafe;
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (node.is(Kind::kNull) || admits(kNumber, node.kind)) return;
  out.add(revenue_not_number, node, named(site, node, out), found(site, &node, out));
  if (node.is(Kind::kString) && is_plain_decimal(node.text)) out.replace(node, node.text, safety_of(site));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
            R"("properties":{"revenue":"19.99"}})",
     .at = "/properties/revenue",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
              R"("properties":{"revenue":19.99}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
            R"("properties":{"total":"$19.99"}})",
     .at = "/properties/total"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Setting Changed",)"
            R"("properties":{"value":"80202"}})",
     .at = "/properties/value",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Setting Changed",)"
              R"("properties":{"value":80202}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
             R"("properties":{"revenue":19.99,"value":20,"total":null}})"},
};

}  // namespace

constinit const Rule revenue_not_number = {
    .id = "EVT108",
    .name = "revenue-not-number",
    .message = "{0} is {1}, not a number",
    .doc = R"(### What

`revenue`, `value` or `total` is not a JSON number.

### Why

Segment and its destinations add these up. They take a decimal number without quotes and without a
currency sign, and leave out everything else or read a part of it: facade 3.4.10 reads `"1,299.00"` as 1.

### Fix

Send `19.99`, and the currency in `currency`. `--fix` takes the quotes off plain decimal numbers; of `value`
and `total` on events that are not the Spec's only with `--unsafe-fixes`, as they may be texts.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kValue,
    .where = "properties.revenue, properties.value, properties.total",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
