#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node* user = own(site, Slot::kUserId);
  const Node* anonymous = own(site, Slot::kAnonymousId);
  if (is_id(user) || has_anonymous_id(site) || is_no_id_at_all(user) || is_no_id_at_all(anonymous)) return;
  if (legacy_id(site, name_of(Slot::kUserId)) != nullptr) return;
  out.add(missing_identity, site.node, name_of(site.event.call), found(site, user, out),
          found(site, anonymous, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up"})", .at = ""},
    {.bad = R"({"type":"identify","userId":"","traits":{"plan":"pro"}})", .at = ""},
    {.bad = R"({"type":"page","name":"Home","userId":null})", .at = ""},
    {.bad = R"({"type":"group","groupId":"g1"})", .at = ""},
    {.good = R"({"type":"track","event":"Signed Up","anonymousId":"a1"})"},
    {.good = R"({"type":"page","name":"Home","userId":null,"anonymousId":"a1"})"},
    {.good = R"({"type":"track","event":"Signed Up","user_id":"u1"})"},
};

}  // namespace

constinit const Rule missing_identity = {
    .id = "ID101",
    .name = "missing-identity",
    .message = "the {0} call needs userId or anonymousId: userId is {1}, anonymousId is {2}",
    .doc = R"(### What
The call says what happened, but not to whom: it has neither a `userId` nor an `anonymousId` with
something in it. An empty string is no id.
### Why
Segment ties every call to a person by one of the two. Without both it answers 200 and drops the
call.
### Fix
Send your database's id of the user as `userId`, or, for somebody not known yet, a random id that
stays the same between calls as `anonymousId`. `"userId": null` is fine beside an `anonymousId`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kNoUserAnonId},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = kSixCalls & ~only(Call::kAlias),
    .facts = kFactNoIdentity,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
