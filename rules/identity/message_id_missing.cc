#include "rules/fields.h"
#include "rules/found.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// No fix: an id made by whoever judges the event would be another one at each retry, which defeats
// what it is for. Nor does a sender that names its library need telling.
void check(const Site& site, Findings& out) {
  const Node* id = own(site, Slot::kMessageId);
  if (is_id(id)) return;
  const Node* library = below(site, "context.library");
  if (library != nullptr && !library->is(Kind::kNull)) return;
  out.add(message_id_missing, id == nullptr ? site.node : *id, found(site, id, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1"})", .at = ""},
    {.bad = R"({"type":"identify","userId":"u1","messageId":""})", .at = "/messageId"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"library":{"name":"analytics-go","version":"3.0.0"}}})"},
};

}  // namespace

constinit const Rule message_id_missing = {
    .id = "ID110",
    .name = "message-id-missing",
    .message = "messageId is {0}, without one a retry counts as a second event",
    .doc = R"(### What
The call has no `messageId`, and no `context.library` says that one of Segment's libraries made it.
### Why
Segment drops duplicates by `messageId` alone. Without one it makes up a new id at each arrival, so
an order sent again after a timeout is two orders.
### Fix
Make an id when the event happens (a UUID, at most 100 characters), store it with the event, and
send the same one at every retry. There is no automatic fix: an id made later could not be the same
twice.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .severity = Severity::kInfo,
    .calls = kSixCalls,
    .facts = kFactNoMessageId,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
