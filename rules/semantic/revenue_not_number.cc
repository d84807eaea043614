#include "rules/found.h"
#include "rules/rules.h"
#include "rules/semantic/amount.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (node.is(Kind::kNull) || admits(kNumber, node.kind)) return;
  out.add(revenue_not_number, node, named(site, node, out), found(site, &node, out));
  if (node.is(Kind::kString) && is_plain_decimal(node.text)) out.replace(node, node.text, kSafe);
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
currency sign, and leave out everything else.

### Fix

Send `19.99`, and the currency in `currency`. `--fix` takes the quotes off plain decimal numbers.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kValue,
    .where = "properties.revenue, properties.value, properties.total",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
