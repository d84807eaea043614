#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/unfilled.h"

namespace specgate::rules {
namespace {

// Only an integer has one spelling as text: 42.0 may have been "42", and a huge one may already
// have lost digits.
void check(const Site& site, Findings& out) {
  const Node& id = site.node;
  const Slot slot = place_of(site, id).slot;
  const bool checked = slot == Slot::kUserId || slot == Slot::kAnonymousId;
  out.add(id_not_string, id, id.key, found(site, &id, out))
      .called(checked ? SegmentCode::kIdNotString : SegmentCode::kNone);
  if (!id.is(Kind::kInteger) || (id.flags & kHugeNumber) != 0) return;
  if (raw(site, id).starts_with('-') || specgate::unfilled_id(raw(site, id)) != Unfilled::kNo) return;  // nobody's id
  out.replace(id, out.text({"\"", raw(site, id), "\""}), kSafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":42})",
     .at = "/userId",
     .fixed = R"({"type":"identify","userId":"42"})"},
    {.bad = R"({"type":"group","userId":"u1","groupId":7001})",
     .at = "/groupId",
     .fixed = R"({"type":"group","userId":"u1","groupId":"7001"})"},
    {.bad = R"({"type":"track","event":"Signed Up","userId":{"$oid":"5f"}})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":4.5})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u1","anonymousId":["a1"]})", .at = "/anonymousId"},
    {.good = R"({"type":"identify","userId":"42"})"},
    {.good = R"({"type":"identify","userId":null,"anonymousId":"a1"})"},
};

}  // namespace

constinit const Rule id_not_string = {
    .id = "ID103",
    .name = "id-not-string",
    .message = "{0} is {1}, not a string",
    .doc = R"(### What
An id (`userId`, `anonymousId`, `groupId`, `previousId`, `messageId`) is not a JSON string.
### Why
Segment drops a call whose `userId` or `anonymousId` is no string (`id_not_string`). Destinations compare
ids as text, and a number may be rounded or rewritten (`1e6`) on the way, which makes two users of one.
### Fix
Put quotes around it: `"userId": "42"`. The fix does so for integers, digit for digit.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kIdNotString},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kWrongKind,
    .where = "userId, anonymousId, groupId, previousId, messageId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
