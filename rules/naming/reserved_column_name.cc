#include "rules/engine/value_words.h"
#include "rules/naming/columns.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

// A direct member of the call's properties or traits: deeper keys become columns with a prefix.
bool becomes_a_column(const Site& site) {
  const Node* object = &parent_of(site, site.node);
  return object == own(site, Slot::kProperties) || object == own(site, Slot::kTraits);
}

void check(const Site& site, Findings& out) {
  if (!becomes_a_column(site)) return;
  const std::span<const NameId> among = listed_beside(site, site.node);
  if (!v2_name(site, site.node.key, among).empty()) return;  // legacy-v1-event renames it
  const std::string_view holder = parent_of(site, site.node).key;
  out.add(reserved_column_name, site.node, out.text({holder, ".", named(site, site.node, out)}),
          column_words(site.node.key, out))
      .at_key();
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"timestamp":"2026-05-04T10:00:00Z"}})",
     .at = "/properties/timestamp"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"sentAt":"2026-05-04T10:00:00Z"}})",
     .at = "/properties/sentAt"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"_id":"7"}})",
     .at = "/properties/_id"},
    {.bad = R"({"type":"identify","messageId":"m1","userId":"u1","traits":{"user_id":"u1"}})",
     .at = "/traits/user_id"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
             R"("properties":{"report_id":"r1","report":{"id":"r1"}}})"},
    {.good = R"({"type":"identify","messageId":"m1","userId":"u1","traits":{"id":"u1"}})"},
};

}  // namespace

constinit const Rule reserved_column_name = {
    .id = "NAM111",
    .name = "reserved-column-name",
    .message = "{0} becomes {1}, a column that Segment fills itself: warehouses drop it",
    .doc = R"(### What

A property or trait becomes a column that Segment writes into every warehouse table, such as `id`,
`timestamp`, `event` or `user_id`. Keys are folded before they are columns: `userId`, `UserID` and `user_id`
are all `user_id`, and `_id` is `id`.

### Why

The column is taken: Segment's value is stored, and yours is dropped without a word.

### Fix

Say whose it is: `report_id` instead of `id`, `started_at` instead of `timestamp`.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kKey,
    .where = "properties.*, traits.*",
    .keys = kKeyReservedColumn,
    .unlisted = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
