#include "rules/engine/value_words.h"
#include "rules/json/flagged.h"
#include "rules/rules.h"
#include "spec/json/decimal.h"

namespace specgate::rules {
namespace {

void report(const Site& site, const Node& node, Findings& out) {
  if ((node.flags & kHugeNumber) != 0) {
    out.add(number_out_of_range, node, named(site, node, out), shown(site, node, out),
            "more than a 64-bit integer or a double can hold");
    return;
  }
  specgate::WholeDigits digits;
  const std::string_view left = specgate::as_double(node.text, digits);
  out.add(number_out_of_range, node, named(site, node, out), shown(site, node, out),
          out.text({"which no double is: Segment's API reads ", left}));
}

void check(const Site& site, Findings& out) {
  each_flagged(site, kHugeNumber | kRoundedNumber, out, report);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"stars":1e99999}})",
     .at = "/traits/stars"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"stars":36893488147419103232}})",
     .at = "/traits/stars"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"stars":9007199254740993}})",
     .at = "/traits/stars"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"stars":-9007199254740993.0}})",
     .at = "/traits/stars"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"stars":9007199254740992}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"stars":1000000000000000000}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"ticket":"9007199254740997"}})"},
};

}  // namespace

constinit const Rule number_out_of_range = {
    .id = "ENV118",
    .name = "number-out-of-range",
    .message = "{0} is {1}, {2}",
    .doc = R"(### What
A number is too large for the types that JSON readers store numbers in: a whole number beyond 2^53
(9007199254740992) that falls between two doubles, or a number beyond a double or a 64-bit integer. What a
double holds as it is, as 9007199254740994 or 1000000000000000000, is none of these.
### Why
Segment's API reads numbers as doubles: `9007199254740993` arrives as `9007199254740992`. Of larger ones
each system on the way makes something else: it rounds them, makes them infinite or null, or refuses the
event.
### Fix
If it is an identifier, send it as a string. If it is an amount, look for a unit that has slipped.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactOdd,
    .traits = kTwoReadings,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
