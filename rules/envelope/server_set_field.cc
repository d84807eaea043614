#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Some libraries send the time of the call as originalTimestamp and no timestamp: then that is the
// field they mean.
bool means_timestamp(const Site& site) {
  return site.node.key == name_of(Slot::kOriginalTimestamp) &&
         own(site, Slot::kTimestamp) == nullptr;
}

// Segment itself has written them: the call was delivered or archived. Then it has received it, and has
// written its project, or all four of its times.
bool is_delivered(const Site& site) {
  const auto has = [&](Slot slot) {
    const Node* node = own(site, slot);
    return node != nullptr && !node->is(Kind::kNull);
  };
  return has(Slot::kReceivedAt) &&
         (has(Slot::kProjectId) || (has(Slot::kOriginalTimestamp) && has(Slot::kTimestamp) &&
                                    field(site, Slot::kSentAt) != nullptr));
}

void check(const Site& site, Findings& out) {
  if (site.node.is(Kind::kNull) || is_delivered(site)) return;
  const bool rename = means_timestamp(site);
  out.add(server_set_field, site.node, site.node.key,
          rename ? "the time of the call goes in timestamp" : "a sender leaves it out")
      .at_key();
  if (rename) {
    out.suggest("timestamp").rename(site.node, "timestamp", kUnsafe);
  } else {
    out.remove(site.node, kUnsafe);
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","receivedAt":"2026-05-01T08:00:00Z"})",
     .at = "/receivedAt",
     .fixed = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","originalTimestamp":"2026-05-01T08:00:00Z"})",
     .at = "/originalTimestamp",
     .fixed =
         R"({"type":"identify","userId":"u1","messageId":"m1","timestamp":"2026-05-01T08:00:00Z"})"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","version":2})",
     .at = "/version",
     .fixed = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","timestamp":"2026-05-01T08:00:00Z"})"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","receivedAt":"2026-05-01T08:00:01Z","originalTimestamp":"2026-05-01T08:00:00Z","projectId":"p1","version":2})"},
};

}  // namespace

constinit const Rule server_set_field = {
    .id = "ENV113",
    .name = "server-set-field",
    .message = "{0} is set by Segment when a call arrives, {1}",
    .doc = R"(### What
The call carries `receivedAt`, `originalTimestamp`, `projectId` or `version`, which Segment writes
itself. Calls that Segment has delivered or archived are left alone: they have `receivedAt` with `projectId`,
or with all of `originalTimestamp`, `sentAt` and `timestamp`.
### Why
Whatever a sender puts there is overwritten or ignored. A call that has `originalTimestamp` but no
`timestamp` loses the time at which it happened.
### Fix
Leave the field out, and send the time of the call as `timestamp`. Both are unsafe fixes, because
something on the way may read what you send.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kInfo,
    .calls = kSixCalls,
    .on = On::kValue,
    .where = "receivedAt, originalTimestamp, projectId, version",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
