#include <algorithm>

#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Libraries that have no way to send one (sdk_behaviour); whoever uses another has lost it on the way.
constexpr std::string_view kSendNone[] = {"RudderStack Rust SDK"};

// No fix: an id made by whoever judges the event would be another one at each retry, which defeats
// what it is for.
void check(const Site& site, Findings& out) {
  const Node* id = own(site, Slot::kMessageId);
  if (is_id(id) || (id != nullptr && id->is(Kind::kString) && !id->text.empty())) return;  // placeholder-id
  const std::string_view library = text_of(below(site, "context.library.name"));
  if (std::find(std::begin(kSendNone), std::end(kSendNone), library) != std::end(kSendNone)) return;
  out.add(message_id_missing, id == nullptr ? site.node : *id, found(site, id, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1"})", .at = ""},
    {.bad = R"({"type":"identify","userId":"u1","messageId":""})", .at = "/messageId"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"library":{"name":"analytics-go","version":"3.0.0"}}})",
     .at = ""},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"library":{"name":"RudderStack Rust SDK","version":"1.0.0"}}})"},
};

}  // namespace

constinit const Rule message_id_missing = {
    .id = "ID110",
    .name = "message-id-missing",
    .message = "messageId is {0}, without one a retry counts as a second event",
    .doc = R"(### What
The call has no `messageId`. Libraries make one; of a call with a `context.library` it was lost on the way,
or somebody else wrote that field. RudderStack's library for Rust makes none and is let be.
### Why
Segment drops duplicates by `messageId` alone. Without one it makes up a new id at each arrival, so
an order sent again after a timeout is two orders.
### Fix
Make an id when the event happens (a UUID, at most 100 characters), store it with the event, and
send the same one at every retry. There is no automatic fix: an id made later could not be the same
twice.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = kSixCalls,
    .facts = kFactNoMessageId,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
