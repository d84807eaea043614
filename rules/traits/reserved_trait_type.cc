#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

std::string_view take_digits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// A number that JSON spells the same way without quotes, so that nothing of it is lost: 42, -0.5.
bool is_plain_decimal(std::string_view text) {
  constexpr size_t kMostDigits = 15;  // all of which a double keeps
  if (text.empty() || text.size() > kMostDigits) return false;
  if (text[0] == '-') text.remove_prefix(1);
  const std::string_view whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole[0] == '0')) return false;
  if (text.empty()) return true;
  if (text[0] != '.') return false;
  text.remove_prefix(1);
  return !take_digits(text).empty() && text.empty();
}

void check(const Site& site, Findings& out) {
  const Node& trait = site.node;
  const Constraint& wanted = *site.constraint;
  out.add(reserved_trait_type, trait, place_of(site, trait).path, found(site, &trait, out),
          wanted.words);
  const bool number = admits(wanted.kinds, Kind::kReal) && trait.is(Kind::kString);
  if (number && is_plain_decimal(trait.text)) {
    out.suggest(trait.text).replace(trait, trait.text, kSafe);
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"age":"42"}})",
     .at = "/traits/age",
     .fixed = R"({"type":"identify","userId":"u1","traits":{"age":42}})"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"age":"about 40"}})",
     .at = "/traits/age"},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"company":"Initech"}})",
     .at = "/traits/company"},
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"traits":{"company":{"employee_count":"417"}}}})",
     .at = "/context/traits/company/employee_count",
     .fixed =
         R"({"type":"track","event":"Song Played","userId":"u1","context":{"traits":{"company":{"employee_count":417}}}})"},
    {.bad = R"({"type":"group","userId":"u1","groupId":"g1","traits":{"phone":5551234}})",
     .at = "/traits/phone"},
    {.bad =
         R"({"type":"identify","userId":"u1","traits":{"address":{"postal_code":94105}}})",
     .at = "/traits/address/postal_code"},
    {.good =
         R"({"type":"identify","userId":"u1","traits":{"age":42,"company":{"id":7},"phone":null}})"},
    {.good = R"({"type":"group","userId":"u1","groupId":"g1","traits":{"employees":329}})"},
    {.good = R"({"type":"group","userId":"u1","groupId":"g1","traits":{"employees":"329"}})"},
};

}  // namespace

constinit const Rule reserved_trait_type = {
    .id = "TRT101",
    .name = "reserved-trait-type",
    .message = "{0} is {1}, where the Spec has the type {2}",
    .doc = R"(### What
A trait that Segment has given a meaning (`age`, `company`, `phone` ...) has a value of another type. The
spellings that Segment's pages take beside their own (`first_name`, `created_at`, `address.postal_code`) are
held to the same.
### Why
Destinations map reserved traits to fields of their own, and those have a type: a number in quotes or a
name in place of an object does not arrive.
### Fix
Send the type that the Spec lists. A plain number in quotes loses them by the safe fix.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kWrongKind,
    .where = "traits.**,context.traits.**",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
