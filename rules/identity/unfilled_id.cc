#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Where no other id is there missing-identity speaks, and of an alias call alias-missing-user-id.
void check(const Site& site, Findings& out) {
  const Node& id = site.node;
  if (!id.is(Kind::kString) || is_text(&id)) return;
  const bool is_user = id.key == name_of(Slot::kUserId);
  if (site.event.call == Call::kAlias && is_user) return;
  const bool other = is_id(own(site, is_user ? Slot::kAnonymousId : Slot::kUserId));
  if (site.event.call != Call::kAlias && !other) return;
  out.add(unfilled_id, id, id.key, found(site, &id, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"","anonymousId":"a1"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u1","anonymousId":"\u00a0"})", .at = "/anonymousId"},
    {.bad = R"({"type":"alias","userId":"u1","previousId":"p1","anonymousId":""})", .at = "/anonymousId"},
    {.good = R"({"type":"identify","userId":null,"anonymousId":"a1"})"},
    {.good = R"({"type":"identify","userId":"u1","anonymousId":"a1"})"},
};

}  // namespace

constinit const Rule unfilled_id = {
    .id = "ID112",
    .name = "unfilled-id",
    .message = "{0} is {1}, nothing that can be seen",
    .doc = R"(### What
`userId` or `anonymousId` is a text without anything in it: empty, or only blanks, control characters
and characters without width. The other of the two is an id.
### Why
Segment drops the call (`id_not_string`).
### Fix
Leave the field out, or send `null`, while there is no id.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kIdNotString},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kValue,
    .where = "userId, anonymousId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
