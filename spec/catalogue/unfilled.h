// Texts that a program wrote because there was nothing to write, and templates that nobody filled in.
// One list for ids, event names, names and categories of pages, and the values of properties and traits.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace specgate {

// What the text is, in words for a message; the first that holds.
#define SPECGATE_UNFILLED(X)                                                     \
  X(kNo, "")                                                                     \
  X(kBlank, "nothing that can be seen")                                          \
  X(kWord, "a word for no value")          /* undefined null None NaN nil <nil> (null) user-undefined */ \
  X(kObject, "an object that was turned into text") /* [object Object] */        \
  X(kTemplate, "a template that was not filled in") /* {{x}} ${x} %x% <%= x %> */ \
  X(kQuoted, "an id with quotes around it") /* "8f3a" and %228f3a%22 as an id */  \
  X(kZeros, "nothing but zeros")                                                 \
  X(kNobody, "a word for nobody in particular")     /* false anonymous */

enum class Unfilled : uint8_t {
#define X(id, words) id,
  SPECGATE_UNFILLED(X)
#undef X
};
std::string_view words_of(Unfilled unfilled);

// Of an id: all of them. Zeros may have dashes between them; quotes count where they surround the id.
Unfilled unfilled_id(std::string_view text);
// Of an event's name, or the name or category of a page or screen: all but quotes.
Unfilled unfilled_name(std::string_view text);
// Of a value, blanks around it aside: nothing but blanks, words (but the English `none`, and `Null` and its
// like, which are names of people too), objects and
// templates, which a longer text may hold. Zeros and `false` may be values. The reader asks of those texts
// that spec/catalogue/unfilled_ends.h lets through: one amid a text is not seen.
Unfilled unfilled_value(std::string_view text);

// May a text that begins with this byte be an unfilled value? False of nearly all.
inline bool may_be_unfilled_value(char first) {
  static constexpr auto kMay = [] {
    std::array<bool, 256> may{};
    for (const unsigned char c : std::string_view("<([{$%uUnN")) may[c] = true;
    return may;
  }();
  return kMay[static_cast<unsigned char>(first)];
}

}  // namespace specgate
