#include <algorithm>

#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Places that have a rule of their own, which says more.
constexpr std::string_view kElsewhere[] = {"context.consent.categoryPreferences",
                                           "context.device.advertisingId",
                                           "context.protocols.event_version"};

bool is_elsewhere(std::string_view path) {
  return path.starts_with("context.traits.") ||
         std::find(std::begin(kElsewhere), std::end(kElsewhere), path) != std::end(kElsewhere);
}

void check(const Site& site, Findings& out) {
  const std::string_view path = place_of(site, site.node).path;
  if (is_elsewhere(path)) return;
  const bool any = path.ends_with('*');
  out.add(context_field_type, site.node,
          any ? out.text({path.substr(0, path.size() - 1), site.node.key}) : path,
          found(site, &site.node, out), site.constraint->words);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","context":{"os":"iOS 8.1"}})", .at = "/context/os"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"screen":{"width":"320"}}})",
     .at = "/context/screen/width"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"network":{"wifi":"yes"}}})",
     .at = "/context/network/wifi"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"os":{"name":"iOS","version":"8.1"}}})"},
    {.good = R"({"type":"identify","userId":"u1","context":{"network":{"wifi":null}}})"},
    {.good = R"({"type":"identify","userId":"u1","context":{"workspace":{"id":7}}})"},
};

}  // namespace

constinit const Rule context_field_type = {
    .id = "CTX104",
    .name = "context-field-type",
    .message = "{0} is {1}, where the Spec has the type {2}",
    .doc = R"(### What
A documented context field has a value of another type than the Spec gives it.
### Why
Destinations and warehouses expect the documented type; a value of another is dropped, or turned into
something else, by each of them in its own way.
### Fix
Send the type that the Spec lists. `os`, for one, was a string before version 2 and is an object with
`name` and `version` now.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kWrongKind,
    .where = "context.**",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
