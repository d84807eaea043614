#include <algorithm>

#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/unfilled_words.h"
#include "spec/names/normalized_name.h"

namespace specgate::rules {
namespace {

// "plan": "Null", and not "last_name": "Null".
bool is_nobodys_name(const Node& node) {
  using unfilled_words::kAlsoNames;
  Phrase key;
  if (std::find(std::begin(kAlsoNames), std::end(kAlsoNames), node.text) == std::end(kAlsoNames)) return false;
  return !split_words(node.key, key) || !key.folded().ends_with("name");
}

Unfilled unfilled_in(const Site& site, const Node& node) {
  const Slot slot = place_of(site, node).slot;
  if (slot == Slot::kName || slot == Slot::kCategory) return unfilled_name(node.text);
  return is_nobodys_name(node) ? Unfilled::kWord : specgate::unfilled_value(node.text);
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  const Unfilled unfilled = unfilled_in(site, node);
  if (unfilled == Unfilled::kNo) return;
  out.add(unfilled_value, node, named(site, node, out), found(site, &node, out), words_of(unfilled));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"plan":"{{plan}}"}})",
     .at = "/properties/plan"},
    {.bad = R"({"type":"identify","messageId":"m1","userId":"u1","traits":{"city":"undefined"}})",
     .at = "/traits/city"},
    {.bad = R"({"type":"identify","messageId":"m1","userId":"u1","traits":{"greeting":"Hi {{name}}"}})",
     .at = "/traits/greeting"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("context":{"campaign":{"source":"undefined"}}})",
     .at = "/context/campaign/source"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"null"})", .at = "/name"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"plan":"Null"}})",
     .at = "/properties/plan"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"owner":"user_undefined"}})",
     .at = "/properties/owner"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"owner":"%%id%%"}})",
     .at = "/properties/owner"},
    {.good = R"({"type":"identify","messageId":"m1","userId":"u1","traits":{"firstName":"Nan","last_name":"Null"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
             R"("properties":{"note":"x is undefined"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
             R"("properties":{"coupon":"none","discount":"50%","note":"[draft] new","zip":"00000"}})"},
};

}  // namespace

constinit const Rule unfilled_value = {
    .id = "ENV124",
    .name = "unfilled-value",
    .message = "{0} is {1}, {2}: nobody filled it in",
    .doc = R"(### What
A property, a trait, a field of `context.campaign`, or the name or category of a page or screen is what a program writes when it has no
value: `undefined`, `null`, `None`, `NaN`, `nil`, `<nil>` or `(null)` as text, `[object Object]`, or a
template (`{{plan}}`, `Hi ${name}`, `%PLAN%`, `<%= plan %>`), or only blanks; or such a hole is at the end of a
text of one word (`user_undefined`). `Null`, `Nan` and `Nil`, written so, are values of keys that hold a name. An empty text, the English
`none`, zeros, `false` and `anonymous` are values of properties and traits, and none as the name or category of
a page or screen. A template in the middle of a longer text, with other text on both sides, is not looked for.
### Why
Reports count it as a value like any other, and nobody can tell it from one later.
### Fix
Find the variable that is empty, and send `null` or leave the key out while it is. Such a text is never
restyled.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .profile = Profile::kMinimal,
    .on = On::kOddText,
    .where = "name, category, properties.**, traits.**, context.traits.**, context.campaign.*",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
