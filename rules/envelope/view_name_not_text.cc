#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Libraries send null where there is none, and Segment minds it as little as an absent field. A text of
// blanks is taken by Segment: unfilled-value speaks of it.
void look_at(const Site& site, Slot slot, Findings& out) {
  const Node* node = own(site, slot);
  if (node == nullptr || node->is(Kind::kNull)) return;
  if (node->is(Kind::kString) && !node->text.empty()) return;
  out.add(view_name_not_text, *node, name_of(slot), found(site, node, out),
          name_of(site.event.call))
      .called(slot == Slot::kName ? SegmentCode::kNameNotString : SegmentCode::kCategoryNotString);
}

void check(const Site& site, Findings& out) {
  look_at(site, Slot::kName, out);
  look_at(site, Slot::kCategory, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"page","anonymousId":"a1","name":""})", .at = "/name"},
    {.bad = R"({"type":"screen","anonymousId":"a1","name":["Home"]})", .at = "/name"},
    {.bad = R"({"type":"page","anonymousId":"a1","name":"Home","category":7})", .at = "/category"},
    {.good = R"({"type":"page","anonymousId":"a1","name":null,"category":null})"},
    {.good = R"({"type":"screen","anonymousId":"a1","name":"Home","category":"Shop"})"},
    {.good = R"({"type":"page","anonymousId":"a1"})"},
};

}  // namespace

constinit const Rule view_name_not_text = {
    .id = "ENV122",
    .name = "view-name-not-text",
    .message = "{0} is {1}; a {2} call has a text there, null, or no such field",
    .doc = R"(### What
The `name` or `category` of a page or screen call is an empty string, or is no string at all.
### Why
Segment drops the call (`name_not_string`, `category_not_string`), while still answering 200. `null`
and an absent field are fine: libraries send `"name": null` for a page without a name.
### Fix
Send a text, or leave the field out.
)",
    .page = "connections/spec/page.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kNameNotString, SegmentCode::kCategoryNotString},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = only(Call::kPage) | only(Call::kScreen),
    .facts = kFactNoName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
