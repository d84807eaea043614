#include "rules/engine/site.h"
#include "rules/limits/characters.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& id = site.node;
  const uint32_t most = site.spec.limits().group_id_characters;
  if (!id.is(Kind::kString) || id.text.size() <= most) return;
  const size_t count = characters(id.text);
  if (count > most) out.add(group_id_too_long, id, out.number(count), out.number(most));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"group","userId":"u1","groupId":"<<g>>"})", .at = "/groupId", .times = 501},
    {.bad = R"({"type":"track","event":"Song Played","userId":"u1","context":{"groupId":"<<g>>"}})",
     .at = "/context/groupId",
     .times = 501},
    {.good = R"({"type":"group","userId":"u1","groupId":"<<g>>"})", .times = 500},
};

}  // namespace

constinit const Rule group_id_too_long = {
    .id = "LIM106",
    .name = "group-id-too-long",
    .message = "groupId has {0} characters, Unify takes {1}",
    .doc = R"(### What
`groupId`, or `context.groupId`, is over 500 characters. (In the examples `<<g>>` stands for so many
letters.)
### Why
Unify drops the call, and the account never gets its profile.
### Fix
Send the id that your database has for the account.
)",
    .page = "unify/product-limits.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "groupId,context.groupId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
