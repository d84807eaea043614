// Punycode (RFC 3492) and the rules on code points (RFC 5892). Which code points are letters, marks
// and digits RE2 knows; of those that their compatibility forms forbid only the listed exceptions
// are.
#include "spec/schema/idna.h"

#include <array>
#include <cstdint>
#include <vector>

#include "spec/schema/byte_sets.h"
#include "spec/text/ascii.h"
#include "spec/text/pattern.h"
#include "spec/text/utf8.h"

namespace specgate {
namespace {

constexpr size_t kLongest = 63;

// RFC 3492, 5 and 6.
class Punycode {
 public:
  // False where the text is none.
  bool decode(std::string_view text) {
    const size_t dash = text.rfind('-');
    const size_t basic = dash == std::string_view::npos ? 0 : dash;
    if (text.size() > kLongest || text.empty()) return false;
    for (size_t i = 0; i < basic; ++i) insert(size_, static_cast<unsigned char>(to_lower(text[i])));
    text.remove_prefix(basic > 0 ? basic + 1 : 0);
    while (!text.empty()) {
      if (!next(text)) return false;
    }
    return true;
  }

  // UTF-8 into `out`, which has room for four bytes a code point.
  std::string_view spelled(std::array<char, 4 * kLongest>& out) const {
    size_t end = 0;
    for (size_t i = 0; i < size_; ++i) end += put_utf8(codes_[i], out.data() + end);
    return {out.data(), end};
  }

 private:
  static constexpr uint32_t kBase = 36, kLeast = 1, kMost = 26, kSkew = 38, kDamp = 700;

  static uint32_t digit_of(char c) {
    if (is_digit(c)) return static_cast<uint32_t>(c - '0') + 26;
    return is_letter(c) ? static_cast<uint32_t>(to_lower(c) - 'a') : kBase;
  }

  void insert(size_t at, uint32_t code) {
    for (size_t i = size_; i > at; --i) codes_[i] = codes_[i - 1];
    codes_[at] = code;
    ++size_;
  }

  // One code point and its place: a number of variable length.
  bool next(std::string_view& text) {
    const uint64_t before = at_;
    uint64_t weight = 1;
    for (uint32_t k = kBase;; k += kBase) {
      const uint32_t digit = text.empty() ? kBase : digit_of(text.front());
      if (digit == kBase) return false;
      text.remove_prefix(1);
      at_ += digit * weight;
      const uint32_t threshold = k <= bias_ ? kLeast : k >= bias_ + kMost ? kMost : k - bias_;
      if (at_ > kFar) return false;
      if (digit < threshold) break;
      weight *= kBase - threshold;
      if (weight > kFar) return false;
    }
    bias_ = adapted(at_ - before, before == 0);
    code_ += at_ / (size_ + 1);
    at_ %= size_ + 1;
    if (code_ > 0x10ffff || (code_ >= 0xd800 && code_ < 0xe000) || size_ >= kLongest) return false;
    insert(static_cast<size_t>(at_++), static_cast<uint32_t>(code_));
    return true;
  }

  uint32_t adapted(uint64_t delta, bool first) const {
    delta = first ? delta / kDamp : delta / 2;
    delta += delta / (size_ + 1);
    uint32_t k = 0;
    for (; delta > (kBase - kLeast) * kMost / 2; k += kBase) delta /= kBase - kLeast;
    return k + static_cast<uint32_t>((kBase - kLeast + 1) * delta / (delta + kSkew));
  }

  static constexpr uint64_t kFar = uint64_t{1} << 32;
  std::array<uint32_t, kLongest> codes_{};
  size_t size_ = 0;
  uint64_t at_ = 0, code_ = 128;
  uint32_t bias_ = 72;
};

#define VIRAMAS                                                                              \
  R"(\x{94D}\x{9CD}\x{A4D}\x{ACD}\x{B4D}\x{BCD}\x{C4D}\x{CCD}\x{D3B}-\x{D3C}\x{D4D}\x{DCA})" \
  R"(\x{E3A}\x{EBA}\x{F84}\x{1039}-\x{103A}\x{1714}\x{1734}\x{17D2}\x{1A60}\x{1B44})"        \
  R"(\x{1BAA}-\x{1BAB}\x{1BF2}-\x{1BF3}\x{2D7F}\x{A806}\x{A8C4}\x{A953}\x{A9C0}\x{AAF6}\x{ABED})"
#define JOINING R"([\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Mandaic}])"

// What no label has. RFC 5891, 4.2.3; RFC 5892, 2.6 and appendix A.
constexpr std::string_view kForbidden[] = {
    R"(^..--|^-|-$)",
    R"(^\p{M})",
    R"([^-a-z0-9\p{Ll}\p{Lo}\p{Lm}\p{M}\p{Nd}\x{B7}\x{375}\x{5F3}\x{5F4}\x{6FD}\x{6FE}\x{F0B}\x{200C}\x{200D}\x{3007}\x{30FB}])",
    R"([\x{640}\x{7FA}\x{302E}\x{302F}\x{3031}-\x{3035}\x{303B}])",
    R"((?:^|[^l])\x{B7}|\x{B7}(?:[^l]|$))",
    R"(\x{375}(?:\P{Greek}|$))",
    R"((?:^|\P{Hebrew})[\x{5F3}\x{5F4}])",
    R"(^[^\p{Hiragana}\p{Katakana}\p{Han}]*\x{30FB}[^\p{Hiragana}\p{Katakana}\p{Han}]*$)",
    R"([\x{660}-\x{669}].*[\x{6F0}-\x{6F9}]|[\x{6F0}-\x{6F9}].*[\x{660}-\x{669}])",
    "(?:^|[^" VIRAMAS R"(])\x{200D})",
};
// A ZERO WIDTH NON-JOINER wants a virama before it, or letters that join on both sides.
constexpr std::string_view kLooseNonJoiner = "(?:^|[^" VIRAMAS R"(])\x{200C})";
constexpr std::string_view kBetweenJoining = JOINING R"(\p{Mn}*\x{200C}\p{Mn}*)" JOINING;
#undef JOINING
#undef VIRAMAS

struct Rules {
  std::vector<Pattern> forbidden;
  std::vector<Pattern> non_joiner;  // kLooseNonJoiner, kBetweenJoining
};

const Rules& rules() {
  static const Rules kRules = [] {
    Rules out;
    for (const std::string_view expression : kForbidden)
      out.forbidden.push_back(*Pattern::compile(expression));
    out.non_joiner.push_back(*Pattern::compile(kLooseNonJoiner));
    out.non_joiner.push_back(*Pattern::compile(kBetweenJoining));
    return out;
  }();
  return kRules;
}

}  // namespace

bool is_a_label(std::string_view label) {
  return label.size() >= 4 && to_lower(label[0]) == 'x' && to_lower(label[1]) == 'n' && label[2] == '-' &&
         label[3] == '-';
}

bool stands_for_u_label(std::string_view a_label) {
  Punycode code;
  std::array<char, 4 * kLongest> buffer;
  if (!code.decode(a_label.substr(4))) return false;
  const std::string_view text = code.spelled(buffer);
  for (const Pattern& pattern : rules().forbidden) {
    if (pattern.found_in(text)) return false;
  }
  const std::vector<Pattern>& non_joiner = rules().non_joiner;
  return !non_joiner[0].found_in(text) || non_joiner[1].found_in(text);
}

}  // namespace specgate
