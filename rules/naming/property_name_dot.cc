#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (key_holds_id(site.node.key)) return;  // property-key-dynamic has more to say
  out.add(property_name_dot, site.node, named(site, site.node, out)).at_key();
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"report.title":"Q1"}})",
     .at = "/properties/report.title"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
             R"("properties":{"report":{"title":"Q1"}}})"},
};

}  // namespace

constinit const Rule property_name_dot = {
    .id = "NAM110",
    .name = "property-name-dot",
    .message = "key {0} has a dot in it, which reads as a path",
    .doc = R"(### What

A key of `properties` or `traits` has a literal dot in it.

### Why

Mappings, filters and transformations write nested fields with dots, so `report.title` is looked up
as `title` inside `report`, and the key itself cannot be reached.

### Fix

Nest the value, or join the words with an underscore.
)",
    .page = "connections/destinations/actions.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .on = On::kKey,
    .where = "properties.**, traits.**",
    .keys = kKeyDot,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
