#include "rules/privacy/personal_text.h"

#include <algorithm>
#include <array>

#if defined(__SSE2__)
#include <emmintrin.h>

#include "spec/text/ascii.h"
#endif

namespace specgate {
namespace {

constexpr size_t npos = std::string_view::npos;

bool is_word(char c) { return is_letter(c) || is_digit(c); }
bool is_local(char c) { return is_word(c) || c == '.' || c == '_' || c == '+' || c == '-'; }
bool is_host(char c) { return is_word(c) || c == '.' || c == '-'; }

constexpr std::string_view kFileTypes[] = {"png", "jpg", "jpeg", "gif",  "webp", "svg", "js",
                                           "mjs", "css", "html", "json", "tgz",  "zip", "pdf"};

bool is_domain(std::string_view host) {
  const size_t dot = host.rfind('.');
  if (dot == npos || dot == 0 || host.find("..") != npos) return false;
  const std::string_view top = host.substr(dot + 1);
  return top.size() >= 2 && std::all_of(top.begin(), top.end(), is_letter) &&
         std::find(std::begin(kFileTypes), std::end(kFileTypes), top) == std::end(kFileTypes);
}

// Is `at` in the user part of a URL's //user@host?
bool in_authority(std::string_view text, size_t at) {
  constexpr size_t kLongest = 256;  // no farther back: a hostile text must not cost its square
  const size_t from = at - std::min(at, kLongest);
  const std::string_view before = text.substr(from, at - from);
  const size_t slashes = before.rfind("//");
  return slashes != npos && before.substr(slashes + 2).find_first_of("/?# ") == npos;
}

// The signs for "at" in order: @ and %40.
class AtSigns {
 public:
  explicit AtSigns(std::string_view text)
      : text_(text), plain_(text.find('@')), coded_(text.find("%40")) {}

  bool done() const { return plain_ == npos && coded_ == npos; }
  size_t begin() const { return std::min(plain_, coded_); }
  size_t end() const { return begin() + (plain_ < coded_ ? 1 : 3); }
  void next() {
    if (plain_ < coded_) {
      plain_ = text_.find('@', plain_ + 1);
    } else {
      coded_ = text_.find("%40", coded_ + 1);
    }
  }

 private:
  std::string_view text_;
  size_t plain_, coded_;
};

PersonalText find_email(std::string_view text) {
  for (AtSigns at(text); !at.done(); at.next()) {
    size_t begin = at.begin(), end = at.end();
    while (begin > 0 && is_local(text[begin - 1])) --begin;
    while (end < text.size() && is_host(text[end])) ++end;
    while (end > at.end() && !is_word(text[end - 1])) --end;
    const bool named = begin != at.begin() && is_domain(text.substr(at.end(), end - at.end()));
    if (named && !in_authority(text, at.begin())) return {PersonalText::What::kEmail, begin, end};
  }
  return {};
}

// Prefixes that the card schemes have been given (ISO/IEC 7812), with the lengths they use.
struct Issuer {
  unsigned first, last;  // of the leading four digits
  size_t least, most;    // digits
};
constexpr Issuer kIssuers[] = {
    {3000, 3059, 14, 16}, {3400, 3499, 15, 15}, {3528, 3589, 16, 19}, {3600, 3699, 14, 19},
    {3700, 3799, 15, 15}, {3800, 3999, 14, 19}, {4000, 4999, 13, 19}, {5100, 5599, 16, 16},
    {2221, 2720, 16, 16}, {6011, 6011, 16, 19}, {6440, 6599, 16, 19},
};

bool is_card(const char* digits, size_t count) {
  unsigned lead = 0, sum = 0;
  for (size_t i = 0; i < 4; ++i) lead = lead * 10 + static_cast<unsigned>(digits[i] - '0');
  const bool issued = std::any_of(std::begin(kIssuers), std::end(kIssuers), [&](const Issuer& one) {
    return lead >= one.first && lead <= one.last && count >= one.least && count <= one.most;
  });
  if (!issued) return false;
  for (size_t i = 0; i < count; ++i) {
    const auto digit = static_cast<unsigned>(digits[count - 1 - i] - '0');
    const unsigned twice = 2 * digit;
    sum += i % 2 == 0 ? digit : twice - (twice > 9 ? 9 : 0);
  }
  return sum % 10 == 0;
}

constexpr size_t kLeastDigits = 13, kMostDigits = 19;

// The run of digits from `begin` on, over single blanks and dashes between them; `end` is its end.
size_t collect(std::string_view text, size_t begin, std::array<char, kMostDigits>& digits,
               size_t& end) {
  size_t count = 0;
  for (end = begin; end < text.size(); ++end) {
    const bool gap =
        (text[end] == ' ' || text[end] == '-') && end + 1 < text.size() && is_digit(text[end + 1]);
    if (gap) continue;
    if (!is_digit(text[end])) break;
    if (count < digits.size()) digits[count] = text[end];
    ++count;
  }
  return count;
}

// The first card among the digits and gaps of [begin, end).
PersonalText card_within(std::string_view text, size_t begin, size_t end) {
  std::array<char, kMostDigits> digits;
  while (begin < end) {
    if (!is_digit(text[begin])) {
      ++begin;
      continue;
    }
    size_t last = begin;
    const size_t count = collect(text, begin, digits, last);
    const bool alone = (begin == 0 || !(is_word(text[begin - 1]) || text[begin - 1] == '-')) &&
                       (last == text.size() || !(is_word(text[last]) || text[last] == '-'));
    if (alone && count >= kLeastDigits && count <= kMostDigits && is_card(digits.data(), count)) {
      return {PersonalText::What::kCard, begin, last};
    }
    begin = last;
  }
  return {};
}

// A card takes so many bytes in a row that nearly all text is told to hold none by every 13th.
PersonalText find_card(std::string_view text) {
  const auto is_sign = [&](size_t at) {
    return is_digit(text[at]) || text[at] == ' ' || text[at] == '-';
  };
  for (size_t at = kLeastDigits - 1; at < text.size(); at += kLeastDigits) {
    if (!is_sign(at)) continue;
    size_t begin = at;
    while (begin > 0 && is_sign(begin - 1)) --begin;
    while (at < text.size() && is_sign(at)) ++at;
    if (at - begin < kLeastDigits) continue;
    const PersonalText card = card_within(text, begin, at);
    if (card.what != PersonalText::What::kNothing) return card;
  }
  return {};
}

// Does @ or % stand there? Nearly all text holds neither, and many bytes are looked at at once.
bool may_hold_email(std::string_view text) {
#if defined(__SSE2__)
  constexpr size_t kBlock = sizeof(__m128i);
  const auto signs = [](__m128i bytes) {
    return _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('@')),
                        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('%')));
  };
  const auto block = [](const char* at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  };
  if (text.size() >= kBlock) {  // the last block may have bytes of the one before
    const char* const last = text.data() + text.size() - kBlock;
    __m128i found = signs(block(last));
    for (const char* at = text.data(); at < last; at += kBlock) {
      found = _mm_or_si128(found, signs(block(at)));
    }
    return _mm_movemask_epi8(found) != 0;
  }
#endif
  return std::any_of(text.begin(), text.end(), [](char c) { return c == '@' || c == '%'; });
}

}  // namespace

PersonalText find_personal(std::string_view text) {
  if (may_hold_email(text)) {
    const PersonalText email = find_email(text);
    if (email.what != PersonalText::What::kNothing) return email;
  }
  return find_card(text);
}

}  // namespace specgate
