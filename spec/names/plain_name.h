// A name without what stands around it, or in the place of its blanks: "'Order Completed'",
// "Order%20Completed", "Order Completed!". Views into the name or into a buffer of the caller's; nothing
// allocates.
#pragma once

#include <span>
#include <string_view>

namespace specgate {

// Without the quotes that surround it, single ones and those of other languages' typography. The name
// itself where they are no pair.
std::string_view without_quotes(std::string_view name);

// With the signs of ASCII, blanks first, that are written as in a URL ("%20"): over `out`. Letters and
// digits so written are nobody's. Empty where there are none, or the name is longer than `out`.
std::string_view without_escapes(std::string_view name, std::span<char> out);

// With blanks for its brackets and arrows, over `out`: "Order Completed (web)", "Order => Completed". Empty where
// there are none, or the name is longer than `out`.
std::string_view without_brackets(std::string_view name, std::span<char> out);

// Without the punctuation at its ends. A "!" before it may mean "not", and stays.
std::string_view without_punctuation(std::string_view name);

}  // namespace specgate
