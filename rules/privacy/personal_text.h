// Personal data within a text: the first email address, or the first number of a payment card.
#pragma once

#include <cstddef>
#include <string_view>

namespace specgate {

struct PersonalText {
  enum class What { kNothing, kEmail, kCard };
  What what = What::kNothing;
  size_t begin = 0, end = 0;  // bytes of the text
};

// Reads URLs too, where %40 stands for @. Names of files and packages (x@2x.png, react@17.0.2) and
// the user of a URL (//user@host) are no addresses; a card number has an issuer's prefix, 13 to 19
// digits in a row or in groups, and Luhn's check digit. Allocates nothing.
PersonalText find_personal(std::string_view text);

}  // namespace specgate
