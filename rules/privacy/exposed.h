// Which keys the rules on personal data speak of at all.
#pragma once

#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// Null says nothing of anybody. A flag says nothing but where it is the matter itself: has_password
// is a fact about an account, `disability` and `is_veteran` are facts about a person.
bool tells_nothing(const Node& node);

// "veteran", "is_veteran": a flag of this name is the matter itself.
bool is_a_state(std::string_view key);

// "page_token", "max_tokens": yellow for that word, which Segment's measure finds too unlike to be red.
bool is_unlike_token(std::string_view key);

// What a yellow key is told to be, such a token or any other.
inline constexpr std::string_view kYellowSays =
    "names what Segment's Privacy Portal marks yellow, personal data to look at twice";
inline constexpr std::string_view kTokenSays =
    "is a token by its name: is it a secret? Segment's Privacy Portal finds it too unlike its \"token\"";

// Does the name tell of something secret, and not hold it: credit_card_count, ssn_required,
// has_credit_card, password_changed_at?
bool describes(std::string_view key);

// The same, and the value is of that kind: a small number, yes or no, one plain word, a time. What looks
// otherwise may be the secret after all.
bool only_describes(const Node& node);

}  // namespace specgate
