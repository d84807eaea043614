#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/names/normalized_name.h"

namespace specgate::rules {
namespace {

struct Viewed {
  std::string_view name, call;
  std::string_view letters[7];  // other names for it, folded
};
constexpr Viewed kViewed[] = {
    {"Page Viewed",
     "page",
     {"pageviewed", "viewedpage", "pageview", "viewpage", "pageviews", "viewedapage",
      "pagevisited"}},
    {"Screen Viewed",
     "screen",
     {"screenviewed", "viewedscreen", "screenview", "viewscreen", "screenviews", "viewedascreen",
      "screenvisited"}},
};

bool is_meant(const Viewed& viewed, const PlanRule& rule) {
  Phrase phrase;
  if (!split_words(rule.key, phrase)) return false;
  const auto& letters = viewed.letters;
  if (std::find(std::begin(letters), std::end(letters), phrase.folded()) == std::end(letters)) {
    return false;
  }
  if (rule.kind == PlanRuleKind::kTrack) return rule.key != viewed.name;
  return name_of(call_of(rule.kind)) == viewed.call;
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& rule : site.plan.plan().rules) {
    for (const Viewed& viewed : kViewed) {
      if (!is_meant(viewed, rule)) continue;
      out.add(page_viewed_misnamed, at(rule),
              {title_of(rule), viewed.call, quoted_key(viewed.name)})
          .suggest(viewed.name);
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Viewed Page", R"("path":{"type":"string"})")),
     .at = "TRACK \"Viewed Page\"",
     .with = "spec-event-misspelled"},
    {.bad = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "PAGE", "Page Viewed", R"("properties":{"properties":{"path":{"type":"string"}}})")),
     .at = "PAGE \"Page Viewed\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Page Viewed", R"("path":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "PAGE", "Harbour", R"("properties":{"properties":{"path":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule page_viewed_misnamed = {
    .id = "TPL702",
    .name = "page-viewed-misnamed",
    .message = "{0} never answers to {1} calls: plan the event {2}",
    .doc = R"(### What
A track rule is called nearly as `Page Viewed` or `Screen Viewed` (`Viewed Page`, `Pageview`), or a
PAGE or SCREEN rule has that name.
### Why
Segment holds page and screen calls against the planned events of exactly these names. A PAGE rule
with a name speaks of pages of that name.
### Fix
Call a TRACK rule `Page Viewed`, and for screens `Screen Viewed`. A PAGE rule for all pages has no
name.
)",
    .page = "protocols/faq.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
