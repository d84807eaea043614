#include <algorithm>

#include "rules/engine/value_words.h"
#include "rules/privacy/exposed.h"
#include "rules/rules.h"
#include "rules/traits/reserved.h"
#include "spec/names/normalized_name.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kName = "name";
constexpr std::string_view kPersons[] = {"user",    "customer",  "person", "contact",
                                         "patient", "employee",  "member", "owner",
                                         "guest",   "passenger", "author", "recipient"};

// plan.name and file.name are nobody's; customer.name is.
bool names_a_thing(const Site& site, const Node& node) {
  Phrase holder;
  if (node.key != kName) return false;
  if (!split_words(parent_of(site, node).key, holder)) return true;
  return std::find(std::begin(kPersons), std::end(kPersons), holder.folded()) == std::end(kPersons);
}

// Reserved traits are where personal data belongs, and so it does under a slip of their names.
bool is_meant_as_trait(const Site& site, const Node& node) {
  return place_of(site, node).family == Family::kTraits &&
         (is_accepted_spelling(site, node) || !reserved_trait(site, node).empty());
}

// max_tokens: 256
bool is_count(const Node& node) {
  constexpr size_t kMostDigits = 9;
  const bool number = node.is(Kind::kInteger) || node.is(Kind::kReal);
  const bool digits = node.is(Kind::kString) && node.text.size() <= kMostDigits &&
                      node.text.find_first_not_of("0123456789") == std::string_view::npos;
  return number || digits;
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if ((node.traits & kKeyPiiRed) != 0 || tells_nothing(node)) return;
  if (names_a_thing(site, node) || is_meant_as_trait(site, node)) return;
  const bool token = is_unlike_token(node.key);
  if (token && is_count(node)) return;
  out.add(pii_yellow_key, node, named(site, node, out), token ? kTokenSays : kYellowSays).at_key();
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"track","event":"Form Submitted","userId":"u1","messageId":"m1","properties":{"email":"x"}})",
     .at = "/properties/email"},
    {.bad =
         R"({"type":"track","event":"Form Submitted","userId":"u1","messageId":"m1","properties":{"customer":{"name":"x"}}})",
     .at = "/properties/customer/name"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"salary":"x"}})",
     .at = "/traits/salary"},
    {.bad =
         R"({"type":"track","event":"Form Submitted","userId":"u1","messageId":"m1","properties":{"csrf_token":"x"}})",
     .at = "/properties/csrf_token"},
    {.good =
         R"({"type":"track","event":"Form Submitted","userId":"u1","messageId":"m1","properties":{"max_tokens":256,"used_tokens":"1024"}})"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"email":"peter@example.com","first_name":"Peter","gender":"male"}})"},
    {.good =
         R"({"type":"track","event":"Form Submitted","userId":"u1","messageId":"m1","properties":{"file":{"name":"a.pdf"},"shipping":2,"email_verified":true}})"},
};

}  // namespace

constinit const Rule pii_yellow_key = {
    .id = "PII102",
    .name = "pii-yellow-key",
    .message = "\"{0}\" {1}",
    .doc = R"(### What
A key outside the reserved traits matches a yellow matcher of Segment's Privacy Portal: email, phone,
address, names, health and the like. Or it is a token by its name (`csrf_token`, `page_token`), which the portal
finds too unlike its red `token`, and may let somebody in all the same. Numbers of tokens (`max_tokens`) are
ordinary.
### Why
Traits are where destinations expect, protect and delete personal data. In properties and context it goes
everywhere unseen.
### Fix
Put what describes the person in the traits of an identify call, and leave it out of other events.
)",
    .page = "privacy/portal.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kKey,
    .where = "properties.**,traits.**,context.**",
    .keys = kKeyPiiYellow,
    .unlisted = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
