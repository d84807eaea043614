#include <algorithm>
#include <array>
#include <cstring>

#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/unfilled.h"
#include "spec/catalogue/unfilled_words.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

// An unfilled id begins with one of these, or a template or object in it is closed by the others.
bool may_be_unfilled(std::string_view id) {
  static constexpr unfilled_words::Bytes kFirst = unfilled_words::first_of_ids();
  if (kFirst[static_cast<unsigned char>(id.front())]) return true;
  if ((id.back() | 0x20) == 'd' || id.back() == ')') return true;  // user-undefined, 17 (null)
  return std::memchr(id.data(), '%', id.size()) != nullptr ||
         std::memchr(id.data(), '}', id.size()) != nullptr ||
         std::memchr(id.data(), ']', id.size()) != nullptr ||
         std::memchr(id.data(), '>', id.size()) != nullptr;
}

// Segment's own list (Unify's default blocked values).
bool is_placeholder(const Site& site, std::string_view id) {
  const auto is = [&](std::string_view word) { return equal_but_for_case(id, word); };
  const std::vector<std::string>& words = site.spec.data().privacy.placeholder_ids;
  return std::any_of(words.begin(), words.end(), is);
}

std::string_view name_of(const Site& site, Findings& out) {
  return site.node.parent == site.event.root ? site.node.key : named(site, site.node, out);
}

// Of blanks as the id of a person or a group other rules speak.
bool is_blank_id(const Site& site, const Node& id) {
  if (!id.is(Kind::kString) || id.text.empty() || is_text(&id)) return false;
  if (id.parent != site.event.root) return true;
  return id.key == name_of(Slot::kPreviousId) || id.key == name_of(Slot::kMessageId);
}

void check_blank(const Site& site, Findings& out) {
  const Node& id = site.node;
  out.add(placeholder_id, id, name_of(site, out), found(site, &id, out), words_of(Unfilled::kBlank));
  const bool group = id.key == name_of(Slot::kGroupId);
  if (group) out.remove(id, kSafe);  // as empty-context-group-id does
}

void check(const Site& site, Findings& out) {
  const Node& id = site.node;
  if (!is_one_of(site, {Slot::kUserId, Slot::kAnonymousId, Slot::kGroupId, Slot::kPreviousId, Slot::kMessageId})) return;
  if (is_blank_id(site, id)) return check_blank(site, out);
  if (!is_text(&id) && !admits(kNumber, id.kind)) return;
  const Unfilled unfilled = may_be_unfilled(id.text) ? specgate::unfilled_id(id.text) : Unfilled::kNo;
  if (unfilled != Unfilled::kNo && unfilled != Unfilled::kBlank) {
    out.add(placeholder_id, id, name_of(site, out), found(site, &id, out), words_of(unfilled));
  } else if (is_placeholder(site, id.text)) {
    out.add(placeholder_id, id, name_of(site, out), found(site, &id, out), words_of(Unfilled::kNobody));
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up","userId":"anonymous"})", .at = "/userId"},
    {.bad =
         R"({"type":"identify","userId":"u1","anonymousId":"00000000-0000-0000-0000-000000000000"})",
     .at = "/anonymousId"},
    {.bad = R"({"type":"identify","userId":"Undefined"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"undefined "})", .at = "/userId"},
    {.bad = R"({"type":"group","userId":"u1","groupId":"-1"})", .at = "/groupId"},
    {.bad = R"({"type":"identify","userId":"[object Object]"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"{{ user.id }}"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"%228f3a-11%22"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"undefined"})", .at = "/messageId"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"groupId":"${groupId}"}})", .at = "/context/groupId"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"externalIds":[{"id":"null","type":"a","collection":"users","encoding":"none"}]}})",
     .at = "/context/externalIds/0/id"},
    {.bad = R"({"type":"alias","userId":"u1","previousId":"  "})", .at = "/previousId"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"\t"})", .at = "/messageId"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"groupId":" "}})",
     .at = "/context/groupId",
     .fixed = R"({"type":"identify","userId":"u1","context":{}})"},
    {.bad = R"({"type":"identify","userId":"user-undefined"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u-%USER_ID%"})", .at = "/userId"},
    {.bad = R"({"type":"identify","user_id":"null"})",
     .at = "/user_id",
     .with = "legacy-field-name"},
    {.good = R"({"type":"identify","userId":"null-island-42"})"},
    {.good = R"({"type":"identify","userId":"u1","plan":"null"})", .with = "unknown-top-level-field"},
    {.good = R"({"type":"identify","userId":"100"})"},
    {.good = R"({"type":"identify","userId":null,"anonymousId":"a1"})"},
};

}  // namespace

constinit const Rule placeholder_id = {
    .id = "ID104",
    .name = "placeholder-id",
    .message = "{0} is {1}, {2}: nobody filled it in",
    .doc = R"(### What
An id is one of the values that programs write when they have none: `undefined`, `null`, `None`, `NaN`,
`nil`, `<nil>`, `(null)` or `false` as text, `[object Object]`, a template that was not filled in
(`{{ user.id }}`, `${userId}`, `%USER_ID%`, `<%= id %>`), an id with its quotes (`"8f3a"`, `%228f3a%22`),
nothing but zeroes and dashes, dashes alone, `anonymous`, `not_signed_in`, `-1`, `void` or `abc123`. Or there
is a hole in it (`user-undefined`, `u-%USER_ID%`), or it is nothing but blanks. Ids under their old
names (`user_id`) count.
### Why
Everybody who gets the same placeholder becomes one person: their traits overwrite each other and
their histories merge. Segment suggests blocking these values for that reason.
### Fix
Find out why the id was empty. For somebody not signed in, leave `userId` out or send `null`, with
an `anonymousId` of their own.
)",
    .page = "unify/identity-resolution/identity-resolution-settings.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kValue,
    .where = "userId, anonymousId, groupId, previousId, messageId, ?, context.groupId, context.externalIds[].id",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
