// Names with signs that only look like their letters: "0rder Completed", or a Cyrillic o in "Order".
#pragma once

#include <span>
#include <string_view>

namespace specgate {

// The name with the letters of ASCII that its signs look like, over `out`: digits that touch a letter,
// and letters of the Cyrillic and Greek alphabets and of full width. Empty where the name has none of
// them, or is longer than `out`. `one`: what a 1 stands for, an l or an i. Bytes that are no UTF-8 stay as they are.
std::string_view plain_letters(std::string_view name, char one, std::span<char> out);

}  // namespace specgate
