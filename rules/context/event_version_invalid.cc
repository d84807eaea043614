#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// 2 and 2.0 are the same number, and draft-07 calls both integers.
bool is_whole(const Node& node) {
  if (node.is(Kind::kInteger)) return true;
  const size_t dot = node.text.find('.');
  return node.is(Kind::kReal) && dot != std::string_view::npos &&
         node.text.find_first_not_of('0', dot + 1) == std::string_view::npos;
}

void check(const Site& site, Findings& out) {
  if (site.node.is(Kind::kNull) || is_whole(site.node)) return;
  out.add(event_version_invalid, site.node, found(site, &site.node, out));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"protocols":{"event_version":"2"}}})",
     .at = "/context/protocols/event_version"},
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"protocols":{"event_version":1.5}}})",
     .at = "/context/protocols/event_version"},
    {.good =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"protocols":{"event_version":2}}})"},
    {.good =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"protocols":{"event_version":2.0}}})"},
};

}  // namespace

constinit const Rule event_version_invalid = {
    .id = "CTX107",
    .name = "event-version-invalid",
    .message = "context.protocols.event_version is {0}, not an integer",
    .doc = R"(### What
The version of the event that the tracking plan should be read for is no integer.
### Why
Protocols then falls back to the oldest version of the event, and judges by rules you have replaced.
### Fix
Send a number without quotes and without fraction: `"event_version": 2`.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "context.protocols.event_version",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
