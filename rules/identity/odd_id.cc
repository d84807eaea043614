#include <array>
#include <optional>

#include "rules/privacy/personal_text.h"
#include "rules/rules.h"
#include "rules/site.h"
#include "spec/format.h"

namespace specgate::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

// Digits in groups, as "+1 555 010 0199" has them.
struct Grouped {
  size_t digits = 0, groups = 0;
  std::array<size_t, 3> sizes{};  // of the first groups
};

std::optional<Grouped> grouped(std::string_view id) {
  Grouped out;
  bool in_digits = false;
  for (const char c : id) {
    if (!is_digit(c) && std::string_view(" -.()/").find(c) == std::string_view::npos) return std::nullopt;
    if (is_digit(c)) {
      out.groups += in_digits ? 0 : 1;
      ++out.digits;
      if (out.groups <= out.sizes.size()) ++out.sizes[out.groups - 1];
    }
    in_digits = is_digit(c);
  }
  return out;
}

// "+1 555 010 0199"; without the plus "(555) 010-0199" and "555-010-0199", whose area begins with neither 0
// nor 1. Dates, orders and articles are grouped otherwise, and digits alone may be any id.
bool is_phone_number(std::string_view id) {
  constexpr size_t kLeast = 7, kMost = 15;  // E.164 has up to 15 digits
  constexpr std::array<size_t, 3> kNorthAmerican = {3, 3, 4};
  constexpr size_t kLongest = 14;  // "(555) 010-0199"
  const bool plus = id.front() == '+';
  const std::optional<Grouped> number = grouped(id.substr(plus ? 1 : 0));
  if (!number) return false;
  if (plus) return number->digits >= kLeast && number->digits <= kMost;
  if (number->groups != kNorthAmerican.size() || number->sizes != kNorthAmerican) return false;
  return id.size() <= kLongest && id[id.find_first_of("0123456789")] >= '2';
}

bool is_token(std::string_view id) {  // of three parts in base64url, the first an object
  constexpr std::string_view kObject = "eyJ";
  if (!id.starts_with(kObject)) return false;
  const size_t first = id.find('.'), last = id.rfind('.');
  return first != last && id.find('.', first + 1) == last;
}

// What the id is, for the message; empty: there is nothing odd about it.
std::string_view oddity(std::string_view id) {
  if (is_blank(id.front()) || is_blank(id.back())) return "an id with blanks around it";
  if (id.find('@') != std::string_view::npos) {
    const PersonalText found = find_personal(id);
    const bool more = found.what == PersonalText::What::kEmail && found.end - found.begin < id.size();
    return more ? "an email address with more around it" : std::string_view();
  }
  const char first = id.front();
  if (first == 'e') return is_token(id) ? "a JSON Web Token" : std::string_view();
  if (!is_digit(first) && first != '+' && first != '(' && id.find(':') == std::string_view::npos) {
    return {};
  }
  if (matches(Format::kIp, id)) return "an IP address";
  return is_phone_number(id) ? "a phone number" : std::string_view();
}

// The id is not among the arguments: a report must not spread it.
void check(const Site& site, Findings& out) {
  if (!is_text(&site.node)) return;
  const std::string_view odd = oddity(site.node.text);
  if (!odd.empty()) out.add(odd_id, site.node, site.node.key, odd);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":" u-17 "})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"u1","anonymousId":"203.0.113.7"})", .at = "/anonymousId"},
    {.bad = R"({"type":"identify","userId":"+1 555 010 0199"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"ann@example.com|google"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk"})",
     .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"(555) 010-0199"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"555.010.0199"})", .at = "/userId"},
    {.good = R"({"type":"identify","userId":"5550100199"})"},
    {.good = R"({"type":"identify","userId":"2026-11-3017"})"},
    {.good = R"({"type":"identify","userId":"4711-080-150"})"},
    {.good = R"({"type":"identify","userId":"100-200-3000"})"},
    {.good = R"({"type":"identify","userId":"2026-11-30-17"})"},
    {.good = R"({"type":"identify","userId":"507f191e-810c-4197-29de-860ea0000000"})"},
};

}  // namespace

constinit const Rule odd_id = {
    .id = "ID113",
    .name = "odd-id",
    .message = "{0} is {1}",
    .doc = R"(### What
An id is something else than an id: an IP address, a phone number, a JSON Web Token, an email address with
more around it. Or it has blanks around it.
### Why
Several people share an IP address or a phone, and a token is another one tomorrow: two people become one,
or one becomes many. Such values are personal data or secrets too, and an id travels to every destination.
An id with blanks is another user than the one without.
### Fix
Send the id from your database. What else is known about the person are traits.
)",
    .page = "guides/working-with-ids.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .profile = Profile::kMinimal,
    .on = On::kValue,
    .where = "userId, anonymousId, groupId, previousId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
