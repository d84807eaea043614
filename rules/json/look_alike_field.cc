#include <algorithm>

#include "rules/engine/value_words.h"
#include "rules/json/flagged.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// What is read around the calls of a batch.
constexpr Slot kOfEnvelope[] = {Slot::kBatch,        Slot::kType,     Slot::kContext,
                                Slot::kIntegrations, Slot::kWriteKey, Slot::kSentAt};

// Is there such a field where the key stands?
bool counts(const Site& site, const Node& node, Slot field) {
  const Batch& batch = site.batch;
  if (batch.form == Form::kBatch && node.parent == batch.envelope) {
    return std::find(std::begin(kOfEnvelope), std::end(kOfEnvelope), field) != std::end(kOfEnvelope);
  }
  const uint32_t number = event_around(batch, index_of(site, node));
  if (number == kNoEvent) return false;
  const Event& event = batch.events[number];
  const bool holds = node.is(Kind::kArray) || node.is(Kind::kObject);
  if (field == Slot::kBatch) return !event.in_batch && holds;
  if (event.call == Call::kUnknown) return true;
  const PathId place = site.spec.paths().find(name_of(field));
  return place != kNoPath &&
         site.spec.constraint(site.spec.shape_of(event.call), place) != nullptr;
}

void report(const Site& site, const Node& node, Findings& out) {
  const Slot field = look_alike(node.key);
  const bool beside = member(site, &parent_of(site, node), name_of(field)) != nullptr;
  const bool legacy = site.spec.alias(AliasKind::kField, node.key) != nullptr;  // legacy-field-name speaks of it
  if (!beside && (legacy || !counts(site, node, field))) return;
  out.add(look_alike_field, node, named(site, node, out), name_of(field),
          beside ? "which stands here too, and may count instead of it" : "and was not judged as such")
      .at_key()
      .suggest(name_of(field));
}

void check(const Site& site, Findings& out) { each_flagged(site, kLookAlike, out, report); }

constexpr Example kExamples[] = {
    {.bad = R"({"batch":[{"type":"identify","userId":"u1"}],"Batch":[{"type":"identify"}]})",
     .at = "/Batch"},
    {.bad = R"({"type":"identify","userId":"u1","USERID":"u2"})", .at = "/USERID"},
    {.bad = R"({"type":"identify","userId":"u1","userId ":"u2"})", .at = "/userId "},
    {.bad = R"({"type":"identify","userId":"u1","Traits":{"email":7}})", .at = "/Traits"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"UserId":"u2"}})"},
    {.good = R"({"type":"track","event":"Boat Rented","userId":"u1","Name":"Anna"})"},
};

}  // namespace

constinit const Rule look_alike_field = {
    .id = "ENV120",
    .name = "look-alike-field",
    .message = "{0} is {1} to readers that do not look at case, {2}",
    .doc = R"(### What
A key of a call, or of the object around a batch, differs from a field's only in case, in blanks around
it, or in a NUL character and what follows: `Batch`, `USERID`, `"type "`.
### Why
Many readers, all that are built on Go's encoding/json among them, match keys without regard to case,
and where two match the last one counts. They read another event than the one that was judged. That is
a way past every other rule, so it is an error in every profile, which neither `rules`, `overrides` nor
`ignore` turns off.
### Fix
Send the field under its own name, once. Data of your own belongs into `properties`, `traits` or
`context`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactOdd,
    .insists = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
