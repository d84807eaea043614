#include <algorithm>

#include "rules/found.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Segment's own list (Unify's default blocked values): ^[0-]*$, and some words.
bool is_placeholder(const Site& site, std::string_view id) {
  if (std::all_of(id.begin(), id.end(), [](char c) { return c == '0' || c == '-'; })) return true;
  const std::vector<std::string>& words = site.spec.data().privacy.placeholder_ids;
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return equal_but_for_case(id, word); });
}

void check(const Site& site, Findings& out) {
  const Node& id = site.node;
  if (!is_text(&id) && !admits(kNumber, id.kind)) return;
  if (is_placeholder(site, id.text)) out.add(placeholder_id, id, id.key, found(site, &id, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up","userId":"anonymous"})", .at = "/userId"},
    {.bad =
         R"({"type":"identify","userId":"u1","anonymousId":"00000000-0000-0000-0000-000000000000"})",
     .at = "/anonymousId"},
    {.bad = R"({"type":"identify","userId":"Undefined"})", .at = "/userId"},
    {.bad = R"({"type":"group","userId":"u1","groupId":"-1"})", .at = "/groupId"},
    {.good = R"({"type":"identify","userId":"null-island-42"})"},
    {.good = R"({"type":"identify","userId":"100"})"},
    {.good = R"({"type":"identify","userId":null,"anonymousId":"a1"})"},
};

}  // namespace

constinit const Rule placeholder_id = {
    .id = "ID104",
    .name = "placeholder-id",
    .message = "{0} is {1}, a placeholder that stands for nobody in particular",
    .doc = R"(### What
An id is one of the values that programs write when they have none: `null` or `undefined` as text,
`anonymous`, `-1`, or nothing but zeroes and dashes.
### Why
Everybody who gets the same placeholder becomes one person: their traits overwrite each other and
their histories merge. Segment suggests blocking these values for that reason.
### Fix
Find out why the id was empty. For somebody not signed in, leave `userId` out or send `null`, with
an `anonymousId` of their own.
)",
    .page = "unify/identity-resolution/identity-resolution-settings.md",
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "userId, anonymousId, groupId, previousId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
