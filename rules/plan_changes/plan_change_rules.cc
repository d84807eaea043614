#include "rules/plan_changes/plan_change_rules.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr std::string_view kPage = "protocols/tracking-plan/create.md";

// The rest is the kind's own: SPECGATE_PLAN_CHANGES gives code and name.
struct Words {
  PlanChangeKind kind;
  Severity severity;  // of the worst that it can do
  std::string_view doc;
};

using enum PlanChangeKind;

constexpr Words kWords[] = {
    {kEventRemoved, Severity::kError, R"(### What
An event that was planned is planned no more.
### Why
Calls of it are unplanned now: they are reported, and blocked where unplanned events are. Whoever
reads it gets nothing.
### Fix
Deprecate the event first, take it out of the plan when nobody sends it.
)"},
    {kEventAdded, Severity::kInfo, R"(### What
An event is new in the plan.
### Why
Nobody could send it by the old plan, nobody relied on it.
### Fix
Nothing.
)"},
    {kEventRenamed, Severity::kError, R"(### What
An event with the same schema has another, near name.
### Why
Names are matched letter by letter: calls by the old name are unplanned, and readers of the old
name get nothing.
### Fix
Plan both names for a while and deprecate the old one.
)"},
    {kVersionRemoved, Severity::kError, R"(### What
A version of an event is gone.
### Why
Calls that name it in context.protocols.event_version are held against the oldest version that is
left.
### Fix
Keep the version until no call names it.
)"},
    {kVersionAdded, Severity::kInfo, R"(### What
An event has one version more.
### Why
Calls that name no version stay with the oldest one; those who read a version know it by its
number.
### Fix
Nothing.
)"},
    {kFallbackChanged, Severity::kError, R"(### What
The oldest version of an event is another one.
### Why
Calls that name no version, or one that is not planned, are held against the oldest.
### Fix
Keep the oldest version, or make the new one accept what that one did.
)"},
    {kVersionRenumbered, Severity::kInfo, R"(### What
The only version of an event has another number.
### Why
Whatever version a call names, this one is the oldest and so the one it is held against.
### Fix
Nothing.
)"},
    {kRuleRemoved, Severity::kWarning, R"(### What
Identify, group, page, screen or all calls have no rule any more.
### Why
They all pass, and nothing is promised to those who read them.
### Fix
Keep the rule as long as someone relies on it.
)"},
    {kRuleAdded, Severity::kWarning, R"(### What
Identify, group, page, screen or all calls have a rule now.
### Why
Calls were held against nothing before; what the rule requires or shuts out fails now.
### Fix
Begin with optional members.
)"},
    {kPropertyRemoved, Severity::kError, R"(### What
A property or trait is planned no more.
### Why
Where the object is closed, calls that carry it fail. Readers look for it in vain.
### Fix
Leave it in the plan, say in its description that it is deprecated.
)"},
    {kPropertyAdded, Severity::kInfo, R"(### What
An optional property or trait is new in the plan.
### Why
Nobody had to send it, nobody relied on it. Where the members that are not listed have a schema,
it is held against that.
### Fix
Nothing.
)"},
    {kRequiredAdded, Severity::kError, R"(### What
A property or trait is new in the plan and required.
### Why
No call had to carry it; those that do not fail now.
### Fix
Add it as optional, require it in a new version of the event.
)"},
    {kPropertyRenamed, Severity::kError, R"(### What
A property or trait with the same schema has another, near name.
### Why
Readers look for the old name in vain; calls by the old name fail where it was required or the
object is closed.
### Fix
Plan both names for a while.
)"},
    {kMadeRequired, Severity::kError, R"(### What
What could be left out is required.
### Why
Calls without it passed and fail now.
### Fix
Require it in a new version of the event.
)"},
    {kMadeOptional, Severity::kWarning, R"(### What
What was required can be left out.
### Why
Readers counted on it.
### Fix
Tell the readers first.
)"},
    {kTypeWidened, Severity::kWarning, R"(### What
A value may be of more types.
### Why
Readers may meet a type they do not know.
### Fix
Tell the readers first, or take a new property.
)"},
    {kTypeNarrowed, Severity::kError, R"(### What
A value may be of fewer types.
### Why
Calls with the others passed and fail now.
### Fix
Narrow it in a new version of the event.
)"},
    {kTypeChanged, Severity::kError, R"(### What
A value is of another type.
### Why
Calls by the old plan fail, and readers meet what they do not know.
### Fix
Take a new property, or a new version of the event.
)"},
    {kEnumGrown, Severity::kWarning, R"(### What
More values are allowed.
### Why
Readers may meet a value they do not know.
### Fix
Tell the readers first.
)"},
    {kEnumShrunk, Severity::kError, R"(### What
Fewer values are allowed.
### Why
Calls with the others passed and fail now.
### Fix
Deprecate the values first.
)"},
    {kEnumChanged, Severity::kError, R"(### What
Some values are allowed no more, and others are new.
### Why
Calls with the old ones fail, readers meet the new ones.
### Fix
Add the new values first, take the old ones out later.
)"},
    {kConstraintWidened, Severity::kWarning, R"(### What
A constraint lets more values pass.
### Why
Readers may meet a value that could not come.
### Fix
Tell the readers first.
)"},
    {kConstraintNarrowed, Severity::kError, R"(### What
A constraint lets fewer values pass.
### Why
Calls with the others passed and fail now.
### Fix
Narrow it in a new version of the event.
)"},
    {kConstraintChanged, Severity::kError, R"(### What
A constraint lets other values pass than it did.
### Why
Some calls that passed may fail, some values that come may be new.
### Fix
Change it in a new version of the event.
)"},
    {kObjectOpened, Severity::kWarning, R"(### What
An object may have members that are not listed.
### Why
Readers may meet members they do not know.
### Fix
Tell the readers first, or list the members.
)"},
    {kObjectClosed, Severity::kError, R"(### What
An object may have no members but those that are listed.
### Why
Calls with others passed and fail now.
### Fix
List what is sent before closing it.
)"},
    {kWordsChanged, Severity::kInfo, R"(### What
A title, description or example is another one.
### Why
Words hold nobody to anything.
### Fix
Nothing.
)"},
    {kLabelsChanged, Severity::kInfo, R"(### What
The labels of an event are others.
### Why
Labels hold nobody to anything.
### Fix
Nothing.
)"},
    {kDeprecated, Severity::kInfo, R"(### What
An event is marked as deprecated.
### Why
It may be sent and read as before.
### Fix
Move to what stands in its place.
)"},
    {kUndeprecated, Severity::kInfo, R"(### What
An event is deprecated no more.
### Why
It may be sent and read as before.
### Fix
Nothing.
)"},
};

constexpr size_t kCount = std::size(kWords);

std::array<Rule, kCount> make_rules() {
  std::array<Rule, kCount> out;
  for (size_t i = 0; i < kCount; ++i) {
    out[i].id = code_of(kWords[i].kind);
    out[i].name = name_of(kWords[i].kind);
    out[i].message = "{0}";
    out[i].doc = kWords[i].doc;
    out[i].page = kPage;
    out[i].severity = kWords[i].severity;
    // What breaks makes violations of events that were none, and the source may block those.
    if (kWords[i].severity == Severity::kError) out[i].consequence = Consequence::kDropped;
  }
  return out;
}

consteval bool in_order() {
  for (size_t i = 0; i < kCount; ++i) {
    if (static_cast<size_t>(kWords[i].kind) != i) return false;
  }
  return kCount == static_cast<size_t>(kUndeprecated) + 1;
}
static_assert(in_order());

}  // namespace

std::span<const Rule> plan_change_rules() {
  static const std::array<Rule, kCount> rules = make_rules();
  return rules;
}

const Rule& rule_of(PlanChangeKind kind) { return plan_change_rules()[static_cast<size_t>(kind)]; }

const Rule* find_plan_change_rule(std::string_view id_or_name) {
  for (const Rule& rule : plan_change_rules()) {
    if (rule.id == id_or_name || rule.name == id_or_name) return &rule;
  }
  return nullptr;
}

}  // namespace specgate
