#include "rules/privacy/exposed.h"

#include <algorithm>
#include <string>

#include "rules/semantic/listed.h"
#include "spec/fold.h"

namespace specgate {
namespace {

bool same_letters(std::string_view words, std::string_view folded) {
  Phrase phrase;
  return split_words(words, phrase) && phrase.folded() == folded;
}

// Is the key a matcher and nothing more, but for a leading "is"?
bool is_the_matter(const Site& site, std::string_view key) {
  constexpr std::string_view kIs = "is";
  Phrase phrase;
  if (!split_words(key, phrase)) return false;
  std::string_view folded = phrase.folded();
  if (phrase.words > 1 && phrase.word(0) == kIs) folded.remove_prefix(kIs.size());
  const auto names_it = [&](const std::string& words) { return same_letters(words, folded); };
  const Privacy& privacy = site.spec.data().privacy;
  return std::any_of(privacy.red.begin(), privacy.red.end(), names_it) ||
         std::any_of(privacy.yellow.begin(), privacy.yellow.end(), names_it);
}

}  // namespace

bool is_asked_for(const Site& site, const Node& node) {
  return said_of(site, node) != nullptr && !place_of(site, node).path.ends_with('*');
}

bool tells_nothing(const Site& site, const Node& node) {
  if (node.is(Kind::kNull)) return true;
  return node.is(Kind::kBoolean) && !is_the_matter(site, node.key);
}

}  // namespace specgate
