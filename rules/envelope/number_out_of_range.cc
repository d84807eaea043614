#include "rules/envelope/flagged.h"
#include "rules/found.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void report(const Site& site, const Node& node, Findings& out) {
  out.add(number_out_of_range, node, named(site, node, out), shown(site, node, out));
}

void check(const Site& site, Findings& out) { each_flagged(site, kHugeNumber, out, report); }

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"stars":1e99999}})",
     .at = "/traits/stars"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"stars":36893488147419103232}})",
     .at = "/traits/stars"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"stars":9007199254740993}})"},
};

}  // namespace

constinit const Rule number_out_of_range = {
    .id = "ENV118",
    .name = "number-out-of-range",
    .message = "{0} is {1}, more than a 64-bit integer or a double can hold",
    .doc = R"(### What
A number is too large for the types that JSON readers store numbers in.
### Why
Each system on the way does something else with it: rounds it, makes it infinite or null, or
refuses the event.
### Fix
If it is an identifier, send it as a string. If it is an amount, look for a unit that has slipped.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactOdd,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
