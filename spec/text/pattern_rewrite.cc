#include "spec/text/pattern_rewrite.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr uint32_t kMostRepeats = 1000;        // of one operator, as RE2 has it
constexpr size_t kLongest = size_t{256} << 10;  // of what is written; RE2 bounds the program besides

// The general categories by their long names (Unicode, PropertyValueAliases), and what else can be
// said in a character class.
struct Property {
  std::string_view name, in_class;
};
constexpr Property kProperties[] = {
    {"Letter", R"(\p{L})"},
    {"Cased_Letter", R"(\p{Lu}\p{Ll}\p{Lt})"},
    {"LC", R"(\p{Lu}\p{Ll}\p{Lt})"},
    {"Uppercase_Letter", R"(\p{Lu})"},
    {"Lowercase_Letter", R"(\p{Ll})"},
    {"Titlecase_Letter", R"(\p{Lt})"},
    {"Modifier_Letter", R"(\p{Lm})"},
    {"Other_Letter", R"(\p{Lo})"},
    {"Mark", R"(\p{M})"},
    {"Combining_Mark", R"(\p{M})"},
    {"Nonspacing_Mark", R"(\p{Mn})"},
    {"Spacing_Mark", R"(\p{Mc})"},
    {"Enclosing_Mark", R"(\p{Me})"},
    {"Number", R"(\p{N})"},
    {"Decimal_Number", R"(\p{Nd})"},
    {"digit", R"(\p{Nd})"},
    {"Letter_Number", R"(\p{Nl})"},
    {"Other_Number", R"(\p{No})"},
    {"Punctuation", R"(\p{P})"},
    {"punct", R"(\p{P})"},
    {"Connector_Punctuation", R"(\p{Pc})"},
    {"Dash_Punctuation", R"(\p{Pd})"},
    {"Open_Punctuation", R"(\p{Ps})"},
    {"Close_Punctuation", R"(\p{Pe})"},
    {"Initial_Punctuation", R"(\p{Pi})"},
    {"Final_Punctuation", R"(\p{Pf})"},
    {"Other_Punctuation", R"(\p{Po})"},
    {"Symbol", R"(\p{S})"},
    {"Math_Symbol", R"(\p{Sm})"},
    {"Currency_Symbol", R"(\p{Sc})"},
    {"Modifier_Symbol", R"(\p{Sk})"},
    {"Other_Symbol", R"(\p{So})"},
    {"Separator", R"(\p{Z})"},
    {"Space_Separator", R"(\p{Zs})"},
    {"Line_Separator", R"(\p{Zl})"},
    {"Paragraph_Separator", R"(\p{Zp})"},
    {"Control", R"(\p{Cc})"},
    {"cntrl", R"(\p{Cc})"},
    {"Format", R"(\p{Cf})"},
    {"Private_Use", R"(\p{Co})"},
    {"Any", R"(\x{0}-\x{10FFFF})"},
    {"ASCII", R"(\x{0}-\x{7F})"},
    {"ASCII_Hex_Digit", "0-9A-Fa-f"},
    {"AHex", "0-9A-Fa-f"},
    {"White_Space", R"(\x{9}-\x{D}\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029})"
                    R"(\x{202F}\x{205F}\x{3000})"},
    {"space", R"(\x{9}-\x{D}\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029})"
              R"(\x{202F}\x{205F}\x{3000})"},
};
constexpr std::string_view kPrefixes[] = {"General_Category=", "gc=", "Script_Extensions=", "scx=",
                                          "Script=", "sc="};

std::optional<uint32_t> number(std::string_view digits, int base) {
  uint32_t out = 0;
  const char* const end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, out, base);
  if (digits.empty() || error != std::errc() || at != end) return std::nullopt;
  return out;
}

std::string code_point(uint32_t code) {
  char text[16];
  const auto end = std::to_chars(std::begin(text), std::end(text), code, 16).ptr;
  return "\\x{" + std::string(text, end) + "}";
}

bool is_high(uint32_t code) { return code >= 0xD800 && code < 0xDC00; }
bool is_low(uint32_t code) { return code >= 0xDC00 && code < 0xE000; }

struct Repeat {
  uint32_t least = 0;
  std::optional<uint32_t> most;  // none: no end
};

class Rewriter {
 public:
  explicit Rewriter(std::string_view text) : rest_(text) {}

  std::string run() {
    while (!rest_.empty() && out_.size() <= kLongest) step();
    return std::move(out_);
  }

 private:
  void step() {
    switch (rest_[0]) {
      case '\\':
        begin_atom();
        return escape(false);
      case '[':
        begin_atom();
        return character_class();
      case '(':
        return open();
      case ')':
        return close();
      case '{':
        return repeat();
      case '*':
      case '+':
      case '?':
      case '|':
        return copy(1);
      default:
        begin_atom();
        return copy(character());
    }
  }

  void begin_atom() { atom_ = out_.size(); }
  void copy(size_t count) {
    out_ += rest_.substr(0, count);
    rest_.remove_prefix(std::min(count, rest_.size()));
  }
  // Bytes of the code point that comes next.
  size_t character() const {
    size_t size = 1;
    while (size < rest_.size() && (static_cast<unsigned char>(rest_[size]) & 0xC0U) == 0x80U) ++size;
    return size;
  }

  // A group is the atom that its last parenthesis ends.
  void open() {
    open_.push_back(out_.size());
    const bool named = rest_.starts_with("(?<") && rest_.size() > 3 && rest_[3] != '=' &&
                       rest_[3] != '!' && rest_.find('>') != std::string_view::npos;
    if (!named) return copy(1);
    out_ += "(?:";  // nobody asks what a group has caught
    rest_.remove_prefix(rest_.find('>') + 1);
  }

  void close() {
    copy(1);
    if (open_.empty()) return;
    atom_ = open_.back();
    open_.pop_back();
  }

  void character_class() {
    for (const auto& [empty, other] : {std::pair("[^]", R"([\x{0}-\x{10FFFF}])"),
                                       {"[]", R"([^\x{0}-\x{10FFFF}])"}}) {
      const std::string_view one = empty;
      if (!rest_.starts_with(one)) continue;
      out_ += other;
      return rest_.remove_prefix(one.size());
    }
    copy(rest_.starts_with("[^") ? 2 : 1);
    while (!rest_.empty() && rest_[0] != ']') {
      if (rest_[0] == '\\')
        escape(true);
      else
        copy(1);
    }
    copy(1);
  }

  void escape(bool in_class) {
    if (rest_.size() < 2) return copy(1);
    switch (rest_[1]) {
      case 'u':
        return unicode();
      case 'c':
        return control();
      case 'p':
      case 'P':
        return property(in_class);
      default:
        rest_.remove_prefix(1);
        out_ += '\\';
        return copy(character());
    }
  }

  // The code of \uXXXX or \u{X...} at the start of `text`, and how long that is.
  static std::optional<uint32_t> code_at(std::string_view text, size_t& size) {
    if (!text.starts_with("\\u")) return std::nullopt;
    const bool braced = text.size() > 2 && text[2] == '{';
    const size_t end = braced ? text.find('}') : 6;
    if (end == std::string_view::npos || text.size() < end) return std::nullopt;
    size = braced ? end + 1 : end;
    return number(braced ? text.substr(3, end - 3) : text.substr(2, 4), 16);
  }

  void unicode() {
    size_t size = 0, more = 0;
    std::optional<uint32_t> code = code_at(rest_, size);
    if (!code) return copy(2);
    if (is_high(*code)) {
      const std::optional<uint32_t> low = code_at(rest_.substr(size), more);
      if (!low || !is_low(*low)) return copy(2);
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    }
    out_ += code_point(*code);
    rest_.remove_prefix(size + more);
  }

  void control() {
    if (rest_.size() < 3 || !is_letter(rest_[2])) return copy(2);
    out_ += code_point(static_cast<uint32_t>(rest_[2]) % 32);
    rest_.remove_prefix(3);
  }

  // \p{Letter}, \p{Script=Greek}: inside a class its negation has no words.
  void property(bool in_class) {
    const size_t end = rest_.find('}');
    if (rest_.size() < 3 || rest_[2] != '{' || end == std::string_view::npos) return copy(2);
    const bool negated = rest_[1] == 'P';
    std::string_view name = rest_.substr(3, end - 3);
    for (const std::string_view prefix : kPrefixes) {
      if (!name.starts_with(prefix)) continue;
      name.remove_prefix(prefix.size());
      break;
    }
    const auto* const known = std::find_if(std::begin(kProperties), std::end(kProperties),
                                           [&](const Property& each) { return each.name == name; });
    if (known == std::end(kProperties)) {
      out_ += std::string(negated ? "\\P{" : "\\p{") + std::string(name) + "}";
    } else if (!in_class) {
      out_ += (negated ? "[^" : "[") + std::string(known->in_class) + "]";
    } else if (!negated) {
      out_ += known->in_class;
    } else if (known->in_class.starts_with("\\p{") && known->in_class.rfind('\\') == 0) {
      out_ += "\\P" + std::string(known->in_class.substr(2));
    } else {
      return copy(end + 1);
    }
    rest_.remove_prefix(end + 1);
  }

  // {n}, {n,} and {n,m} at the start of `text`; anything else is plain text.
  static std::optional<Repeat> repeat_at(std::string_view text, size_t& size) {
    const size_t end = text.find('}');
    if (end == std::string_view::npos) return std::nullopt;
    size = end + 1;
    const std::string_view inner = text.substr(1, end - 1);
    const size_t comma = std::min(inner.find(','), inner.size());
    const std::optional<uint32_t> least = number(inner.substr(0, comma), 10);
    if (!least) return std::nullopt;
    if (comma == inner.size()) return Repeat{*least, *least};
    if (comma + 1 == inner.size()) return Repeat{*least, std::nullopt};
    const std::optional<uint32_t> most = number(inner.substr(comma + 1), 10);
    if (!most || *most < *least) return std::nullopt;
    return Repeat{*least, *most};
  }

  void repeat() {
    size_t size = 0;
    const std::optional<Repeat> repeat = repeat_at(rest_, size);
    const bool large =
        repeat && (repeat->least > kMostRepeats || repeat->most.value_or(0) > kMostRepeats);
    if (!large) return copy(repeat ? size : 1);
    rest_.remove_prefix(size);
    const bool lazy = !rest_.empty() && rest_[0] == '?';  // what is found is never asked
    if (lazy) rest_.remove_prefix(1);
    write_out(*repeat);
  }

  // x{2500,} is (?:x{1000}x{1000}x{500,}), x{0,2500} is (?:x{0,1000}x{0,1000}x{0,500}).
  void write_out(const Repeat& repeat) {
    const std::string atom = out_.substr(atom_);
    const uint32_t optional = repeat.most ? *repeat.most - repeat.least : 0;
    const size_t parts = repeat.least / kMostRepeats + optional / kMostRepeats + 2;
    if (parts * (atom.size() + 8) > kLongest) return void(out_ += "{1001}");  // RE2 says no
    std::string out = "(?:";
    const auto add = [&](std::string_view before, uint32_t count, std::string_view after) {
      for (; count > 0; count -= std::min(count, kMostRepeats)) {
        out += atom + "{" + std::string(before) + std::to_string(std::min(count, kMostRepeats)) +
               std::string(after) + "}";
      }
    };
    add("", repeat.least, "");
    add("0,", optional, "");
    if (!repeat.most) out += atom + "*";
    out_.replace(atom_, std::string::npos, out + ")");
  }

  std::string_view rest_;
  std::string out_;
  size_t atom_ = 0;  // where in `out_` begins what an operator would repeat
  std::vector<size_t> open_;
};

}  // namespace

std::string in_words_of_re2(std::string_view expression) { return Rewriter(expression).run(); }

}  // namespace specgate
