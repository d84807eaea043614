#include "spec/text/near_letters.h"

namespace specgate {

uint32_t letters_of(std::string_view text) {
  uint32_t mask = 0;
  for (const char c : text) mask |= c >= 'a' && c <= 'z' ? 1u << (c - 'a') : 1u << 26;
  return mask;
}

void NearLetters::add(std::string_view word, uint32_t number) {
  if (word.size() >= by_length_.size()) by_length_.resize(word.size() + 1);
  by_length_[word.size()].push_back({letters_of(word), number});
}

}  // namespace specgate
