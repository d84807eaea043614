#include "proxy/settings/path_words.h"

#include <algorithm>
#include <array>

#include "spec/text/ascii.h"
#include "spec/text/settled_path.h"

namespace specgate::proxy {
namespace {

constexpr size_t kLongestWord = 32;


// Not "{writeKey}", not "...js".
bool is_word(std::string_view segment) {
  return !segment.empty() && segment.size() <= kLongestWord && segment.front() != '.' &&
         std::ranges::all_of(segment, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

template <typename Use>
void each_segment(std::string_view path, Use use) {
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    use(segment);
    path.remove_prefix(segment.size());
  }
}

}  // namespace

PathWords::PathWords(const Spec& spec) {
  words_.emplace_back("validate");
  for (size_t i = 0; i + 1 < kCallCount; ++i) words_.emplace_back(name_of(static_cast<Call>(i)));
  for (const Endpoint& endpoint : spec.data().endpoints) {
    const std::string_view path = endpoint.path;
    each_segment(path.substr(0, path.find('?')), [this](std::string_view segment) {
      if (is_word(segment)) words_.emplace_back(segment);
    });
  }
  std::sort(words_.begin(), words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

bool PathWords::contains(std::string_view segment) const {
  std::array<char, kLongestWord> buffer;
  if (segment.size() > buffer.size()) return false;
  std::ranges::transform(segment, buffer.begin(), to_lower);
  return std::binary_search(words_.begin(), words_.end(),
                            std::string_view(buffer.data(), segment.size()), std::less<>());
}

void PathWords::show(std::string_view path, std::string& out) const {
  std::string settled;
  constexpr int kReadings = 2;  // as the route is settled, and what is left once more (proxy/http/traffic.cc)
  for (int i = 0; i < kReadings && may_be_disguised(path); ++i) {
    settled = settled_path(path);
    path = settled.empty() ? std::string_view("/") : settled;
  }
  out.clear();
  each_segment(path, [this, &out](std::string_view segment) {
    out.append("/").append(segment.empty() || contains(segment) ? segment : std::string_view("*"));
  });
  if (out.empty() && !path.empty()) out = '*';  // of OPTIONS
}

}  // namespace specgate::proxy
