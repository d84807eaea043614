#include <algorithm>
#include <array>

#include "rules/engine/fields.h"
#include "rules/engine/read_as.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/event/look_alike.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kOldContext = "options";

bool says_something(const Node& node) {
  return !node.is(Kind::kNull) && (!node.is(Kind::kString) || has_visible(node.text));
}

// Would the value be right under the field's name? Else a rename makes Segment drop what it took.
bool fits(const Site& site, const Node& node, std::string_view field) {
  const Constraint* const said =
      site.spec.constraint(site.spec.shape_of(site.event.call), site.spec.paths().find(field));
  const bool number = node.is(Kind::kInteger) && field.ends_with("Id");  // id-not-string puts quotes around it
  if (said == nullptr || number) return says_something(node);
  return admits(said->kinds, node.kind) && says_something(node);
}

// Who gets a field's name, which only one can have. Of members with one key the last, as readers have it;
// of several keys the one that says something; where two do and differ, the choice is not ours.
class Claims {
 public:
  void add(const Site& site, const Node& node, std::string_view field) {
    Claim* const claim = find(field);
    if (claim == nullptr) {
      if (count_ < claims_.size()) claims_[count_++] = {field, &node, false};
      return;
    }
    const Node& before = *claim->by;
    if (before.key == node.key || !says_something(before)) {
      claim->by = &node;
    } else if (says_something(node) && raw(site, before) != raw(site, node)) {
      claim->contested = true;
    }
  }

  bool has(std::string_view field) { return find(field) != nullptr; }

  // The node says nothing, and another gets the name.
  bool has_better(std::string_view field, const Node& node) {
    const Claim* const claim = find(field);
    return claim != nullptr && claim->by != &node && says_something(*claim->by) && !says_something(node);
  }

  bool gives(std::string_view field, const Node& node) {
    const Claim* const claim = find(field);
    return claim != nullptr && claim->by == &node && !claim->contested;
  }

 private:
  struct Claim {
    std::string_view field;
    const Node* by = nullptr;
    bool contested = false;
  };

  Claim* find(std::string_view field) {
    const auto end = claims_.begin() + count_;
    const auto at = std::find_if(claims_.begin(), end, [&](const Claim& one) { return one.field == field; });
    return at == end ? nullptr : &*at;
  }

  std::array<Claim, 32> claims_;  // there are fewer fields with old names
  uint32_t count_ = 0;
};

// Is the member known at this place of the context, with all that it holds, and of the kind it has there?
bool is_context(const Site& site, const Node& node, PathId above) {
  const PathId path = site.spec.paths().step(above, node.key).path;
  const Constraint* const said = site.spec.constraint(site.spec.shape_of(site.event.call), path);
  if (said == nullptr || !admits(said->kinds, node.kind)) return false;
  if (!node.is(Kind::kObject)) return true;
  for (uint32_t i = first(site, node); i != node.next; i = at(site, i).next) {
    if (!is_context(site, at(site, i), path)) return false;
  }
  return true;
}

constexpr std::string_view kAll = "All";

// A switch of a destination: true or false under a name that is no field of the context; `All` may be an object.
bool is_switch(const Site& site, const Node& node) {
  if (node.key == kAll) return node.is(Kind::kBoolean) || node.is(Kind::kObject);
  return node.is(Kind::kBoolean) && !is_context(site, node, site.spec.paths().find(name_of(Slot::kContext)));
}

// Does `options` hold switches, and nothing else?
bool are_switches(const Site& site, const Node& options) {
  if (!options.is(Kind::kObject)) return false;
  uint32_t i = first(site, options);
  const bool any = i != options.next;
  while (i != options.next && is_switch(site, at(site, i))) i = at(site, i).next;
  return any && i == options.next;
}

// Is nothing but context left of `options` once its fields are at the top? Not where one of them is
// taken or of another kind, and not where it has a context of its own.
bool becomes_context(const Site& site, const Node& options) {
  Claims claims;
  const PathId context = site.spec.paths().find(name_of(Slot::kContext));
  for (uint32_t i = first(site, options); i != options.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    const std::string_view field = field_of_option(site.spec, node.key);
    if (node.key == name_of(Slot::kContext)) return false;
    if (field.empty()) {
      if (!is_context(site, node, context)) return false;
      continue;
    }
    if (!fits(site, node, field) || claims.has(field) || member(site, &site.node, field) != nullptr) return false;
    claims.add(site, node, field);
  }
  return true;
}

// Switches lie in `options` itself: they are lost as context.
void report_switches(const Site& site, const Node& options, Findings& out) {
  constexpr std::string_view kField = name_of(Slot::kIntegrations);
  out.add(legacy_field_name, options, named(site, options, out), kField).at_key().suggest(kField);
  if (member(site, &site.node, kField) == nullptr) out.rename(options, kField, kUnsafe);
}

void report(const Site& site, const Node& node, std::string_view field, Claims& claims,
            Findings& out) {
  out.add(legacy_field_name, node, named(site, node, out), field).at_key().suggest(field);
  const Node* target = member(site, &site.node, field);
  if (target == nullptr) {
    const bool whole = node.key != kOldContext || becomes_context(site, node);
    if (whole && fits(site, node, field) && claims.gives(field, node)) out.rename(node, field, kSafe);
    if (claims.has_better(field, node)) out.remove(node, kSafe);
  } else if (raw(site, *target) == raw(site, node)) {
    out.remove(node, kSafe);
  }
}

// `options` has a context: called `context` itself it would hold one.
void report_wrapper(const Site& site, const Node& options, Findings& out) {
  constexpr std::string_view kField = name_of(Slot::kContext);
  out.add(legacy_field_name, options, named(site, options, out),
          out.text({kField, ", for what its ", kField, " holds"}))
      .at_key();
}

// A switch among other things.
void report_rest(const Site& site, const Node& options, const Node& node, Findings& out) {
  if (!is_switch(site, node)) return;
  const std::string_view field = out.text({name_of(Slot::kIntegrations), ".", node.key});
  out.add(legacy_field_name, node, out.text({options.key, ".", node.key}), field).at_key().suggest(field);
}

// `above`: what is renamed to fields beside `options`.
void check_options(const Site& site, const Node& options, Claims& above, Findings& out) {
  Claims claims;
  for (uint32_t i = first(site, options); i != options.next; i = at(site, i).next) {
    const std::string_view field = field_of_option(site.spec, at(site, i).key);
    if (!field.empty()) claims.add(site, at(site, i), field);
  }
  for (uint32_t i = first(site, options); i != options.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    const std::string_view field = field_of_option(site.spec, node.key);
    if (field.empty()) {
      report_rest(site, options, node, out);
      continue;
    }
    out.add(legacy_field_name, node, out.text({options.key, ".", node.key}), field)
        .at_key()
        .suggest(field);
    const bool taken = above.has(field) || member(site, &site.node, field) != nullptr;
    if (!taken && fits(site, node, field) && claims.gives(field, node)) out.move(node, site.node, field, kSafe);
  }
}

// Calls visit(node, field) for each member that has an old name.
template <typename Visit>
void each_old_name(const Site& site, Visit visit) {
  for (uint32_t i = first(site, site.node); i != site.node.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    if (is_field(site, site.event.call, node)) continue;  // nearly always
    const std::string_view field = legacy_target(site, node);
    if (!field.empty()) visit(node, field);
  }
}

void check(const Site& site, Findings& out) {
  Claims claims;
  each_old_name(site, [&](const Node& node, std::string_view field) { claims.add(site, node, field); });
  each_old_name(site, [&](const Node& node, std::string_view field) {
    const bool options = node.key == kOldContext && node.is(Kind::kObject);
    if (options && are_switches(site, node)) return report_switches(site, node, out);
    if (options && member(site, &node, name_of(Slot::kContext)) != nullptr) {
      report_wrapper(site, node, out);
    } else {
      report(site, node, field, claims, out);
    }
    if (options) check_options(site, node, claims, out);
  });
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up","user_id":"u1"})",
     .at = "/user_id",
     .fixed = R"({"type":"track","event":"Signed Up","userId":"u1"})"},
    {.bad = R"({"action":"identify","userId":"u1","traits":{"plan":"pro"}})",
     .at = "/action",
     .fixed = R"({"type":"identify","userId":"u1","traits":{"plan":"pro"}})"},
    {.bad = R"({"type":"alias","from":"a1","userId":"u1"})",
     .at = "/from",
     .fixed = R"({"type":"alias","previousId":"a1","userId":"u1"})"},
    {.bad = R"({"type":"identify","sessionId":"s1"})",
     .at = "/sessionId",
     .fixed = R"({"type":"identify","anonymousId":"s1"})"},
    {.bad = R"({"type":"identify","userId":"u1","options":{"providers":{"Salesforce":true}}})",
     .at = "/options",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{},"integrations":{"Salesforce":true}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","options":{"integrations":{"All":false},"timestamp":"2026-01-02T03:04:05Z","ip":"10.0.0.1"}})",
     .at = "/options/timestamp",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{"ip":"10.0.0.1"},"integrations":{"All":false},"timestamp":"2026-01-02T03:04:05Z"})"},
    {.bad =
         R"({"type":"identify","userId":"u1","options":{"integrations":{"All":false},"context":{"ip":"10.0.0.1"}}})",
     .at = "/options/integrations"},
    {.bad = R"({"type":"identify","userId":"u1","options":{"context":{"ip":"10.0.0.1"}}})", .at = "/options"},
    {.bad = R"({"type":"identify","userId":"u1","options":{"All":false,"Mixpanel":true}})",
     .at = "/options",
     .fixed = R"({"type":"identify","userId":"u1","integrations":{"All":false,"Mixpanel":true}})"},
    {.bad = R"({"type":"identify","userId":"u1","options":{"All":false,"ip":"10.0.0.1"}})",
     .at = "/options/All"},
    {.bad = R"({"type":"identify","userId":"u1","userID":"u1"})",
     .at = "/userID",
     .fixed = R"({"type":"identify","userId":"u1"})",
     .with = "look-alike-field"},
    {.bad = R"({"type":"identify","userId":"u1","userID":"u2"})",
     .at = "/userID",
     .with = "look-alike-field"},
    {.bad = R"({"type":"identify","userID":null,"user_id":"u1"})",
     .at = "/user_id",
     .fixed = R"({"type":"identify","userId":"u1"})",
     .with = "look-alike-field"},
    {.bad = R"({"type":"identify","user_id":"u1","userID":"u2"})",
     .at = "/user_id",
     .with = "look-alike-field"},
    {.bad = R"({"type":"identify","userId":"u1","options":{"color":"red"}})", .at = "/options"},
    {.bad = R"({"type":"identify","userId":"u1","options":{"providers":["Mixpanel"]}})", .at = "/options"},
    {.bad = R"({"type":"track","event":"Signed Up","user_id":"","anonymousId":"a1"})", .at = "/user_id"},
    {.good = R"({"type":"identify","userId":"u1","sessionId":"s1"})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","action":"click"})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","from":"ad","to":"shop"})"},
};

}  // namespace

constinit const Rule legacy_field_name = {
    .id = "ENV112",
    .name = "legacy-field-name",
    .message = "{0} is an old or misspelt name, the field is {1}",
    .doc = R"(### What
A field carries its name from before the Spec's second version (`action`, `sessionId`, `options`,
`from`, `to`) or one of the spellings that slip in (`user_id`, `userID`, `write_key`).
### Why
Segment reads only the current name. A `user_id` is no identity: the call is dropped as anonymous,
or attached to nobody.
### Fix
Rename it. The fix does so where the current field is absent and would take the value, and drops the old one where both hold
the same value; where they differ the choice is yours. Of several old names the one that holds something is
renamed, and what holds nothing is dropped. What lay in `options` goes where it belongs:
`providers` and `integrations` become `integrations`, `timestamp`, `anonymousId`, `userId` and `messageId` go
to the top where they are not taken, and the rest is `context`, unless something of these would be left in it
or `options` holds a `context` of its own. Switches of destinations (`All`, and true or false under names that are
no fields of the context) belong in `integrations`: as context they are lost. The unsafe fix makes
`integrations` of an `options` that holds nothing else.
)",
    .page = "connections/spec/migration-guide.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .facts = kFactUnlisted,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
