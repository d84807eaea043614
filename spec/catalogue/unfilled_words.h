// The words of spec/catalogue/unfilled.h, and the bytes that a text of them may begin with: the one list of both.
#pragma once

#include <array>
#include <string_view>

namespace specgate::unfilled_words {

// As JavaScript, Java, SQL, Python, C, Ruby, Objective-C and Go write it. Any case counts, but for the
// word that is also English.
inline constexpr std::string_view kNoValue[] = {"undefined", "null",   "NaN",         "nil",         "<nil>",
                                                "(null)",    "<null>", "<undefined>", "(undefined)", "(nil)"};
// As people are called: Nan Goldin, Christopher Null. Written so, they are values of keys that hold a name.
inline constexpr std::string_view kAlsoNames[] = {"Nan", "Null", "Nil"};
// These are no words of anybody's, so that they tell of a hole within a longer id or name, too.
inline constexpr std::string_view kHoles[] = {"undefined", "(null)", "<nil>", "<null>"};
inline constexpr std::string_view kPythonNone = "None", kEnglishNone = "none";
inline constexpr std::string_view kNobody[] = {"false", "anonymous"};  // as an id or a name
// What programs write as the id of somebody who is not known. ("Signed Out" is an event.) Segment's own
// list, which the workspace may change, is data: placeholder_ids of privacy.yaml.
inline constexpr std::string_view kNotSignedIn[] = {"not_signed_in", "not-signed-in", "not_logged_in",
                                                    "not-logged-in", "signed_out",    "logged_out"};

inline constexpr std::string_view kObject = "[object ";
inline constexpr struct {
  std::string_view open, close;
} kTemplates[] = {{"{{", "}}"}, {"${", "}"}, {"<%", "%>"}};
inline constexpr char kPercent = '%';  // around a name
inline constexpr struct {
  std::string_view open, close;
} kQuotes[] = {{"\"", "\""}, {"'", "'"}, {"%22", "%22"}, {"%27", "%27"}, {"\u201c", "\u201d"}, {"\u2018", "\u2019"}};
inline constexpr std::string_view kZeros = "0-";

using Bytes = std::array<bool, 256>;

constexpr void note_byte(char byte, Bytes& out) { out[static_cast<unsigned char>(byte)] = true; }

// In either case.
constexpr void note_first(std::string_view word, Bytes& out) {
  const char first = word.front();
  const char other = static_cast<char>(first ^ 0x20);
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
  note_byte(first, out);
  if (letter) note_byte(other, out);
}

// What a value that nobody filled in may begin with.
constexpr Bytes first_of_values() {
  Bytes out{};
  for (const std::string_view word : kNoValue) note_first(word, out);
  note_first(kPythonNone, out);
  note_byte(kObject.front(), out);
  for (const auto& one : kTemplates) note_byte(one.open.front(), out);
  note_byte(kPercent, out);
  return out;
}

// And an id that is one from its first byte: blanks (of Unicode, too), words, quotes and zeros.
constexpr Bytes first_of_ids() {
  Bytes out = first_of_values();
  note_first(kEnglishNone, out);
  for (const std::string_view word : kNobody) note_first(word, out);
  for (const std::string_view word : kNotSignedIn) note_first(word, out);
  for (const auto& quote : kQuotes) note_byte(quote.open.front(), out);
  for (const char zero : kZeros) note_byte(zero, out);
  for (size_t c = 0; c <= ' '; ++c) out[c] = true;
  for (size_t c = 0x80; c < out.size(); ++c) out[c] = true;
  return out;
}

}  // namespace specgate::unfilled_words
