#include <array>
#include <optional>

#include "rules/engine/fields.h"
#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/privacy/personal_text.h"
#include "rules/rules.h"
#include "spec/catalogue/segment_format.h"
#include "spec/catalogue/unfilled.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

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

constexpr std::string_view kDigits = "0123456789";

// "(555) 010-0199", "555-010-0199", and with a 1 before them. An area begins with neither 0 nor 1.
bool is_north_american(std::string_view id) {
  constexpr std::array<size_t, 3> kNorthAmerican = {3, 3, 4};
  constexpr size_t kLongest = 14;  // "(555) 010-0199"
  if (id.front() == '1' && id.size() > 1 && !is_digit(id[1])) id.remove_prefix(1);
  while (!id.empty() && (is_blank(id.front()) || id.front() == '-' || id.front() == '.')) id.remove_prefix(1);
  const std::optional<Grouped> number = grouped(id);
  if (!number || number->groups != kNorthAmerican.size() || number->sizes != kNorthAmerican) return false;
  return id.size() <= kLongest && id[id.find_first_of(kDigits)] >= '2';
}

// "0049 151 12345678" and "06 12 34 56 78": from abroad, and as in France.
bool begins_with_zero(std::string_view id) {
  const std::optional<Grouped> number = grouped(id);
  if (!number || id.find(' ') == std::string_view::npos) return false;
  constexpr size_t kLeast = 9, kMost = 17, kPairs = 5;
  if (id.starts_with("000")) return false;  // no country's code begins so
  if (id.starts_with("00")) return number->groups > 1 && number->digits >= kLeast && number->digits <= kMost;
  constexpr std::array<size_t, 3> kTwos = {2, 2, 2};
  return number->groups == kPairs && number->digits == 2 * kPairs && number->sizes == kTwos;
}

// "+1 555 010 0199 x12"
std::string_view without_extension(std::string_view id) {
  const size_t letter = id.find_first_of("xe");
  if (letter == std::string_view::npos || letter == 0) return id;
  std::string_view rest = id.substr(letter);
  for (const std::string_view word : {"extension", "ext.", "ext", "x"}) {
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    if (rest.empty() || rest.find_first_not_of(kDigits) != std::string_view::npos) return id;
    id = id.substr(0, letter);
    while (is_blank(id.back())) id.remove_suffix(1);
    return id;
  }
  return id;
}

// Also as "tel:+1 555 010 0199". Dates, orders and articles are grouped otherwise, and digits alone may be
// any id.
bool is_phone_number(std::string_view id) {
  constexpr size_t kLeast = 7, kMost = 15;  // E.164 has up to 15 digits
  for (const std::string_view scheme : {"tel:", "sms:", "whatsapp:"}) {
    if (id.starts_with(scheme)) id.remove_prefix(scheme.size());
  }
  if (id.empty()) return false;
  id = without_extension(id);
  if (id.front() == '+') {
    const std::optional<Grouped> number = grouped(id.substr(1));
    return number && number->digits >= kLeast && number->digits <= kMost;
  }
  return id.front() == '0' ? begins_with_zero(id) : is_north_american(id);
}

bool is_port(std::string_view text) {
  constexpr size_t kMost = 5;
  return !text.empty() && text.size() <= kMost && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// "203.0.113.7", "203.0.113.7:443", "[2001:db8::1]:443", "fe80::1%eth0", and the first of a list with commas.
bool is_address(std::string_view id) {
  id = id.substr(0, id.find(','));
  if (id.front() == '[') {
    const size_t close = id.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view after = id.substr(close + 1);
    return (after.empty() || (after.front() == ':' && is_port(after.substr(1)))) &&
           matches(Format::kIp, id.substr(1, close - 1));
  }
  if (matches(Format::kIp, id)) return true;
  if (const size_t zone = id.find('%'); zone != std::string_view::npos) return matches(Format::kIp, id.substr(0, zone));
  const size_t colon = id.find(':');
  return colon != std::string_view::npos && is_port(id.substr(colon + 1)) && matches(Format::kIp, id.substr(0, colon));
}

bool is_token(std::string_view id) {  // of three parts in base64url, the first an object
  constexpr std::string_view kObject = "eyJ", kScheme = "Bearer ";
  if (id.starts_with(kScheme)) id.remove_prefix(kScheme.size());
  if (!id.starts_with(kObject)) return false;
  const size_t first = id.find('.'), last = id.rfind('.');
  return first != last && id.find('.', first + 1) == last;
}

// What the id is, for the message; empty: there is nothing odd about it.
std::string_view oddity(std::string_view id) {
  if (is_blank(id.front()) || is_blank(id.back())) {
    const bool filled = specgate::unfilled_id(id) == Unfilled::kNo;  // else placeholder-id speaks
    return filled ? "an id with blanks around it" : std::string_view();
  }
  if (id.find('@') != std::string_view::npos) {
    const PersonalText found = find_personal(id);
    const bool more = found.what == PersonalText::What::kEmail && found.end - found.begin < id.size();
    return more ? "an email address with more around it" : std::string_view();
  }
  const char first = id.front();
  if ((first == 'e' || first == 'B') && is_token(id)) return "a JSON Web Token";
  if (!is_digit(first) && first != '+' && first != '(' && id.find(':') == std::string_view::npos) {
    return {};
  }
  if (is_address(id)) return "an IP address";
  return is_phone_number(id) ? "a phone number" : std::string_view();
}

// The id is not among the arguments: a report must not spread it.
void check(const Site& site, Findings& out) {
  if (!is_text(&site.node)) return;
  if (!is_one_of(site, {Slot::kUserId, Slot::kAnonymousId, Slot::kGroupId, Slot::kPreviousId})) return;
  const std::string_view odd = oddity(site.node.text);
  if (odd.empty()) return;
  const bool field = site.node.parent == site.event.root;
  out.add(odd_id, site.node, field ? site.node.key : named(site, site.node, out), odd);
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
    {.bad = R"({"type":"identify","userId":"1-555-010-0199"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"tel:+15550100199"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"+15550100199 x12"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"0049 151 12345678"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"06 12 34 56 78"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"203.0.113.7:443"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"[2001:db8::1]"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"203.0.113.7, 198.51.100.2"})", .at = "/userId"},
    {.bad = R"({"type":"identify","userId":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk"})",
     .at = "/userId"},
    {.bad = R"({"type":"track","event":"Signed Up","userId":"u1","context":{"groupId":"203.0.113.7"}})",
     .at = "/context/groupId"},
    {.bad = R"({"type":"identify","user_id":"203.0.113.7"})", .at = "/user_id", .with = "legacy-field-name"},
    {.good = R"({"type":"identify","userId":"1-100-200-3000"})"},
    {.good = R"({"type":"identify","userId":"urn:uuid:8f3a"})"},
    {.good = R"({"type":"identify","userId":"00 17"})"},
    {.good = R"({"type":"identify","userId":"01 02 03 04"})"},
    {.good = R"({"type":"identify","userId":"203.0.113.7:customer"})"},
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
    .where = "userId, anonymousId, groupId, previousId, ?, context.groupId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
