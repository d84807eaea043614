#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/segment_format.h"

namespace specgate::rules {
namespace {

std::string_view wanted_for(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (node.key == "name") {
    const Node* name = own(site, Slot::kName);
    if (node.is(Kind::kString) && (!is_text(name) || name->text == node.text)) return {};
    return is_text(name) ? out.text({"the name of the call, ", found(site, name, out)})
                         : "a string";
  }
  if (site.event.call != Call::kPage) return {};
  const bool path = node.key == "path";
  const bool fits =
      node.is(Kind::kString) && matches(path ? Format::kPath : Format::kUrl, node.text);
  return fits ? "" : path ? "a path that begins with a slash" : "a full URL";
}

void check(const Site& site, Findings& out) {
  if (site.node.is(Kind::kNull)) return;
  const std::string_view wanted = wanted_for(site, out);
  if (wanted.empty()) return;
  out.add(reserved_property_misuse, site.node, named(site, site.node, out),
          found(site, &site.node, out), wanted);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"Pricing",)"
            R"("properties":{"path":"pricing"}})",
     .at = "/properties/path"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"Pricing",)"
            R"("properties":{"url":"/pricing"}})",
     .at = "/properties/url"},
    {.good = R"({"type":"page","messageId":"m1","userId":"u1","name":"Pricing",)"
             R"("properties":{"path":"/pricing","url":"https://example.com/pricing"}})"},
    {.good = R"({"type":"screen","messageId":"m1","userId":"u1","name":"Welcome",)"
             R"("properties":{"url":"app://welcome","path":"welcome"}})"},
};

}  // namespace

constinit const Rule reserved_property_misuse = {
    .id = "EVT109",
    .name = "reserved-property-misuse",
    .message = "{0} is {1}, not {2}",
    .doc = R"(### What

A property that the page and screen calls reserve holds something else: `path` without its leading
slash, `url` that is no URL, or `name` other than the call's own.

### Why

Destinations read these as the page's address and name, and build their page reports on them.

### Fix

Send `path` as in `/pricing`, `url` in full, and `name` as the call has it, or choose keys of your
own for what you mean.
)",
    .page = "connections/spec/page.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = only(Call::kPage) | only(Call::kScreen),
    .on = On::kValue,
    .where = "properties.path, properties.url, properties.name",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
