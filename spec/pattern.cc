// The only file that includes RE2.
#include "spec/pattern.h"

#include <re2/re2.h>

#include <algorithm>

namespace specgate {
namespace {

// For program and automaton together; RE2's own default is four times that, and a worker keeps one
// copy of each pattern. When the automaton is full RE2 starts it anew: slower, never wrong.
constexpr int64_t kMostMemory = 2 << 20;
constexpr size_t kLongestExpression = 4096;

RE2::Options options() {
  RE2::Options out(RE2::Quiet);  // UTF-8, and nothing on stderr
  out.set_max_mem(kMostMemory);
  out.set_never_capture(true);
  return out;
}

// What people bring from backtracking engines: how it begins, what it is called, and what to write.
struct Missing {
  std::string_view text, words, instead{};
};
constexpr Missing kMissing[] = {
    {"(?=", "look-ahead"},
    {"(?!", "negative look-ahead"},
    {"(?<=", "look-behind"},
    {"(?<!", "negative look-behind"},
    {"(?<", "a named group in angle brackets", "(?P<name>...)"},
    {"(?P=", "a back-reference"},
    {"(?P>", "recursion"},
    {"(?>", "an atomic group", "(?:...)"},
    {"(?(", "a condition"},
    {"(?#", "a comment"},
    {"(?|", "a branch reset"},
    {"\\k", "a back-reference"},
    {"\\g", "a back-reference"},
    {"\\Z", "\\Z", "\\z"},
    {"\\u", "\\u", "\\x{...}"},
};
constexpr Missing kBackReference = {{}, "a back-reference"};
constexpr Missing kPossessive = {{}, "a possessive repetition"};

bool is_back_reference(std::string_view escape) {
  return escape.size() == 2 && escape[0] == '\\' && escape[1] >= '1' && escape[1] <= '9';
}

// The construct that RE2 has no answer for, or null. RE2 names at most three characters of it, so
// the expression itself decides between "(?<=" and "(?<name>".
const Missing* missing_in(std::string_view expression, const RE2& compiled) {
  const std::string& found = compiled.error_arg();
  if (is_back_reference(found)) return &kBackReference;
  const bool repeats = compiled.error_code() == RE2::ErrorRepeatOp && found.size() == 2;
  if (repeats && found[1] == '+') return &kPossessive;
  if (found.empty()) return nullptr;
  for (const Missing& one : kMissing) {
    const bool stands = expression.find(one.text) != std::string_view::npos;
    if (stands && one.text.starts_with(found)) return &one;
  }
  return nullptr;
}

std::string complaint(std::string_view expression, const RE2& compiled) {
  const std::string pattern = "pattern \"" + std::string(expression) + "\"";
  const Missing* missing = missing_in(expression, compiled);
  if (missing == nullptr)
    return pattern + " is not a regular expression of RE2: " + compiled.error();
  std::string out = pattern + " uses " + std::string(missing->words) + ", which RE2 cannot run";
  if (!missing->instead.empty()) out += "; write " + std::string(missing->instead);
  return out;
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(std::string_view expression) : re(std::string(expression), options()) {}
  RE2 re;
};

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view expression) {
  if (expression.size() > kLongestExpression) {
    return Problem{{},
                   0,
                   0,
                   "pattern of " + std::to_string(expression.size()) + " bytes, wanted at most " +
                       std::to_string(kLongestExpression)};
  }
  auto compiled = std::make_unique<Compiled>(expression);
  if (!compiled->re.ok()) return Problem{{}, 0, 0, complaint(expression, compiled->re)};
  return Pattern(std::move(compiled));
}

// Without submatches RE2 answers from its automaton alone: no captures, no allocation once it is
// warm.
bool Pattern::found_in(std::string_view text) const {
  return compiled_->re.Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, nullptr,
                             0);
}

const std::string& Pattern::expression() const { return compiled_->re.pattern(); }

Pattern Pattern::clone() const {
  return Pattern(std::make_unique<Compiled>(compiled_->re.pattern()));
}

}  // namespace specgate
