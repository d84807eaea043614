#include "rules/engine/value_words.h"
#include "rules/privacy/exposed.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (tells_nothing(site.node) || only_describes(site.node)) return;
  out.add(pii_red_key, site.node, named(site, site.node, out)).at_key();
  if (site.settings.remove_red_keys) out.remove(site.node, kSafe);
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"password":"x"}})",
     .at = "/properties/password"},
    {.bad =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"payment":{"creditCardNumber":"x"}}})",
     .at = "/properties/payment/creditCardNumber"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"passport_number":"x"}})",
     .at = "/traits/passport_number"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"is_veteran":true}})",
     .at = "/traits/is_veteran"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"access_token":"x"}})",
     .at = "/context/access_token"},
    {.good =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"fetch_token":"x","userToken":"x","ios_push_token":"x","attribution_token":"x"}})"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"device":{"token":"ff15bc0c20c4aa6c"}}})"},
    {.good =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"has_password":true,"visa":true,"token_count":12}})"},
    {.good =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"credit_card_count":2,"password_reset_count":"3","ssn_required":"yes","has_credit_card":"no","passwordChangedAt":"2026-01-31T10:00:00Z","passport_verified":1}})"},
    {.bad =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"credit_card_count":4111111111111111}})",
     .at = "/properties/credit_card_count"},
    {.bad =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"has_password":"hunter2"}})",
     .at = "/properties/has_password"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"disability_status":"yes"}})",
     .at = "/traits/disability_status"},
    {.bad =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"user_password":"x"}})",
     .at = "/properties/user_password"},
    {.good =
         R"({"type":"track","event":"Account Opened","userId":"u1","properties":{"advisable":"x"}})"},
};

}  // namespace

constinit const Rule pii_red_key = {
    .id = "PII101",
    .name = "pii-red-key",
    .message = "\"{0}\" names what Segment's Privacy Portal marks red, never to be sent",
    .doc = R"(### What
A key in properties, context or traits matches a red matcher of Segment's Privacy Portal: passwords,
tokens, credit cards, social security numbers, passports and the like. The portal takes a key for a matcher
where they are more than 0.7 alike. Here a key that has the matcher's words is red, but of `token`, a word of
many uses, the measure decides: twice the pairs of letters that key and matcher share, over the pairs of both,
without case, separators, and words such as `number` at the end. Segment does not publish its own; by others
such keys come out at 0.57 to 0.67, below 0.7 too. `my_token` (0.8) is red; `fetch_token` (0.62),
`userToken` (0.67), `ios_push_token` (0.53) and `attribution_token` (0.42) are pii-yellow-key's. Tokens that let
whoever has them in (`access_token`, `refresh_token`, `auth_token`, `api_token`, `session_token`, `id_token`)
are red all the same, and so are plurals.

A name that only tells of such a thing is not red while its value is of that kind: a count (`credit_card_count`,
`password_attempts`) with a small number, a flag or a state (`ssn_required`, `has_credit_card`, `password_status`)
with true, false, a small number or one plain word, a moment (`password_changed_at`) with a time.
### Why
What is sent reaches every connected destination and warehouse, and can't be called back.
### Fix
Don't send it. With `remove_red_keys: true` in the configuration the safe fix removes the member. A key
that only sounds like one goes on the ignore list, with its reason.
)",
    .page = "privacy/portal.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kError,
    .on = On::kKey,
    .where = "properties.**,traits.**,context.**",
    .keys = kKeyPiiRed,
    .unlisted = true,
    .traits = kRemovesEach,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
