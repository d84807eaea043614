// A rule: what is wrong, how to tell, and how to explain it. One constant, one file.
//
// To add one: write rules/<family>/<name>.cc that defines `const Rule <name>`, and add one line to
// rules/all.inc. Registry, docs, `specgate explain` and the example test follow from that.
//
// A check only judges: no I/O, no clock (time is Site::batch.arrival), no state. It gets views and
// appends to Findings.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rules/rule_triggers.h"
#include "rules/segment_code.h"
#include "spec/catalogue/spec.h"
#include "spec/event/event.h"

namespace specgate {

#define SPECGATE_SEVERITIES(X) X(kOff, "off") X(kInfo, "info") X(kWarning, "warning") X(kError, "error")

enum class Severity : uint8_t {
#define X(id, name) id,
  SPECGATE_SEVERITIES(X)
#undef X
};
inline constexpr size_t kSeverityCount = 4;
std::string_view name_of(Severity severity);

// Rule sets that contain one another: a rule is on from its own profile upwards.
#define SPECGATE_PROFILES(X)                                       \
  X(kMinimal, "minimal")         /* what Segment itself would drop */ \
  X(kRecommended, "recommended") /* the default */                 \
  X(kPartner, "partner")         /* what certification asks */     \
  X(kStrict, "strict")

enum class Profile : uint8_t {
#define X(id, name) id,
  SPECGATE_PROFILES(X)
#undef X
};
inline constexpr size_t kProfileCount = 4;
std::string_view name_of(Profile profile);

// What becomes of an event that breaks a rule, worst first.
#define SPECGATE_CONSEQUENCES(X)                                                              \
  X(kDropped, "dropped")  /* Segment, or the source, throws it away */                        \
  X(kAltered, "altered")  /* it arrives changed: another time, another user, a part missing */ \
  X(kSplit, "split")      /* it arrives beside its like: names, types, columns */             \
  X(kAdvice, "advice")    /* it arrives as it is */

enum class Consequence : uint8_t {
#define X(id, name) id,
  SPECGATE_CONSEQUENCES(X)
#undef X
};
std::string_view name_of(Consequence consequence);

class Findings;
class PlanFindings;
struct CustomRule;
struct PlanSite;
struct Settings;
struct Rule;

// Where a check looks. Everything is a view, dead at the next judge().
struct Site {
  const Spec& spec;
  const Settings& settings;      // the configuration's values for rules
  const Batch& batch;
  const Event& event;            // for On::kBatch: an empty one
  const Node& node;              // On::kEvent: the call's root; On::kBatch: the body's root
  const EventName& name;         // of a track call; empty otherwise
  const Constraint* constraint = nullptr;  // On::kWrongKind and On::kFormat
  const CustomRule* custom = nullptr;      // of a rule from specgate.yaml
};

// What makes the walk call a check.
enum class On : uint8_t {
  kBatch,      // once a body
  kEvent,      // once a call
  kValue,      // each value at `where`
  kTime,       // a value at `where` of which one of the `facts` about times holds
  kWrongKind,  // a value at `where` whose kind the Spec does not admit there
  kFormat,     // a value at `where` of the right kind, where the Spec gives format, range or set
  kOddText,    // a string at `where` that begins as one that nobody filled in may
  kObject,     // an object at `where`
  kKey,        // a member whose key has one of `keys`, below context, properties or traits
  kPlan,       // once a call where a tracking plan is in force (rules/plan/plan_check.h), never called itself
  kPlanFile,   // once a tracking plan, by `specgate plan lint` (rules/plan_quality/plan_lint.h): see Rule::check_plan
  kRun,        // a fold over the whole run (lint/run/*), never called by the walk
  kTold,       // where findings are told (rules/report/reported.h), never called by the walk
};

// A payload that shows the rule at work; tests run every one, docs print them.
// `good`: the rule is silent. `bad`: it fires at the JSON pointer `at` (within the call), and fixing
// yields `fixed` exactly, if given. Payloads are whole bodies: a call, an array, or a batch. Of
// On::kPlanFile they are whole plans, and `at` is as in `TRACK "Order Completed" properties.revenue`.
struct Example {
  std::string_view good{}, bad{}, at{}, fixed{};
  std::string_view path{};           // "/v1/track": as if posted there; empty: from a file
  std::string_view authorization{};  // with `path`: the header
  std::string_view content_type{};   // with `path`: the header
  std::string_view plan{};           // the tracking plan in force, a file's text
  uint32_t times = 0;                // each <<...>> of a payload stands for so many of its content,
                                     // where # is its number in letters: a, b ... z, ba
  std::string_view with{};           // another rule that such a payload cannot help breaking
};

// A payload of an example in full: <<...>> written out `times` times.
std::string written_out(std::string_view payload, uint32_t times);

// What else there is to know of a rule for those who go by it.
using RuleTraits = uint8_t;
inline constexpr RuleTraits kSegmentRefuses = 1 << 0;  // Segment itself answers 400 to what breaks it
inline constexpr RuleTraits kTwoReadings = 1 << 1;     // two readers may take what breaks it for two things
inline constexpr RuleTraits kNamesKeys = 1 << 2;       // says how a key should be called, as those by Rule::keys do
inline constexpr RuleTraits kJudgesValues = 1 << 3;    // says what a listed value should be, as On::kWrongKind does
inline constexpr RuleTraits kTellsUnjudged = 1 << 4;   // says that something was not judged: told whatever is selected
inline constexpr RuleTraits kRemovesEach = 1 << 5;     // its fix takes a key away wherever it stands in its object

struct Rule {
  std::string_view id;       // "ID101": permanent, never used again
  std::string_view name;     // "missing-identity": named for the defect
  std::string_view message;  // "{0} carries neither userId nor anonymousId"; {0}..{2} are args
  std::string_view doc;      // Markdown under ### What, ### Why, ### Fix
  std::string_view page;     // where the Spec says so, relative to the docs' src/
  Consequence consequence = Consequence::kAdvice;
  SegmentCodes segment_codes{};  // what Segment calls it; of several, each finding says which
  Severity severity = Severity::kWarning;
  Severity partner = Severity::kOff;  // in `partner` and `strict`, if not kOff
  Severity strict = Severity::kOff;   // in `strict`, if not kOff
  Profile profile = Profile::kRecommended;  // the smallest profile that has the rule
  CallSet calls = kAllCalls;
  On on = On::kEvent;
  Facts facts = 0;           // On::kBatch, On::kEvent: only where one of these holds; 0: always
  std::string_view where{};  // places, comma separated: "userId", "context.**" (all below), "traits.*"
  KeyTraits keys = 0;        // On::kKey
  bool insists = false;      // violations are errors whatever the configuration says: rules/engine/dispatch_table.cc
  bool unlisted = false;     // On::kKey: only where the Spec does not list the place for this call
  RuleTraits traits = 0;
  void (*check)(const Site&, Findings&) = nullptr;
  void (*check_plan)(const PlanSite&, PlanFindings&) = nullptr;  // On::kPlanFile
  std::span<const Example> examples{};
};

// Every rule in the order of rules/all.inc, that is, by family and id.
std::span<const Rule* const> all_rules();
inline bool has(const Rule& rule, RuleTraits traits) { return (rule.traits & traits) != 0; }
const Rule* find_rule(std::string_view id_or_name);
Severity severity_in(Profile profile, const Rule& rule);  // kOff where the profile lacks it

}  // namespace specgate
