// specgate.yaml: which rules count how much, and where.
//
// One document serves the command and the proxy. `extends` lists profiles ("specgate:partner") and
// files; later wins, and what the file itself says wins over both. Unknown keys, unknown rules, bad
// severities, patterns RE2 cannot run and ignore entries without a reason are problems with
// file:line; all are listed. docs/configuration.md is the reference for users.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/config/glob.h"
#include "rules/config/plan_allow.h"
#include "rules/config/plan_policy.h"
#include "rules/config/scope.h"
#include "rules/config/settings.h"
#include "rules/rule.h"
#include "spec/plan/read_plan.h"
#include "spec/schema/format_reading.h"
#include "spec/text/result.h"
#include "spec/text/yaml.h"

namespace specgate {

class CompiledPlan;
class Pattern;

using RuleLevels = std::vector<std::pair<const Rule*, Severity>>;

struct Override {
  Scope scope;
  RuleLevels rules;
};

struct Ignore {
  const Rule* rule = nullptr;
  Scope scope;
  std::string pointer;  // "/properties/orderId", `*` for one step, a last `**` for all below
  std::string reason;   // required
  std::string owner;
  std::string expires;  // "2027-01-31"; from that day on the entry is over
  std::string file;     // where it stands, for messages
  uint32_t line = 0;
  uint32_t entry = 0;   // its number in the configuration; one entry may speak of several rules
};

// One name that a custom rule speaks of.
struct NameRule {
  std::string from;  // forbidden: a glob; renamed: the name exactly
  std::string to;    // renamed: what it is called here; forbidden: words to add, may be empty
};

// What a rule without code may ask, its key in the file, and what it says unless the file has words
// of its own: {0} is the place, {1} what was found there, {2} what is wanted.
#define SPECGATE_CUSTOM_KINDS(X)                                                                   \
  /* `field` must be there and not null */                                                         \
  X(kRequired, "require", "{0} is {1}, wanted a value")                                            \
  /* `field`, if there, is one of `kinds` */                                                       \
  X(kType, "type", "{0} is {1}, wanted {2}")                                                       \
  /* `field`, if there and not null, is one of `values` */                                         \
  X(kEnum, "enum", "{0} is \"{1}\", wanted {2}")                                                   \
  /* `field`, if there and not null, is a string in which `pattern` finds something */             \
  X(kPattern, "pattern", "{0} is \"{1}\", wanted {2}")                                             \
  /* no event may be called as one of `names` */                                                   \
  X(kForbiddenEvent, "forbid_event", "{0} \"{1}\" is not wanted here{2}")                          \
  /* an event has another name here: a safe fix */                                                 \
  X(kRenamedEvent, "rename_event", "{0} \"{1}\" is called \"{2}\" here")                           \
  /* `field` must not be there; its last step may be a glob */                                     \
  X(kForbiddenProperty, "forbid_property", "{0} is not wanted here")                               \
  /* the last key of `field` is called `to` here: a safe fix where `to` is absent */               \
  X(kRenamedProperty, "rename_property", "{0} is called \"{2}\" here")                             \
  /* event names, or keys, follow `style` or `pattern` */                                          \
  X(kNaming, "naming", "{0} \"{1}\" is not {2}")

// A rule without code. Never copied once made: `rule` holds views into it.
struct CustomRule {
  enum class Kind : uint8_t {
#define X(id, key, message) id,
    SPECGATE_CUSTOM_KINDS(X)
#undef X
  };
  enum class Target : uint8_t { kEvents, kProperties, kTraits };  // kNaming
  Kind kind = Kind::kRequired;
  Rule rule;                        // id "CUSTOM101", on every profile; its views point into this
  std::string id, name, message, doc;
  Scope scope;
  std::string field;                // "properties.order_id", "properties.products[].sku"
  std::vector<std::string> steps;   // of `field`: keys, and "[]" for every item
  KindMask kinds = kAnyKind;
  std::vector<std::string> values;
  std::vector<NameRule> names;      // sorted by `from` where renamed
  std::string to;                   // kRenamedProperty
  std::string wanted;               // {2} of the message, where it is the same for every call
  Style style = Style::kAny;
  std::shared_ptr<const Pattern> pattern;
  Target target = Target::kEvents;
  std::string file;                 // where it stands
  uint32_t line = 0;
};

// Everything the engine takes from a configuration, resolved.
struct RuleConfig {
  Profile profile = Profile::kRecommended;
  RuleLevels levels;                 // later wins
  std::vector<Override> overrides;   // later wins
  std::vector<Ignore> ignores;
  std::vector<std::shared_ptr<const CustomRule>> custom;
  std::shared_ptr<const CompiledPlan> tracking_plan;  // in force, or null
  PlanPolicy plan_policy;  // what is done about its violations
  std::vector<std::pair<std::string, std::string>> event_renames;  // asked for: counts as safe
  SpecOptions spec;
  Settings settings;
  uint32_t most_findings = 0;        // of one body, its fixes counted too; 0: no bound. See Verdict::stopped
  std::string today;                 // "2026-11-21": decides what has expired; empty: nothing has
  std::string file;                  // the linted file's path, for `files` scopes; best absolute
};

// Where a setting came from, for --show-settings.
struct Setting {
  std::string key, value, from;  // from: "specgate.yaml:3", "default"
};

// A named stream of events; which files hold it.
struct Source {
  std::string name;
  Scope scope;  // `files`
};

// A part of the file that another program reads (proxy, stages): kept as it stands.
struct Section {
  std::string key, file;
  YamlNode value;
};

struct Config {
  RuleConfig rules;
  std::vector<std::string> exclude;   // globs (file_match) of files that are not linted
  std::optional<Severity> fail_on;    // kOff: "none"
  PartialPlan partial_plan = PartialPlan::kRefused;  // may the tracking plan be one page of several?
  std::optional<int64_t> max_warnings;
  std::vector<std::string> formats;   // as --format: "stylish", "sarif=out.sarif"
  std::string plan;                   // path of a tracking plan, relative to the working directory
  FormatReading plan_formats = FormatReading::kSegment;
  std::vector<PlanAllow> plan_allow;  // changes of the plan that someone has taken note of
  std::vector<Source> sources;
  std::vector<Section> sections;
  std::vector<Setting> settings;      // each with its origin: defaults first, then as they were set
  std::vector<std::string> files;     // the configuration files read, outermost `extends` first
};

// The nearest specgate.yaml, .specgate.yaml, specgate.yml or specgate.json from `start` (a file or
// a folder) upwards; empty if none.
std::string discover_config(std::string_view start);

// Reads `path` and all that it extends.
Result<Config> load_config(const std::string& path);
Result<Config> parse_config(const std::string& path, std::string_view text);  // for tests and stdin
// What holds without a file: the defaults, with their origin.
Config default_config();

// "EVT", "EVT1", "EVT103", "event-name-casing" or "ALL" -> the rules meant; empty: no such rule.
std::vector<const Rule*> rules_meant(std::string_view selector);
std::vector<const Rule*> rules_meant(std::string_view selector, const RuleConfig& config);
// "no rule is called "EVTT", did you mean "EVT"?"
std::string unknown_rule(std::string_view selector, const RuleConfig& config);

// --select, --extend-select and --ignore. `select`, if not empty, replaces the set of the profile
// and wins over the file; `extend` adds; `ignore` has the last word. A rule that is chosen but off
// gets its own severity.
struct Selection {
  std::vector<std::string> select, extend, ignore;
};
void select_rules(RuleConfig& config, const Selection& selection, Problems& problems);

// Has the entry's day come? Then it hides nothing, and is a finding itself.
bool expired(const Ignore& ignore, std::string_view today);
std::vector<const Ignore*> expired_ignores(const RuleConfig& config);  // each entry once

// Did the configuration rename this event, or rename another to it? Then the built-in name rules
// have nothing to say about it. Likewise for a property's key.
bool renames(const RuleConfig& config, std::string_view event);
bool renames_property(const RuleConfig& config, std::string_view key);

// The source whose `files` hold `file`, or empty.
std::string_view source_of(const Config& config, std::string_view file);

}  // namespace specgate
