#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node* previous = own(site, Slot::kPreviousId);
  if (is_id(previous) || is_no_id_at_all(previous) || legacy_id(site, name_of(Slot::kPreviousId)) != nullptr) return;
  if (previous != nullptr && previous->is(Kind::kString) && !previous->text.empty()) return;  // placeholder-id
  out.add(alias_missing_previous_id, previous == nullptr ? site.node : *previous,
          found(site, previous, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"alias","userId":"u1"})", .at = ""},
    {.bad = R"({"type":"alias","userId":"u1","previousId":null})", .at = "/previousId"},
    {.good = R"({"type":"alias","userId":"u1","previousId":"a1"})"},
};

}  // namespace

constinit const Rule alias_missing_previous_id = {
    .id = "ID109",
    .name = "alias-missing-previous-id",
    .message = "previousId is {0}, an alias call names the id to merge into userId",
    .doc = R"(### What
An alias call without a `previousId`.
### Why
The documentation calls the field optional in one place and required in another, because in the
browser the library fills it in. From a server nobody does, and the call merges nothing.
### Fix
Send the id that the user had before as `previousId`.
)",
    .page = "connections/spec/alias.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .calls = only(Call::kAlias),
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
