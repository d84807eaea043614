#include "rules/naming/columns.h"
#include "rules/rules.h"
#include "rules/traits/reserved.h"

namespace specgate::rules {
namespace {

// Called at every member of context.traits: there `*` is a place, and a pattern too.
bool is_documented(const Place& place) {
  return !place.path.ends_with('*') && !place.path.ends_with('?');
}

void check(const Site& site, Findings& out) {
  const Node& trait = site.node;
  if (is_documented(place_of(site, trait))) return;
  const std::string_view name = reserved_trait(site, trait);
  if (name.empty() || is_accepted_spelling(site, trait)) return;
  out.add(reserved_trait_variant, trait, trait.key, name).at_key().suggest(name);
  const bool taken = member(site, &parent_of(site, trait), name) != nullptr ||
                     member_in_column(site, trait, name) != nullptr;
  if (!taken) out.rename(trait, name, kUnsafe);
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"birthDate":"1991-08-13"}})",
     .at = "/traits/birthDate",
     .fixed =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"birthday":"1991-08-13"}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"Email":"peter@example.com"}})",
     .at = "/traits/Email",
     .fixed =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"email":"peter@example.com"}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"name":"Peter","fullName":"Peter Gibbons"}})",
     .at = "/traits/fullName"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"first_name":"Peter","created_at":"2014-01-01T00:00:00Z"}})"},
    {.good =
         R"({"type":"group","userId":"u1","messageId":"m1","groupId":"g1","traits":{"industry":"Technology","Age":12}})"},
};

}  // namespace

constinit const Rule reserved_trait_variant = {
    .id = "TRT104",
    .name = "reserved-trait-variant",
    .message = "trait \"{0}\" is not the reserved \"{1}\", which destinations read",
    .doc = R"(### What
A trait has almost the name of a reserved one: other case, or another word for it, as in `birthDate`.
### Why
Destinations know the reserved names only, and pass others on as custom fields, if at all.
### Fix
Use the reserved name. The unsafe fix renames the trait where that name is free. `first_name`, `last_name`,
`created_at` and `postal_code` are accepted as they are.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .calls = kSixCalls,
    .on = On::kKey,
    .where = "traits.?,context.traits.*",
    .keys = kKeyTrait,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
