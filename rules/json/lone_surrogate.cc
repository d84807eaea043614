#include "rules/engine/value_words.h"
#include "rules/json/flagged.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void report(const Site& site, const Node& node, Findings& out) {
  out.add(lone_surrogate, node, named(site, node, out));
}

void check(const Site& site, Findings& out) { each_flagged(site, kLoneSurrogate, out, report); }

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"motto":"onwards \ud83d"}})",
     .at = "/traits/motto"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"motto":"onwards \ud83d\ude80"}})"},
};

}  // namespace

constinit const Rule lone_surrogate = {
    .id = "ENV117",
    .name = "lone-surrogate",
    .message = "{0} holds half a character, a \\ud800 to \\udfff escape wants its other half",
    .doc = R"(### What
A string or a key has one half of a surrogate pair: an escape from `\ud800` to `\udfff` without its
partner.
### Why
It stands for no character. Some systems on the way refuse the text, others put a question mark
there, so the same event differs from one warehouse to the next.
### Fix
The text was usually cut in the middle of an emoji. Cut by characters, not by UTF-16 units or
bytes.
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
