// How alike two texts are: twice the pairs of neighbouring letters that they share, over the pairs that
// both have (the Dice coefficient of bigrams). 1 of equal texts, 0 of such that share no pair.
#pragma once

#include <string_view>

namespace specgate {

// Above 0.7, from where on Segment's Privacy Portal takes a key for its matcher (privacy/portal.md)?
// Texts in lower case without separators, of at most kMostNameBytes.
bool is_alike(std::string_view a, std::string_view b);

}  // namespace specgate
