// The only file that includes RE2.
#include "spec/text/pattern.h"

#include <re2/re2.h>

#include <algorithm>

#include "spec/text/pattern_rewrite.h"

namespace specgate {
namespace {

// For program and automaton together; RE2's own default is four times that, and a worker keeps one
// copy of each pattern. When the automaton is full RE2 starts it anew: slower, never wrong.
constexpr int64_t kMostMemory = 2 << 20;
// Of a repetition above 1000 that had to be written out.
constexpr int64_t kMostMemoryWrittenOut = 16 << 20;
constexpr size_t kLongestExpression = 4096;

RE2::Options options(int64_t most_memory) {
  RE2::Options out(RE2::Quiet);  // UTF-8, and nothing on stderr
  out.set_max_mem(most_memory);
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
    {"(?<", "a named group without an end", "(?<name>...)"},
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

// `compiled` is of the expression in RE2's words.
std::string complaint(std::string_view expression, const RE2& compiled) {
  const std::string pattern = "pattern \"" + std::string(expression) + "\"";
  const Missing* missing = missing_in(compiled.pattern(), compiled);
  if (missing == nullptr)
    return pattern + " is not a regular expression of RE2: " + compiled.error();
  std::string out = pattern + " uses " + std::string(missing->words) + ", which RE2 cannot run";
  if (!missing->instead.empty()) out += "; write " + std::string(missing->instead);
  return out;
}

}  // namespace

struct Pattern::Compiled {
  Compiled(std::string_view given, const std::string& words, int64_t most_memory)
      : expression(given), re(words, options(most_memory)) {}

  std::string expression;
  RE2 re;  // perhaps in other words
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
  auto compiled = std::make_unique<Compiled>(expression, std::string(expression), kMostMemory);
  if (compiled->re.ok()) return Pattern(std::move(compiled));
  auto again = std::make_unique<Compiled>(expression, in_words_of_re2(expression),
                                          kMostMemoryWrittenOut);
  if (again->re.ok()) return Pattern(std::move(again));
  return Problem{{}, 0, 0, complaint(expression, again->re)};
}

// Without submatches RE2 answers from its automaton alone: no captures, no allocation once it is
// warm.
bool Pattern::found_in(std::string_view text) const {
  return compiled_->re.Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, nullptr,
                             0);
}

const std::string& Pattern::expression() const { return compiled_->expression; }

Pattern Pattern::clone() const {
  return Pattern(std::make_unique<Compiled>(compiled_->expression, compiled_->re.pattern(),
                                            compiled_->re.options().max_mem()));
}

std::string pasted_literal(std::string_view expression) {
  const size_t last = expression.rfind('/');
  if (expression.size() < 3 || expression[0] != '/' || last == 0) return {};
  const std::string_view body = expression.substr(1, last - 1), flags = expression.substr(last + 1);
  if (flags.find_first_not_of("dgimsuvy") != std::string_view::npos) return {};
  for (size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '/') return {};  // a path
    if (body[i] == '\\') ++i;
  }
  const bool plain = body.find_first_of("^$\\[(*+?|{") == std::string_view::npos;
  if (body.empty() || (flags.empty() && plain)) return {};
  std::string kept;
  for (const char flag : flags) {
    if (flag == 'i' || flag == 'm' || flag == 's') kept += flag;
  }
  return (kept.empty() ? "" : "(?" + kept + ")") + std::string(body);
}

}  // namespace specgate
