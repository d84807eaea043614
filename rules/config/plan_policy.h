// What is done about a violation of the tracking plan, by class, as Segment's Protocols has it
// (protocols/enforce/schema-configuration.md): an unplanned event is blocked or allowed; unplanned
// members and schema violations are blocked, omitted or allowed; the common schema comes after the
// rest. Plain data, from `plan:` in specgate.yaml.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace specgate {

// block: an error, which the proxy rejects. omit: a warning with a safe fix that removes exactly the
// offending member. allow: a warning.
#define SPECGATE_PLAN_ACTIONS(X) X(kAllow, "allow") X(kOmit, "omit") X(kBlock, "block")

enum class PlanAction : uint8_t {
#define X(id, name) id,
  SPECGATE_PLAN_ACTIONS(X)
#undef X
};
std::string_view name_of(PlanAction action);

// The key in the file, and whether `omit` is a choice there.
#define SPECGATE_PLAN_CLASSES(X)                                              \
  X(kUnplannedEvents, "unplanned_events", false)   /* track only */           \
  X(kUnplannedMembers, "unplanned_properties", true) /* of identify and group: unplanned_traits */ \
  X(kViolations, "violations", true)                                          \
  X(kCommon, "common", true)

enum class PlanClass : uint8_t {
#define X(id, name, omit) id,
  SPECGATE_PLAN_CLASSES(X)
#undef X
};
inline constexpr size_t kPlanClassCount = static_cast<size_t>(PlanClass::kCommon) + 1;

// What one kind of call meets; nothing said: the severity of the rule.
struct PlanTerms {
  std::optional<PlanAction> actions[kPlanClassCount];

  std::optional<PlanAction> at(PlanClass which) const {
    return actions[static_cast<size_t>(which)];
  }
};

// Page and screen calls go by `track`.
struct PlanPolicy {
  PlanTerms track, identify, group;
};

}  // namespace specgate
