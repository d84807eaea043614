#include <algorithm>
#include <array>

#include "rules/fields.h"
#include "rules/found.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kOldContext = "options";

// A field can be renamed to once; of two old names for it the first gets it. There are fewer fields
// with old names than this has room for.
class Claims {
 public:
  bool take(std::string_view field) {
    const auto end = taken_.begin() + count_;
    if (count_ == taken_.size() || std::find(taken_.begin(), end, field) != end) return false;
    taken_[count_++] = field;
    return true;
  }

 private:
  std::array<std::string_view, 32> taken_;
  size_t count_ = 0;
};

// Fields of the call that lay in `options`, one level down. What else is there is context.
constexpr struct {
  std::string_view key, field;
} kOptions[] = {
    {"providers", "integrations"}, {"integrations", "integrations"}, {"anonymousId", "anonymousId"},
    {"timestamp", "timestamp"},    {"userId", "userId"},             {"messageId", "messageId"},
};

// The field of the call that a member of `options` is, or empty.
std::string_view field_of_option(std::string_view key) {
  for (const auto& option : kOptions) {
    if (option.key == key) return option.field;
  }
  return {};
}

// Is nothing but context left of `options` once its fields are at the top? Not where one of them is
// taken, and not where it has a context of its own.
bool becomes_context(const Site& site, const Node& options) {
  Claims claims;
  for (uint32_t i = first(site, options); i != options.next; i = at(site, i).next) {
    const std::string_view key = at(site, i).key, field = field_of_option(key);
    if (key == name_of(Slot::kContext)) return false;
    if (field.empty()) continue;
    if (!claims.take(field) || member(site, &site.node, field) != nullptr) return false;
  }
  return true;
}

void report(const Site& site, const Node& node, std::string_view field, Claims& claims,
            Findings& out) {
  const bool first_of_it = claims.take(field);
  out.add(legacy_field_name, node, named(site, node, out), field).at_key().suggest(field);
  const Node* target = member(site, &site.node, field);
  if (target == nullptr) {
    const bool whole = node.key != kOldContext || becomes_context(site, node);
    if (first_of_it && whole) out.rename(node, field, kSafe);
  } else if (raw(site, *target) == raw(site, node)) {
    out.remove(node, kSafe);
  }
}

void check_options(const Site& site, const Node& options, Findings& out) {
  Claims claims;
  for (uint32_t i = first(site, options); i != options.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    const std::string_view field = field_of_option(node.key);
    if (field.empty()) continue;
    out.add(legacy_field_name, node, out.text({options.key, ".", node.key}), field)
        .at_key()
        .suggest(field);
    if (claims.take(field) && member(site, &site.node, field) == nullptr) {
      out.move(node, site.node, field, kSafe);
    }
  }
}

void check(const Site& site, Findings& out) {
  Claims claims;
  for (uint32_t i = first(site, site.node); i != site.node.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    if (is_field(site, site.event.call, node)) continue;  // nearly always
    const std::string_view field = legacy_target(site, node);
    if (field.empty()) continue;
    report(site, node, field, claims, out);
    if (node.key == kOldContext && node.is(Kind::kObject)) check_options(site, node, out);
  }
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
    {.bad = R"({"type":"identify","userId":"u1","userID":"u1"})",
     .at = "/userID",
     .fixed = R"({"type":"identify","userId":"u1"})",
     .with = "look-alike-field"},
    {.bad = R"({"type":"identify","userId":"u1","userID":"u2"})",
     .at = "/userID",
     .with = "look-alike-field"},
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
Rename it. The fix does so where the current field is absent, and drops the old one where both hold
the same value; where they differ the choice is yours. What lay in `options` goes where it belongs:
`providers` and `integrations` become `integrations`, `timestamp`, `anonymousId`, `userId` and `messageId` go
to the top where they are not taken, and the rest is `context`, unless something of these would be left in it
or `options` holds a `context` of its own.
)",
    .page = "connections/spec/migration-guide.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .facts = kFactUnlisted,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
