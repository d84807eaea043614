#include "rules/engine/fields.h"
#include "rules/engine/site.h"
#include "rules/rules.h"
#include "spec/catalogue/segment_format.h"

namespace specgate::rules {
namespace {

// The address is not among the arguments: a report must not spread it.
void check(const Site& site, Findings& out) {
  if (!site.node.is(Kind::kString) || site.node.text.find('@') == std::string_view::npos) return;
  if (!is_one_of(site, {Slot::kUserId})) return;
  if (matches(Format::kEmail, site.node.text)) out.add(user_id_is_email, site.node);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"ann@example.com"})", .at = "/userId"},
    {.bad = R"({"type":"identify","user_id":"ann@example.com"})", .at = "/user_id", .with = "legacy-field-name"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"email":"ann@example.com"}})"},
    {.good = R"({"type":"identify","userId":"ann@home"})"},
};

}  // namespace

constinit const Rule user_id_is_email = {
    .id = "ID105",
    .name = "user-id-is-email",
    .message = "userId is an email address, not an id that never changes",
    .doc = R"(### What
`userId` looks like an email address.
### Why
People change their address and keep their account: then one person has two profiles. The id also
travels to every destination and into URLs, where personal data should not be.
### Fix
Send the id from your database as `userId`, and the address as the trait `email` of an identify
call.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "userId, ?",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
