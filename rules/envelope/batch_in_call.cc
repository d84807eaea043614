#include "rules/engine/value_words.h"
#include "rules/json/flagged.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void report(const Site& site, const Node& node, Findings& out) {
  out.add(batch_in_call, node, found(site, &node, out)).at_key();
}

void check(const Site& site, Findings& out) { each_flagged(site, kBatchInCall, out, report); }

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","batch":[{"type":"identify"}]})", .at = "/batch"},
    {.bad = R"({"event":"Boat Rented","userId":"u1","batch":{"type":"identify"}})",
     .at = "/batch",
     .path = "/v1/track",
     .authorization = "Basic azE6"},
    {.good = R"({"type":"batch","batch":[{"type":"identify","userId":"u1"}]})"},
    {.good = R"({"type":"identify","userId":"u1","batch":"2026-05"})"},
};

}  // namespace

constinit const Rule batch_in_call = {
    .id = "ENV121",
    .name = "batch-in-call",
    .message = "batch is {0} within a call, and was not judged as a batch",
    .doc = R"(### What
One object is a call, by its `type` or by the path it was posted to, and holds a `batch` of calls.
### Why
Whoever reads it takes the one or the other. The calls in `batch` were not judged, so that would be a
way past every other rule: it is an error in every profile, which neither `rules`, `overrides` nor
`ignore` turns off.
### Fix
Post calls either one by one, or as `{"batch": [...]}` to `/v1/batch`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactOdd,
    .insists = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
