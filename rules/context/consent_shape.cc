#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& preferences = site.node;
  if (preferences.is(Kind::kNull)) return;
  const bool told = site.name.tells_consent;  // of what is no choice consent-update-incomplete speaks
  if (told && (!preferences.is(Kind::kObject) || first(site, preferences) != preferences.next)) return;
  if (!preferences.is(Kind::kObject)) {
    out.add(consent_shape, preferences, "consent.categoryPreferences",
            found(site, &preferences, out), "wanted an object of categories and booleans");
    return;
  }
  if (first(site, preferences) == preferences.next) {
    out.add(consent_shape, preferences, "consent.categoryPreferences", "empty",
            "which refuses every mapped destination");
  }
  for (uint32_t i = first(site, preferences); i != preferences.next; i = at(site, i).next) {
    const Node& choice = at(site, i);
    if (choice.is(Kind::kBoolean)) continue;
    out.add(consent_shape, choice, out.text({"consent category ", named(site, choice, out)}),
            found(site, &choice, out), "want true or false");
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","context":{"consent":{"categoryPreferences":{}}}})",
     .at = "/context/consent/categoryPreferences"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"consent":{"categoryPreferences":{"Advertising":"yes"}}}})",
     .at = "/context/consent/categoryPreferences/Advertising"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"consent":{"categoryPreferences":["Advertising"]}}})",
     .at = "/context/consent/categoryPreferences"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"consent":{"categoryPreferences":{"Advertising":false}}}})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule consent_shape = {
    .id = "CTX106",
    .name = "consent-shape",
    .message = "{0} is {1}, {2}",
    .doc = R"(### What
`context.consent.categoryPreferences` is empty, no object, or holds something other than true and false.
### Why
Segment enforces consent by it. An empty object counts as a refusal of every mapped category, while an
absent one lets everything through; anything else is nobody's decision.
### Fix
Send one boolean per category, as the person chose. This tool never adds, removes or changes consent.
)",
    .page = "privacy/consent-management/consent-in-segment-connections.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "context.consent.categoryPreferences",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
