#include <algorithm>
#include <array>

#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"

namespace specgate::rules {
namespace {

bool same_value(const Site& site, const Node& a, const Node& b) {
  if (a.is(Kind::kString) && b.is(Kind::kString)) return a.text == b.text;
  return raw(site, a) == raw(site, b);
}

// Both styles begin a name with the same word: nearly always this tells that there is no twin.
bool may_have_twin(const Site& site, const Node& trait, std::string_view word) {
  constexpr uint32_t kMostNodes = 256;  // beyond, the look-up of the twin costs less
  const Node& object = parent_of(site, trait);
  if (object.next - first(site, object) > kMostNodes) return true;
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    if (&at(site, i) != &trait && at(site, i).key.starts_with(word)) return true;
  }
  return false;
}

// The reserved trait is camelCase but for employee_count; its twin is what the other style makes of
// it.
void check(const Site& site, Findings& out) {
  const Node& trait = site.node;
  std::array<char, 32> buffer;
  const auto has_style = [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); };
  const auto joint = std::find_if(trait.key.begin(), trait.key.end(), has_style);
  if (joint == trait.key.end()) return;  // "email" has no twin
  if (!may_have_twin(site, trait, {trait.key.begin(), joint})) return;
  const Style other = trait.key.find('_') == std::string_view::npos ? Style::kSnake : Style::kCamel;
  const std::string_view key = restyle(other, trait.key, buffer);
  const Node* twin = member(site, &parent_of(site, trait), key);
  if (twin == nullptr || same_value(site, trait, *twin)) return;
  out.add(trait_casing_conflict, *twin, trait.key, twin->key);
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","traits":{"createdAt":"2015-12-10T04:08:31Z","created_at":"2014-01-01T00:00:00Z"}})",
     .at = "/traits/created_at"},
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"traits":{"first_name":"Pete","firstName":"Peter"}}})",
     .at = "/context/traits/first_name"},
    {.bad =
         R"({"type":"group","userId":"u1","groupId":"g1","traits":{"address":{"postalCode":"94105","postal_code":"94107"}}})",
     .at = "/traits/address/postal_code"},
    {.good =
         R"({"type":"identify","userId":"u1","traits":{"firstName":"Peter","first_name":"Peter"}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"created_at":"2014-01-01T00:00:00Z"}})"},
};

}  // namespace

constinit const Rule trait_casing_conflict = {
    .id = "TRT103",
    .name = "trait-casing-conflict",
    .message = "{0} and {1} are the same trait with two values",
    .doc = R"(### What
A reserved trait is there in camelCase and in snake_case, and the values differ.
### Why
Segment takes both spellings for one trait in some places and for two in others, so it is left to chance
which value a destination gets.
### Fix
Keep one spelling. Only you know which value is right.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where =
        "traits.createdAt,traits.firstName,traits.lastName,traits.address.postalCode,"
        "traits.company.employee_count,context.traits.createdAt,context.traits.firstName,"
        "context.traits.lastName,context.traits.address.postalCode,"
        "context.traits.company.employee_count",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
