// What can change between two versions of a tracking plan, and whom it hurts.
//
// Two directions. Senders: can a call that passed the old plan fail the new? Readers: can someone
// who relied on the old plan meet something new? docs/plan-changes.md has the table of the kinds
// and both verdicts with an example each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace specgate {

// Codes are permanent. PLB1: events and rules; PLB2: properties and traits; PLB3: what a value may
// be; PLB4: words.
#define SPECGATE_PLAN_CHANGES(X)                            \
  X(kEventRemoved, "PLB101", "event-removed")               \
  X(kEventAdded, "PLB102", "event-added")                   \
  X(kEventRenamed, "PLB103", "event-renamed")               \
  X(kVersionRemoved, "PLB104", "version-removed")           \
  X(kVersionAdded, "PLB105", "version-added")               \
  X(kFallbackChanged, "PLB106", "version-fallback-changed") \
  X(kVersionRenumbered, "PLB107", "version-renumbered")     \
  X(kRuleRemoved, "PLB108", "rule-removed")                 \
  X(kRuleAdded, "PLB109", "rule-added")                     \
  X(kPropertyRemoved, "PLB201", "property-removed")         \
  X(kPropertyAdded, "PLB202", "property-added")             \
  X(kRequiredAdded, "PLB203", "required-property-added")    \
  X(kPropertyRenamed, "PLB204", "property-renamed")         \
  X(kMadeRequired, "PLB205", "property-made-required")      \
  X(kMadeOptional, "PLB206", "property-made-optional")      \
  X(kTypeWidened, "PLB301", "type-widened")                 \
  X(kTypeNarrowed, "PLB302", "type-narrowed")               \
  X(kTypeChanged, "PLB303", "type-changed")                 \
  X(kEnumGrown, "PLB304", "enum-grown")                     \
  X(kEnumShrunk, "PLB305", "enum-shrunk")                   \
  X(kEnumChanged, "PLB306", "enum-changed")                 \
  X(kConstraintWidened, "PLB307", "constraint-widened")     \
  X(kConstraintNarrowed, "PLB308", "constraint-narrowed")   \
  X(kConstraintChanged, "PLB309", "constraint-changed")     \
  X(kObjectOpened, "PLB310", "object-opened")               \
  X(kObjectClosed, "PLB311", "object-closed")               \
  X(kWordsChanged, "PLB401", "words-changed")               \
  X(kLabelsChanged, "PLB402", "labels-changed")             \
  X(kDeprecated, "PLB403", "event-deprecated")              \
  X(kUndeprecated, "PLB404", "event-undeprecated")

enum class PlanChangeKind : uint8_t {
#define X(id, code, name) id,
  SPECGATE_PLAN_CHANGES(X)
#undef X
};
std::string_view code_of(PlanChangeKind kind);
std::string_view name_of(PlanChangeKind kind);

#define SPECGATE_VERDICTS(X)   \
  X(kCompatible, "compatible") \
  X(kMayBreak, "may-break")    \
  X(kBreaking, "breaking")

enum class PlanVerdict : uint8_t {
#define X(id, name) id,
  SPECGATE_VERDICTS(X)
#undef X
};
std::string_view name_of(PlanVerdict verdict);

struct Judgement {
  PlanVerdict verdict = PlanVerdict::kCompatible;
  std::string why;  // of what is not compatible: a value that fails, or what could not be decided
};

// Where it stands in one of the two plans; an empty pointer: nowhere.
struct ChangePlace {
  std::string pointer;  // RFC 6901, into the plan in Public API shape: "/rules/3/jsonSchema/..."
  uint32_t line = 0, column = 0;  // of the file that was read; 0: unknown
};

struct PlanChange {
  PlanChangeKind kind = PlanChangeKind::kWordsChanged;
  // Stays the same when a plan is put into another order: "/TRACK/Order
  // Completed/properties/total",
  // "/IDENTIFY/traits/email", "/COMMON/context/ip", "/TRACK/Order
  // Completed/properties/products/[]". A version other than 1 follows its event: "/TRACK/Order
  // Completed@2".
  std::string place;
  ChangePlace before, after;
  ChangePlace around;  // of what is gone: where the new plan has what held it; line 0: the plan as a whole
  std::string message;
  Judgement senders, readers;
};

// The worst of them.
struct PlanVerdicts {
  PlanVerdict senders = PlanVerdict::kCompatible, readers = PlanVerdict::kCompatible;
};
PlanVerdicts verdicts_of(const std::vector<PlanChange>& changes);

}  // namespace specgate
