#include "rules/engine/value_words.h"
#include "rules/naming/columns.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// One of two speaks: the later, or the one that alone is asked about.
bool speaks_for(const Site& site, const Node& node, const Node& other) {
  if (&other < &node) return true;
  const std::string_view place = place_of(site, other).path;
  const bool listed = !place.ends_with('?') && !place.ends_with('*');
  return listed || (other.traits & shared_column.keys) == 0;
}

// The first for which nobody else speaks: of three in one column, one may be asked about by none.
const Node* spoken_for(const Site& site, const Node& node) {
  const Node* other = member_in_column(site, node, node.key);
  if (other == nullptr || other->key == node.key || !is_column(site, node)) return nullptr;
  while (other != nullptr && !speaks_for(site, node, *other)) {
    other = member_in_column(site, node, node.key, other);
  }
  return other;
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  const Node* const other = spoken_for(site, node);
  if (other == nullptr) return;
  out.add(shared_column, node, named(site, node, out), named(site, *other, out),
          column_words(node.key, out))
      .at_key();
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"plan_type":"a","planType":"b"}})",
     .at = "/properties/planType"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"PLAN TYPE":"a","plan_type":"b"}})",
     .at = "/properties/PLAN TYPE"},
    {.bad = R"({"type":"identify","messageId":"m1","userId":"u1",)"
            R"("traits":{"seat":{"rowNumber":1,"row.number":2}}})",
     .at = "/traits/seat/row.number"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"planType":"a","PlanType":"b","plan_type":"c"}})",
     .at = "/properties/planType"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("context":{"traits":{"plan_type":"a","planType":"b"}}})",
     .at = "/context/traits/planType"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
             R"("properties":{"planType":"a","plan_types":2}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
             R"("properties":{"rows":[{"planType":"a","plan_type":"b"}]}})"},
};

}  // namespace

constinit const Rule shared_column = {
    .id = "NAM114",
    .name = "shared-column",
    .message = "{0} and {1} of the same object are one column of a warehouse, {2}",
    .doc = R"(### What

Two keys of one object become the same warehouse column. Segment folds every key: words are parted by
underscores, capitals become small, and what is no letter or digit of ASCII falls out. `planType`,
`plan type`, `PLAN_TYPE` and `plan_type` are all `plan_type`. Objects of more than 256 members are not
looked through, nor are those within arrays, which are stored as text.

### Why

One of the two values is stored, the other is gone, and nobody says which.

### Fix

Keep one of the two. No fix of this tool renames a key into a column that another one has.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kKey,
    .where = "properties.**, traits.**, context.traits.**",
    .keys = kKeyFolds | kKeyVariant,
    .unlisted = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
