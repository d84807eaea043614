#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// What Segment calls it: an anonymousId satisfies its own check, and leaves the alias without its new id.
SegmentCode code_of(const Site& site, const Node* user) {
  if (user != nullptr && !user->is(Kind::kNull)) return SegmentCode::kIdNotString;
  return has_anonymous_id(site) ? SegmentCode::kNone : SegmentCode::kNoUserAnonId;
}

void check(const Site& site, Findings& out) {
  const Node* user = own(site, Slot::kUserId);
  if (is_id(user) || is_no_id_at_all(user) || legacy_id(site, name_of(Slot::kUserId)) != nullptr) return;
  out.add(alias_missing_user_id, user == nullptr ? site.node : *user, found(site, user, out))
      .called(code_of(site, user));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"alias","previousId":"a1"})", .at = ""},
    {.bad = R"({"type":"alias","previousId":"a1","userId":"","anonymousId":"a1"})",
     .at = "/userId"},
    {.good = R"({"type":"alias","previousId":"a1","userId":"u1"})"},
    {.good = R"({"type":"alias","from":"a1","to":"u1"})"},
};

}  // namespace

constinit const Rule alias_missing_user_id = {
    .id = "ID108",
    .name = "alias-missing-user-id",
    .message = "userId is {0}, an alias call needs the id that the user has from now on",
    .doc = R"(### What
An alias call without a `userId`.
### Why
Alias ties an old id to the one that stays. `userId` is the one that stays; an `anonymousId` cannot
take its place, and without it there is nothing to tie to.
### Fix
Send `userId`, the id that is kept, and `previousId`, the id that goes.
)",
    .page = "connections/spec/alias.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kNoUserAnonId, SegmentCode::kIdNotString},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = only(Call::kAlias),
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
