#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node* group = own(site, Slot::kGroupId);
  if (is_id(group) || is_no_id_at_all(group)) return;
  out.add(missing_group_id, group == nullptr ? site.node : *group, found(site, group, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"group","userId":"u1","traits":{"name":"Initech"}})", .at = ""},
    {.bad = R"({"type":"group","userId":"u1","groupId":""})", .at = "/groupId"},
    {.good = R"({"type":"group","userId":"u1","groupId":"g1"})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule missing_group_id = {
    .id = "ID106",
    .name = "missing-group-id",
    .message = "groupId is {0}, a group call needs the id of the group",
    .doc = R"(### What
A group call whose `groupId` is absent or empty.
### Why
The call says that a user belongs to a group, and this is the group. Without it nothing is said,
and Segment drops the call.
### Fix
Send your database's id of the account or company as `groupId`; its name goes in `traits.name`.
)",
    .page = "connections/spec/group.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = only(Call::kGroup),
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
