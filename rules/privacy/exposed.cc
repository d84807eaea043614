#include "rules/privacy/exposed.h"

#include "spec/fold.h"

namespace specgate {

bool is_a_state(std::string_view key) {
  constexpr std::string_view kIs = "is", kStates[] = {"veteran", "disability"};
  Phrase phrase;
  if (!split_words(key, phrase)) return false;
  std::string_view folded = phrase.folded();
  if (phrase.words > 1 && phrase.word(0) == kIs) folded.remove_prefix(kIs.size());
  return folded == kStates[0] || folded == kStates[1];
}

bool tells_nothing(const Node& node) {
  return node.is(Kind::kNull) || (node.is(Kind::kBoolean) && !is_a_state(node.key));
}

}  // namespace specgate
