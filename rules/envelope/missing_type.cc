#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// What the call's own fields make likely, or unknown.
Call likely(const Site& site) {
  if (own(site, Slot::kEvent) != nullptr) return Call::kTrack;
  if (own(site, Slot::kGroupId) != nullptr) return Call::kGroup;
  if (own(site, Slot::kPreviousId) != nullptr) return Call::kAlias;
  if (own(site, Slot::kTraits) != nullptr) return Call::kIdentify;
  return Call::kUnknown;
}

// What lies on a batch's path without a `batch` is a broken batch; batch-not-array says so.
bool meant_as_batch(const Site& site) {
  return !site.event.in_batch && site.batch.arrival.route.kind == Route::Kind::kBatch;
}

void check(const Site& site, Findings& out) {
  const TypeFrom from = site.event.type_from;
  const bool nowhere = from == TypeFrom::kNowhere;
  if (!nowhere && !(site.event.in_batch && from == TypeFrom::kGuessed)) return;
  if (meant_as_batch(site)) return;
  out.add(missing_type, site.node);
  if (const Call call = likely(site); call != Call::kUnknown) out.suggest(name_of(call));
}

constexpr Example kExamples[] = {
    {.bad = R"({"batch":[{"event":"Signed Up","userId":"u1"}]})", .at = ""},
    {.bad = R"([{"type":"identify","userId":"u1"},{"userId":"u1","traits":{"plan":"pro"}}])",
     .at = ""},
    {.bad = R"({"message":"user signed up"})", .at = ""},
    {.good = R"({"batch":[{"type":"track","event":"Signed Up","userId":"u1"}]})"},
    {.good = R"({"event":"Signed Up","userId":"u1","writeKey":"k1"})", .path = "/v1/track"},
};

}  // namespace

constinit const Rule missing_type = {
    .id = "ENV102",
    .name = "missing-type",
    .message = "type is missing, the call needs one of identify, track, page, screen, group, alias",
    .doc = R"(### What
Nothing tells which of the six calls this is: there is no `type`, and no path that stands for it.
### Why
Only `/v1/track` and its five siblings say the type by their path. An item of a batch has no path
of its own, so Segment cannot route it and drops it, while still answering 200.
### Fix
Add `"type": "track"` (or `identify`, `page`, `screen`, `group`, `alias`) to every call.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .facts = kFactType,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
