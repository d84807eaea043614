// A name as the index sees it: lower-case letters and digits, and where its words begin.
//
//   "Order  Completed" "order_completed" "orderCompleted" "ORDER-COMPLETED"  ->  order|completed
//
// Blanks and the punctuation that people join words with are separators and vanish. Other signs and
// all bytes of other alphabets stay, so that "Order Completed!" or "Pédido" never equal plain
// words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace specgate {

inline constexpr size_t kMostNameBytes = 128;  // longer names are nobody's slip of the pen
inline constexpr size_t kMostNameWords = 16;

// Owns its letters; lives on the stack of one search.
struct Phrase {
  std::array<char, kMostNameBytes> letters;
  std::array<uint8_t, kMostNameWords + 1> begins;  // begins[words] is the size
  uint8_t size = 0;
  uint8_t words = 0;
  uint16_t apart = 0;           // bit i: word i stands behind a separator, not behind a capital
  bool too_many_words = false;  // then `begins` is of no use, the letters are

  std::string_view folded() const { return {letters.data(), size}; }
  std::string_view word(size_t i) const {
    return folded().substr(begins[i], static_cast<size_t>(begins[i + 1] - begins[i]));
  }
};

// The same name with its words parted by separators only: "Account rCeated" has two, a slip of the
// shift key among them.
Phrase without_capitals(const Phrase& phrase);

// False when the name is over kMostNameBytes or holds no letter and no digit.
[[nodiscard]] bool split_words(std::string_view name, Phrase& out);

// The places in the letters where words begin behind a separator, and not behind a capital, but for the first:
// as bits, those up to the 64th letter.
uint64_t separators_of(const Phrase& phrase);

// "Order -> Completed", "Order / Completed", "Order,Completed", "Order:Completed": between two words stand neither
// blanks alone nor one of _ - . (be it repeated), nor / or : before a small letter. Such a name may be two.
bool has_signs_between(std::string_view name);

// "-price", ">price", "price~": a sign that may mean something, and not quotes, brackets or underscores.
bool has_signs_around(std::string_view name);

}  // namespace specgate
