#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kAll = "All";

bool is_all_in_another_case(std::string_view key) {
  return key != kAll && equal_but_for_case(key, kAll);
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (is_all_in_another_case(node.key)) {
    out.add(integrations_shape, node, node.key, "read as the name of a destination", "as All")
        .at_key()
        .suggest(kAll);
    const Node& integrations = parent_of(site, node);
    if (member(site, &integrations, kAll) == nullptr) out.rename(node, kAll, kSafe);
  }
  constexpr KindMask kAdmitted = mask(Kind::kBoolean) | mask(Kind::kObject) | mask(Kind::kNull);
  if (admits(kAdmitted, node.kind)) return;
  out.add(integrations_shape, node, named(site, node, out), found(site, &node, out),
          "true, false or an object of options");
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","integrations":{"all":false,"Mixpanel":true}})",
     .at = "/integrations/all",
     .fixed = R"({"type":"identify","userId":"u1","integrations":{"All":false,"Mixpanel":true}})"},
    {.bad = R"({"type":"identify","userId":"u1","integrations":{"Mixpanel":"true"}})",
     .at = "/integrations/Mixpanel"},
    {.bad = R"({"type":"identify","userId":"u1","integrations":{"All":1}})",
     .at = "/integrations/All"},
    {.good = R"({"type":"identify","userId":"u1","integrations":{"All":true,"Mixpanel":false}})"},
    {.good = R"({"type":"identify","userId":"u1","integrations":{"Segment.io":{"retryCount":1}}})"},
    {.good = R"({"type":"identify","userId":"u1","integrations":{}})"},
};

}  // namespace

constinit const Rule integrations_shape = {
    .id = "ENV114",
    .name = "integrations-shape",
    .message = "{0} in integrations is {1}, not {2}",
    .doc = R"(### What
A member of `integrations` is neither a boolean nor an object of options, or `All` is written in
another case.
### Why
The keys are the names of destinations, exactly as Segment writes them, and the value switches the
destination on or off. `"all": false` names no destination, so everything stays switched on.
### Fix
Write `"All": false` and `"Mixpanel": true` with JSON booleans. The fix corrects the case of `All`;
it never touches a value, for that could switch a destination on or off.
)",
    .page = "connections/sources/schema/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "integrations.*",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
