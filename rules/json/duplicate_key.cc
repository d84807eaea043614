#include "rules/engine/value_words.h"
#include "rules/json/flagged.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void report(const Site& site, const Node& node, Findings& out) {
  const bool equal = has_one_value(site.batch, index_of(site, node));
  out.add(duplicate_key, node, named(site, node, out), named(site, parent_of(site, node), out),
          equal ? "each time with the same value" : "with different values")
      .at_key();
  if (equal) out.remove(node, kSafe);
}

void check(const Site& site, Findings& out) { each_flagged(site, kDuplicateKey, out, report); }

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"plan":"pro","plan":"free"}})",
     .at = "/traits/plan"},
    {.bad = R"({"type":"identify","userId":"u1","userId":"u2"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"plan":"pro","plan":"free","plan":"pro"}})",
     .at = "/traits/plan"},
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
the body. Two systems may read two different events. Where the key decides what is judged, that is
a way past every other rule, so there it is an error in every profile, which neither `rules`,
`overrides` nor `ignore` turns off: a field that the Spec lists (`batch`, `type`, `event`, `userId`,
`context` and what lies in it...), under an old name or another spelling as well (`action`, `user_id`,
`options`, `context.deviceModel`, `traits.first_name`), a property or trait that the tracking plan describes or
a rule of your own speaks of, and any parameter of a pixel.
### Fix
Send each key once. Where all of them have one value the fix keeps the first; otherwise only you know
which one is meant, and no fix of another rule renames or drops one of them.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactOdd,
    .insists = true,
    .traits = kTwoReadings,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
