#include "proxy/settings/known_keys.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace specgate::proxy {

size_t KnownKeys::bit_of(const char* begin) {
  uint32_t word;
  static_assert(sizeof word == kBegin);
  std::memcpy(&word, begin, sizeof word);
  return (word * 0x9e3779b1U) >> 19;  // 13 bits are left
}

KnownKeys::KnownKeys(std::vector<std::string> keys) : keys_(std::move(keys)) {
  std::erase_if(keys_, [](const std::string& key) {
    return key.size() < kShortest || key.size() > kLongest;
  });
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  for (size_t i = 0; i < keys_.size(); ++i) {
    begins_.set(bit_of(keys_[i].data()));
    // What the key before begins with, or that one itself: whatever begins it is one of these.
    size_t at = i == 0 ? i : i - 1;
    while (at != i && !keys_[i].starts_with(keys_[at])) at = shorter_[at] == at ? i : shorter_[at];
    shorter_.push_back(at);
  }
}

size_t KnownKeys::match(std::string_view text, size_t at) const {
  if (text.size() < at + kShortest || !begins_.test(bit_of(text.data() + at))) return 0;
  const std::string_view here = text.substr(at, kLongest);
  const auto after = std::upper_bound(keys_.begin(), keys_.end(), here);
  if (after == keys_.begin()) return 0;
  // Every key between one that begins `here` and `here` begins with that one.
  for (size_t i = static_cast<size_t>(after - keys_.begin()) - 1;; i = shorter_[i]) {
    if (here.starts_with(keys_[i])) return keys_[i].size();
    if (shorter_[i] == i) return 0;
  }
}

}  // namespace specgate::proxy
