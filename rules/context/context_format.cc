#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/segment_format.h"

namespace specgate::rules {
namespace {

// What the name of the format alone does not show.
std::string_view wanted(Format format) {
  if (format == Format::kLocale) return "a locale such as en-US";
  if (format == Format::kTimezone) return "a tzdata name such as Europe/Amsterdam";
  if (format == Format::kIp) return "one IP address such as 8.8.8.8";
  return words_of(format);
}

void check(const Site& site, Findings& out) {
  const Format format = site.constraint->format;
  if (!site.node.is(Kind::kString) || matches(format, site.node.text)) return;
  out.add(context_format, site.node, place_of(site, site.node).path, found(site, &site.node, out),
          wanted(format));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","context":{"locale":"English"}})",
     .at = "/context/locale"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","context":{"timezone":"CEST"}})",
     .at = "/context/timezone"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","context":{"ip":"8.8.8.8, 10.0.0.1"}})",
     .at = "/context/ip"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","channel":"web"})", .at = "/channel"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","context":{"locale":"en-US","timezone":"Europe/Amsterdam","ip":"2001:db8::1"}})"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","channel":"server","context":{"channel":"browser"}})"},
};

}  // namespace

constinit const Rule context_format = {
    .id = "CTX105",
    .name = "context-format",
    .message = "{0} is {1}, wanted {2}",
    .doc = R"(### What
A locale, time zone, IP address or channel is not written in the form that the Spec gives.
### Why
These values are looked up in tables: a zone that is no tzdata name, or a list of addresses in place of
one, matches nothing there.
### Fix
Send `en-US`, `Europe/Amsterdam`, one IPv4 or IPv6 address, and `server`, `browser` or `mobile`.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kFormat,
    .where = "context.locale,context.timezone,context.ip,context.channel,channel",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
