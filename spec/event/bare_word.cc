#include "spec/event/bare_word.h"

#include <algorithm>
#include <cstring>

namespace specgate {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// The word that begins at `at` and ends where a value may end; empty: none does.
std::string_view word_at(std::string_view text, size_t at) {
  for (const std::string_view word : kBareWords) {
    if (text.substr(at, word.size()) != word) continue;
    const size_t end = at + word.size();
    if (end == text.size() || is_one_of(text[end], ",]}") || is_one_of(text[end], kBlanks)) return word;
  }
  return {};
}

// Past the string whose opening quote is at `at`.
size_t past_string(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// on_word(place, word) for each in the place of a value.
template <typename OnWord>
void each_bare_word(std::string_view text, const OnWord& on_word) {
  char before = ':';  // the last token
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_one_of(c, kBlanks)) {
      ++at;
      continue;
    }
    const bool value_may_begin = is_one_of(before, ":[,");
    const std::string_view word =
        value_may_begin && is_one_of(c, "NIu-") ? word_at(text, at) : std::string_view();
    if (!word.empty()) on_word(at, word);
    before = c;
    at = c == '"' ? past_string(text, at) : at + std::max<size_t>(word.size(), 1);
  }
}

}  // namespace

bool may_be_bare_word(std::string_view body, uint32_t at) {
  if (at >= body.size()) return false;
  const bool signed_one = body[at] == 'I' && at > 0 && body[at - 1] == '-';
  return !word_at(body, signed_one ? at - 1 : at).empty();
}

void cover_bare_words(std::string_view body, char* copy, std::vector<uint32_t>& places) {
  places.clear();
  each_bare_word(body, [&](size_t at, std::string_view word) {
    std::memset(copy + at, '1', word.size());
    places.push_back(static_cast<uint32_t>(at));
  });
}

std::string with_bare_words_quoted(std::string_view text) {
  std::string out;
  size_t done = 0;
  each_bare_word(text, [&](size_t at, std::string_view word) {
    out.append(text.substr(done, at - done)).append("\"").append(word).append("\"");
    done = at + word.size();
  });
  return out.append(text.substr(done));
}

}  // namespace specgate
