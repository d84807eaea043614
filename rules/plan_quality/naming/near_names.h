// Names of one plan that are nearly one another: `Order Sent` and `Send Order`, `prodcut_id` and
// `product_id`. Found by what they fold to, not pair by pair, so that the time grows with the
// number of names only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace specgate {

#define SPECGATE_LIKENESSES(X)                              \
  X(kLetters, "the same words but for case and separators") \
  X(kColumn, "one column or table of a warehouse")          \
  X(kForms, "the same words in another tense or number")    \
  X(kOrder, "the same words in another order")              \
  X(kSlip, "a slip of one or two letters apart")

enum class Likeness : uint8_t {
#define X(id, words) id,
  SPECGATE_LIKENESSES(X)
#undef X
};
std::string_view words_of(Likeness likeness);

struct NearPair {
  size_t name, other;  // indices into the names asked about; `other` is the earlier one
  Likeness how;
};

// For one thread at a time.
class NearNames {
 public:
  // Events are near in another tense or number too; properties are not: product_id, product_ids.
  enum class Domain : uint8_t { kEvents, kProperties };

  // Learns every name that will be asked about. Views, which must outlive it.
  NearNames(Domain domain, std::span<const std::string_view> names);

  // For each name, in order, the first earlier one that it is near to, if any.
  std::vector<NearPair> among(std::span<const std::string_view> names);

 private:
  // What a name comes down to; equal numbers are equal texts.
  struct Fold {
    uint32_t letters = 0;         // its letters
    uint32_t column = 0;          // its column (spec/catalogue/column.h)
    uint32_t words = 0;           // its words, or their stems, in order
    uint32_t sorted = 0;          // likewise, sorted
    std::vector<uint32_t> slips;  // `words` of names a slip away, whether or not there are such
  };

  void learn_words(std::span<const std::string_view> names);
  void learn(std::string_view name);
  uint32_t number_of(const std::string& text);
  std::vector<std::string> words_in(std::string_view name) const;

  Domain domain_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::unordered_map<std::string, std::vector<std::string>> near_words_;
  std::unordered_map<std::string_view, Fold> folds_;

  // By number: the first name that has it, in the call of among() of that turn.
  struct Seen {
    uint32_t turn = 0;
    uint32_t name = 0;
  };
  std::vector<Seen> seen_;
  uint32_t turn_ = 0;
};

}  // namespace specgate
