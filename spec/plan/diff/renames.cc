#include "spec/plan/diff/renames.h"

#include <algorithm>
#include <unordered_map>

#include "spec/names/normalized_name.h"
#include "spec/text/edit_distance.h"
#include "spec/text/near_letters.h"
#include "spec/text/nearest_name.h"

namespace specgate {
namespace {

// What one question whether two are alike costs, in words measured.
constexpr uint64_t kOfAsking = 32;

struct Name {
  Phrase phrase;
  uint32_t letters = 0;
  bool readable = false;  // else it is near nothing

  explicit Name(std::string_view text) : readable(split_words(text, phrase)) {
    if (readable) letters = letters_of(phrase.folded());
  }
};

// The longer one has one word more before or behind: "email" and "email_address".
bool extends(const Phrase& shorter, const Phrase& longer) {
  const std::string_view a = shorter.folded(), b = longer.folded();
  return shorter.words + 1 == longer.words && a.size() > 2 &&
         (b.starts_with(a) || b.ends_with(a));  // fewer words may have more letters
}

bool one_slip_or_more(const Name& a, const Name& b, SearchBudget& budget) {
  const std::string_view left = a.phrase.folded(), right = b.phrase.folded();
  const auto [shorter, longer] = std::minmax({left.size(), right.size()});
  const size_t limit = std::min<size_t>(3, shorter / 3);
  if (limit == 0 || longer - shorter > limit || !may_lie_within(limit, a.letters, b.letters)) return false;
  budget.measured(1);
  return edit_distance(left, right, limit) <= limit;
}

bool near(const Name& a, const Name& b, SearchBudget& budget) {
  if (one_slip_or_more(a, b, budget)) return true;
  if (a.phrase.too_many_words || b.phrase.too_many_words) return false;
  return extends(a.phrase, b.phrase) || extends(b.phrase, a.phrase);
}

class Search {
 public:
  Search(const std::vector<std::string_view>& gone, const std::vector<std::string_view>& fresh,
         const Alike& alike)
      : gone_(gone.begin(), gone.end()),
        fresh_(fresh.begin(), fresh.end()),
        alike_(alike),
        budget_(kOfAsking * (kAskedAtLeast + kAskedForEachName * (gone.size() + fresh.size()))) {}

  Renames run() {
    by_letters();
    by_nearness();
    return std::move(out_);
  }

 private:
  using Places = std::vector<uint32_t>;

  // False: the search is over.
  bool may_go_on() {
    out_.cut = out_.cut || budget_.is_spent();
    return !out_.cut;
  }

  // Takes the first of `left` that `wanted` holds for and that is alike out of it.
  template <typename Wanted>
  bool pair(uint32_t from, Places& left, Wanted wanted) {
    for (size_t i = 0; i < left.size(); ++i) {
      if (!may_go_on()) return false;
      budget_.passed_over(1);
      if (!wanted(fresh_[left[i]])) continue;
      budget_.measured(kOfAsking);
      if (!alike_(from, left[i])) continue;
      out_.pairs.emplace_back(from, left[i]);
      taken_[left[i]] = true;
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
    return false;
  }

  void by_letters() {
    taken_.assign(fresh_.size(), false);
    std::unordered_map<std::string_view, Places> places;
    for (uint32_t i = 0; i < fresh_.size(); ++i) {
      if (fresh_[i].readable) places[fresh_[i].phrase.folded()].push_back(i);
    }
    for (uint32_t from = 0; from < gone_.size(); ++from) {
      const auto same = gone_[from].readable ? places.find(gone_[from].phrase.folded()) : places.end();
      const bool paired = same != places.end() && pair(from, same->second, [](const Name&) { return true; });
      if (!paired && gone_[from].readable) left_.push_back(from);
    }
  }

  void by_nearness() {
    Places fresh;
    for (uint32_t i = 0; i < fresh_.size(); ++i) {
      if (!taken_[i] && fresh_[i].readable) fresh.push_back(i);
    }
    for (const uint32_t from : left_) {
      const Name& one = gone_[from];
      const auto is_near = [&](const Name& other) {
        return one.phrase.folded() != other.phrase.folded() && near(one, other, budget_);
      };
      if (!fresh.empty()) pair(from, fresh, is_near);
    }
  }

  std::vector<Name> gone_, fresh_;
  const Alike& alike_;
  SearchBudget budget_;
  std::vector<bool> taken_;  // of fresh_
  Places left_;              // of gone_
  Renames out_;
};

}  // namespace

Renames find_renames(const std::vector<std::string_view>& gone,
                     const std::vector<std::string_view>& fresh, const Alike& alike) {
  return Search(gone, fresh, alike).run();
}

bool near_names(std::string_view a, std::string_view b) {
  const Name left(a), right(b);
  if (a == b || !left.readable || !right.readable) return false;
  SearchBudget enough(1);
  return left.phrase.folded() == right.phrase.folded() || near(left, right, enough);
}

}  // namespace specgate
