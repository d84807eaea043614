#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/segment_format.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& trait = site.node;
  const Format format = site.constraint->format;
  if (!trait.is(Kind::kString) || matches(format, trait.text)) return;
  out.add(reserved_trait_format, trait, place_of(site, trait).path, found(site, &trait, out),
          format == Format::kUrl ? "a URL with its scheme, such as https://"
                                 : out.text({"an ", words_of(format)}));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"email":"peter at example.com"}})",
     .at = "/traits/email"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"avatar":"peter.png"}})",
     .at = "/traits/avatar"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"birthday":"13.8.1991"}})",
     .at = "/traits/birthday"},
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"traits":{"createdAt":"yesterday"}}})",
     .at = "/context/traits/createdAt"},
    {.bad =
         R"({"type":"identify","userId":"u1","traits":{"created_at":"2026-06-05T15:19:30-18000:00"}})",
     .at = "/traits/created_at"},
    {.good =
         R"({"type":"identify","userId":"u1","traits":{"email":"peter@example.com","birthday":"1991-08-13","website":"https://example.com"}})"},
    {.good =
         R"({"type":"group","userId":"u1","groupId":"g1","traits":{"createdAt":"2015-12-10T04:08:31Z"}})"},
};

}  // namespace

constinit const Rule reserved_trait_format = {
    .id = "TRT102",
    .name = "reserved-trait-format",
    .message = "{0} is {1}, wanted {2}",
    .doc = R"(### What
A reserved trait that is an email address, a URL or a date is not written like one.
### Why
Destinations use these traits: they mail to `email`, show `avatar` and count days from `createdAt`. A value
they cannot read is dropped, or refused together with the profile.
### Fix
Send a whole address, a URL that begins with its scheme, and dates in ISO-8601: `1991-08-13` or
`2015-12-10T04:08:31Z`.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kFormat,
    .where = "traits.**,context.traits.**",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
