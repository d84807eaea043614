#include "spec/text/nearest_name.h"

#include <array>

#include "spec/text/ascii.h"
#include "spec/text/edit_distance.h"
#include "spec/text/near_letters.h"

namespace specgate {
namespace {

constexpr size_t kLongest = 64;  // letters; longer words are never near (spec/text/edit_distance.h)

}  // namespace

NearestName::NearestName(const std::vector<std::string_view>& names) {
  names_.reserve(names.size());
  for (const std::string_view name : names) {
    if (name.size() > kLongest) continue;
    const size_t first = lower_.size();
    for (const char c : name) lower_ += to_lower(c);
    names_.push_back({name, static_cast<uint32_t>(first), static_cast<uint32_t>(name.size()),
                      letters_of(std::string_view(lower_).substr(first))});
  }
}

std::string_view NearestName::to(std::string_view word, SearchBudget& budget) const {
  if (word.size() > kLongest) return {};
  std::array<char, kLongest> buffer;
  for (size_t i = 0; i < word.size(); ++i) buffer[i] = to_lower(word[i]);
  const std::string_view wanted(buffer.data(), word.size());
  const EditMeter meter(wanted);
  const uint32_t letters = letters_of(wanted);
  std::string_view best;
  size_t limit = word.size() / 3;
  budget.passed_over(names_.size());
  for (const Name& name : names_) {
    const bool longer = name.size > word.size() + limit, shorter = name.size + limit < word.size();
    if (longer || shorter || !may_lie_within(limit, letters, name.letters)) continue;
    budget.measured(1);
    const size_t steps = meter.to(std::string_view(lower_).substr(name.first, name.size), limit);
    if (steps > limit) continue;
    best = name.text;
    if (steps == 0) break;
    limit = steps - 1;  // from here on only a nearer one counts
  }
  return best;
}

}  // namespace specgate
