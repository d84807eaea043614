#include <algorithm>
#include <unordered_map>

#include "rules/plan_lint.h"
#include "rules/rules.h"
#include "rules/tracking_plan/example.h"
#include "spec/schema/words.h"
#include "spec/yaml.h"

namespace specgate::rules {
namespace {

// Keys that plans have, no slips of keywords.
constexpr std::string_view kOthers[] = {
    "id",      "key",        "labels",  "label", "name",  "names",        "tags",
    "example", "value",      "values",  "types", "item",  "nullable",     "version",
    "note",    "notes",      "eventMetadata"};

bool is_known(std::string_view key) {
  return word_of(key) != nullptr ||
         std::find(std::begin(kOthers), std::end(kOthers), key) != std::end(kOthers);
}

void check(const PlanSite& site, PlanFindings& out) {
  const std::vector<std::string_view> words = words_in(kNewestDraft);
  std::unordered_map<std::string_view, std::string> hints;
  for (const PlanNode& node : site.plan.nodes()) {
    for (const JsonMember& member : node.schema->members) {
      if (is_known(member.key)) continue;
      if (member.key.starts_with("x-") || member.key.size() < 4) continue;
      const auto [entry, fresh] = hints.try_emplace(member.key);
      std::string& hint = entry->second;
      if (fresh) hint = did_you_mean(member.key, words);
      if (hint.empty()) continue;
      out.add(unknown_schema_keyword, {node.rule, &node, member.line, member.column},
              {quoted_key(member.key), hint});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented", R"("properties":{"boat_id":{"type":"string"}},"requred":["boat_id"])")),
     .at = "TRACK \"Boat Rented\" properties"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented",
         R"("properties":{"boat_id":{"type":"string"}},"required":["boat_id"],"x-owner":"crew")"))},
};

}  // namespace

constinit const Rule unknown_schema_keyword = {
    .id = "TPL313",
    .name = "unknown-schema-keyword",
    .message = "{0} is no keyword of JSON Schema{1}",
    .doc = R"(### What
A schema has a key that is no keyword, but nearly one: `requred`, `propertis`.
### Why
Unknown keys are passed over without a word: the check that somebody had in mind is not there.
### Fix
Correct the key. Keys of your own are fine where they resemble no keyword; "x-" before them keeps
them apart for good.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
