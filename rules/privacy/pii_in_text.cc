#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/privacy/personal_text.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

using What = PersonalText::What;

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (!node.is(Kind::kString)) return;
  const PersonalText found = find_personal(node.text);
  if (found.what == What::kNothing) return;
  const bool email = found.what == What::kEmail;
  const std::string_view masked =
      out.text({node.text.substr(0, found.begin), email ? "[email]" : "[card]",
                node.text.substr(found.end)});
  out.add(pii_in_text, node, named(site, node, out),
          email ? "an email address" : "a payment card number")
      .replace(node, out.quoted(masked), kUnsafe);
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"page","userId":"u1","context":{"page":{"url":"https://example.com/?email=peter%40example.com&a=1"}}})",
     .at = "/context/page/url",
     .fixed =
         R"({"type":"page","userId":"u1","context":{"page":{"url":"https://example.com/?email=[email]&a=1"}}})"},
    {.bad =
         R"({"type":"track","event":"Chat Opened","userId":"u1","properties":{"message_body":"my card is 4111 1111 1111 1111, \"ok\"?"}})",
     .at = "/properties/message_body",
     .fixed =
         R"({"type":"track","event":"Chat Opened","userId":"u1","properties":{"message_body":"my card is [card], \"ok\"?"}})"},
    {.good =
         R"({"type":"page","userId":"u1","context":{"page":{"url":"https://cdn.example.com/logo@2x.png?id=4111111111111112"}}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"email":"peter@example.com"}})"},
};

}  // namespace

constinit const Rule pii_in_text = {
    .id = "PII103",
    .name = "pii-in-text",
    .message = "{0} holds {1}",
    .doc = R"(### What
An email address or the number of a payment card stands in an event name, in a URL or its parts, or in
text that somebody wrote.
### Why
There no destination expects personal data, so nothing hides, protects or deletes it.
### Fix
Take it out before sending: send ids, and strip the query of URLs. The unsafe fix puts `[email]` or `[card]`
in its place.
)",
    .page = "privacy/portal.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kKey,
    .where = "event,context.page.*,context.referrer.*,properties.**",
    .keys = kKeyFreeText,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
