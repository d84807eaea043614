#include "rules/envelope/flagged.h"
#include "rules/found.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

bool stands_earlier_with_equal_value(const Site& site, const Node& node) {
  const Node& object = parent_of(site, node);
  for (uint32_t i = first(site, object); &at(site, i) != &node; i = at(site, i).next) {
    if (at(site, i).key == node.key && raw(site, at(site, i)) == raw(site, node)) return true;
  }
  return false;
}

void report(const Site& site, const Node& node, Findings& out) {
  const bool equal = stands_earlier_with_equal_value(site, node);
  out.add(duplicate_key, node, named(site, node, out), named(site, parent_of(site, node), out),
          equal ? "both times with the same value" : "with different values")
      .at_key();
  if (equal) out.remove(node, kSafe);
}

void check(const Site& site, Findings& out) { each_flagged(site, kDuplicateKey, out, report); }

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"plan":"pro","plan":"free"}})",
     .at = "/traits/plan"},
    {.bad = R"({"type":"identify","userId":"u1","userId":"u2"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"plan":"pro","plan":"pro"}})",
     .at = "/traits/plan",
     .fixed = R"({"type":"identify","userId":"u1","traits":{"plan":"pro"}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"plan":"pro","seats":3}})"},
    {.good = R"([{"type":"identify","userId":"u1"},{"type":"identify","userId":"u1"}])"},
};

}  // namespace

constinit const Rule duplicate_key = {
    .id = "ENV115",
    .name = "duplicate-key",
    .message = "{0} stands more than once in {1}, {2}",
    .doc = R"(### What
The same key occurs twice in one object.
### Why
JSON does not say which of the two counts: most readers take the last, some the first, some refuse
the body. Two systems may read two different events.
### Fix
Send each key once. Where both values are equal the fix drops the second; otherwise only you know
which one is meant.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactOdd,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
