#include "rules/engine/site.h"
#include "rules/limits/characters.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& id = site.node;
  const uint32_t most = site.spec.limits().message_id_characters;
  if (!id.is(Kind::kString) || id.text.size() <= most) return;
  const size_t count = characters(id.text);
  if (count > most) out.add(message_id_too_long, id, out.number(count), out.number(most));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","messageId":"<<m>>"})",
     .at = "/messageId",
     .times = 101},
    {.good = R"({"type":"identify","userId":"u1","messageId":"<<m>>"})", .times = 100},
    {.good = R"({"type":"identify","userId":"u1","messageId":"<<é>>"})", .times = 100},
};

}  // namespace

constinit const Rule message_id_too_long = {
    .id = "LIM105",
    .name = "message-id-too-long",
    .message = "messageId has {0} characters, Segment takes {1}",
    .doc = R"(### What
`messageId` is over 100 characters. (In the examples `<<m>>` stands for so many letters.)
### Why
Segment drops the call without an answer that says so.
### Fix
Send a UUID, or leave `messageId` to the library.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kValue,
    .where = "messageId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
