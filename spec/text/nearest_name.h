// The nearest of many names, for those that ask again and again: as nearest() of spec/text/yaml.h answers,
// in a few instructions a name that is none, and without allocating.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace specgate {

// What searches may still cost: words measured, a letter at a time; words passed over are cheap.
class SearchBudget {
 public:
  explicit SearchBudget(uint64_t words) : left_(kOfOne * words) {}
  bool is_spent() const { return left_ == 0; }
  void measured(uint64_t words) { take(kOfOne * words); }
  void passed_over(uint64_t words) { take(words); }

 private:
  static constexpr uint64_t kOfOne = 32;
  void take(uint64_t steps) { left_ -= steps < left_ ? steps : left_; }
  uint64_t left_;
};

class NearestName {
 public:
  // The names must live as long as this does.
  explicit NearestName(const std::vector<std::string_view>& names);

  // The first of the nearest, by a third of the letters of `word` at most, case aside; or empty.
  std::string_view to(std::string_view word, SearchBudget& budget) const;

  size_t size() const { return names_.size(); }

 private:
  struct Name {
    std::string_view text;
    uint32_t first, size;  // of its lower-case letters
    uint32_t letters;
  };
  std::string lower_;
  std::vector<Name> names_;
};

}  // namespace specgate
