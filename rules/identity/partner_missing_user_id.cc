#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node* user = own(site, Slot::kUserId);
  if (is_id(user) || legacy_id(site, name_of(Slot::kUserId)) != nullptr) return;
  if (!has_anonymous_id(site)) return;  // missing-identity says so
  out.add(partner_missing_user_id, user == nullptr ? site.node : *user, found(site, user, out));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"track","event":"Signed Up","anonymousId":"a1","context":{"integration":{"name":"acme","version":"1.0.0"}}})",
     .at = ""},
    {.bad =
         R"({"type":"identify","userId":null,"anonymousId":"a1","context":{"integration":{"name":"acme","version":"1.0.0"}}})",
     .at = "/userId"},
    {.good =
         R"({"type":"track","event":"Signed Up","userId":"u1","context":{"integration":{"name":"acme","version":"1.0.0"}}})"},
};

}  // namespace

constinit const Rule partner_missing_user_id = {
    .id = "ID102",
    .name = "partner-missing-user-id",
    .message = "userId is {0}, a partner source sends it with every call",
    .doc = R"(### What
A call of a partner source without a `userId`. An `anonymousId` does not stand in for it here.
### Why
Your tool talks about users that the customer knows already. Only the id that the customer gave you
lets your events meet theirs; without it they end up on a second, nameless profile.
### Fix
Send the `userId` that you received from Segment, or the customer's own database id. Keep a call
back while you do not know it.
)",
    .page = "partners/sources.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kError,
    .profile = Profile::kPartner,
    .calls = kSixCalls & ~only(Call::kAlias),
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
