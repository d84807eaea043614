#include "lint/plan/infer/private_key.h"

#include <algorithm>
#include <iterator>

#include "rules/privacy/personal_text.h"
#include "spec/names/normalized_name.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

// By the last word of the key, in the singular. Sorted.
constexpr std::string_view kLastWords[] = {
    "agent",       "alias",     "assignee", "author",   "body",    "by",       "caption",
    "city",        "code",      "comment",  "contact",  "content", "coupon",   "customer",
    "description", "domain",    "employee", "etag",     "from",    "guid",     "handle",
    "hash",        "href",      "id",       "key",      "keyword", "link",     "location",
    "login",       "manager",   "member",   "message",  "name",    "nickname", "note",
    "number",      "owner",     "path",     "patient",  "person",  "phrase",   "postcode",
    "query",       "recipient", "referrer", "reviewer", "search",  "secret",   "sender",
    "signature",   "sku",       "slug",     "student",  "subject", "summary",  "teacher",
    "term",        "text",      "title",    "to",       "token",   "uri",      "url",
    "user",        "username",  "uuid",     "value",    "version"};
static_assert(std::is_sorted(std::begin(kLastWords), std::end(kLastWords)));

bool is_listed(std::string_view word) {
  return std::binary_search(std::begin(kLastWords), std::end(kLastWords), word);
}

bool joins_digits(char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; }

// A run of digits with what people put between them, from `at` on.
struct DigitRun {
  size_t end = 0, digits = 0;
  size_t groups[4]{};  // digits of each, the last for all that follow
};

DigitRun run_at(std::string_view text, size_t at) {
  DigitRun run;
  size_t group = 0;
  bool apart = false;
  for (; at < text.size() && (is_digit(text[at]) || joins_digits(text[at])); ++at) {
    if (!is_digit(text[at])) {
      apart = true;
      continue;
    }
    if (apart && run.digits != 0) group = std::min<size_t>(group + 1, 3);
    apart = false;
    ++run.groups[group];
    ++run.digits;
  }
  run.end = at;
  return run;
}

// +49 30 901820, (555) 010-2345, 555-010-2345; a date or a bare id is none.
bool holds_phone(std::string_view text) {
  constexpr size_t kLeast = 7, kMost = 15;  // ITU-T E.164
  for (size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const DigitRun run = run_at(text, at);
    const bool international = at > 0 && text[at - 1] == '+';
    const bool american = run.groups[0] == 3 && run.groups[1] == 3 && run.groups[2] == 4;
    if (international && run.digits >= kLeast && run.digits <= kMost) return true;
    if (american && run.digits == 10) return true;
    at = run.end;
  }
  return false;
}

}  // namespace

bool is_private_key(std::string_view key, KeyTraits traits) {
  if ((traits & (kKeyPiiRed | kKeyPiiYellow | kKeyFreeText)) != 0) return true;
  Phrase phrase;
  if (!split_words(key, phrase)) return true;  // no words: nobody knows what it speaks of
  if (phrase.too_many_words || phrase.words == 0) return true;
  std::string_view last = phrase.word(phrase.words - 1U);
  if (is_listed(last)) return true;
  if (last.ends_with('s')) last.remove_suffix(1);
  return is_listed(last);
}

bool is_personal_name(std::string_view name) {
  return find_personal(name).what != PersonalText::What::kNothing || holds_phone(name);
}

}  // namespace specgate
