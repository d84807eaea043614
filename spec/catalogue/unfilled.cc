#include "spec/catalogue/unfilled.h"

#include <algorithm>
#include <span>

#include "spec/catalogue/unfilled_words.h"
#include "spec/event/look_alike.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

using namespace unfilled_words;

template <typename List>
bool is_among(const List& list, std::string_view text) {
  return std::any_of(std::begin(list), std::end(list),
                     [&](std::string_view word) { return equal_but_for_case(word, text); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

bool is_word(std::string_view text) { return is_among(kNoValue, text) || text == kPythonNone; }

// JavaScript's "[object Object]", also as part of a longer text.
bool holds_object(std::string_view text) {
  const size_t open = text.find(kObject);
  return open != text.npos && text.find(']', open) != text.npos;
}

// "%ANON_ID%": a name between two signs. "100%" and "50%-60%" are none.
bool is_percent_name(std::string_view text) {
  const auto in_signs = [&] { return text.size() >= 3 && text.front() == kPercent && text.back() == kPercent; };
  if (!in_signs()) return false;
  while (in_signs()) text = text.substr(1, text.size() - 2);  // "%%ANON_ID%%"
  const std::string_view name = text;
  const auto may_name = [](char c) {
    return to_lower(c) != c || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  const bool begins = name.front() == '_' || (to_lower(name.front()) >= 'a' && to_lower(name.front()) <= 'z');
  return begins && std::all_of(name.begin(), name.end(), may_name);
}

bool is_letter_or_digit(char c) { return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9'); }

// Does the text stand for itself in a longer one, with no letter or digit beside it?
bool stands_alone(std::string_view text, size_t begin, size_t end) {
  const auto joins = [](char c) { return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80 || c == '@'; };
  return (begin == 0 || !joins(text[begin - 1])) && (end == text.size() || !joins(text[end]));
}

// "user-undefined", "Viewed (null)", as programs spell it: "Undefined Error Seen" is a name.
bool has_hole(std::string_view text, std::span<const std::string_view> words = kHoles) {
  const auto holds = [&](std::string_view word) {
    for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
      if (stands_alone(text, at, at + word.size())) return true;
    }
    return false;
  };
  return std::any_of(words.begin(), words.end(), holds);
}

// "user_undefined", at the end of a text of one word: "x is undefined", "undefined-behavior", "string|undefined" and
// "ReferenceError:undefined" speak of what is so. Of the other holes nobody speaks.
bool has_hole_in_value(std::string_view text) {
  constexpr std::string_view kWord = kHoles[0];
  const bool one_word = text.find_first_of(" \t\r\n") == std::string_view::npos;
  const std::string_view before = text.substr(0, text.size() - std::min(kWord.size(), text.size()));
  const bool typed = before.ends_with('|') || before.ends_with(':');
  const bool ends = text.ends_with(kWord) && !typed && stands_alone(text, text.size() - kWord.size(), text.size());
  return (one_word && ends) || has_hole(text, std::span(kHoles).subspan(1));
}

// "Clicked %LABEL%", and neither "caf%C3%A9" nor "5%off%".
bool holds_percent_name(std::string_view text) {
  for (size_t open = text.find(kPercent); open != text.npos; open = text.find(kPercent, open + 1)) {
    const size_t close = text.find(kPercent, open + 1);
    if (close == text.npos) return false;
    if (stands_alone(text, open, close + 1) && is_percent_name(text.substr(open, close + 1 - open))) return true;
  }
  return false;
}

bool holds_template(std::string_view text) {
  return std::any_of(std::begin(kTemplates), std::end(kTemplates), [&](const auto& one) {
    const size_t open = text.find(one.open);
    return open != text.npos && text.find(one.close, open + one.open.size()) != text.npos;
  });
}

// "8f3a" with its quotes, as they are or as %22 and %27.
bool is_quoted(std::string_view text) {
  return std::any_of(std::begin(kQuotes), std::end(kQuotes), [&](const auto& one) {
    return text.size() >= one.open.size() + one.close.size() && text.starts_with(one.open) &&
           text.ends_with(one.close);
  });
}

bool is_zeros(std::string_view text) {
  const auto fits = [](char c) { return kZeros.find(c) != kZeros.npos; };
  return text.find('0') != std::string_view::npos && std::all_of(text.begin(), text.end(), fits);
}

// "-" and "--", as tables have it where there is nothing.
bool is_dashes(std::string_view text) { return text.find_first_not_of('-') == std::string_view::npos; }

// What an id and a name have in common.
Unfilled unfilled(std::string_view text) {
  if (!has_visible(text)) return Unfilled::kBlank;
  if (is_word(text) || equal_but_for_case(text, kEnglishNone) || is_dashes(text) || has_hole(text)) return Unfilled::kWord;
  if (holds_object(text)) return Unfilled::kObject;
  if (holds_template(text) || holds_percent_name(text)) return Unfilled::kTemplate;
  if (is_zeros(text)) return Unfilled::kZeros;
  if (is_among(kNobody, text)) return Unfilled::kNobody;
  return Unfilled::kNo;
}

}  // namespace

std::string_view words_of(Unfilled unfilled) {
  constexpr std::string_view kAll[] = {
#define X(id, words) words,
      SPECGATE_UNFILLED(X)
#undef X
  };
  return kAll[static_cast<size_t>(unfilled)];
}

Unfilled unfilled_id(std::string_view text) {
  text = trimmed(text);
  const Unfilled found = unfilled(text);
  if (found != Unfilled::kNo) return found;
  if (is_among(kNotSignedIn, text)) return Unfilled::kNobody;
  return is_quoted(text) ? Unfilled::kQuoted : Unfilled::kNo;
}

Unfilled unfilled_name(std::string_view text) { return unfilled(trimmed(text)); }

Unfilled unfilled_value(std::string_view text) {
  if (text.empty()) return Unfilled::kNo;
  text = trimmed(text);
  if (!has_visible(text)) return Unfilled::kBlank;
  const bool name = std::find(std::begin(kAlsoNames), std::end(kAlsoNames), text) != std::end(kAlsoNames);
  if ((is_word(text) && !name) || has_hole_in_value(text)) return Unfilled::kWord;
  if (holds_object(text)) return Unfilled::kObject;
  return holds_template(text) || is_percent_name(text) ? Unfilled::kTemplate : Unfilled::kNo;
}

}  // namespace specgate
