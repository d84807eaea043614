// How names are spelled: casing, the Object + past tense of event names, and parts that belong in a
// value. Pure functions of the letters, without allocation; English only, and generous where
// unsure.
//
// is_in(Style, name) is declared in spec.h.
#pragma once

#include <span>
#include <string_view>

#include "spec/catalogue/spec.h"

namespace specgate {

// `name` in another style ("productId" -> "product_id"), written into `buffer`; empty where the
// name has no words to join or does not fit. kTitle leaves small words small; kAny changes nothing.
std::string_view restyle(Style style, std::string_view name, std::span<char> buffer);

// The same words but for case and separators: "Sign-Up" and "signup". Names over 128 bytes are not.
bool same_letters(std::string_view a, std::string_view b);

// Not Title Case, or without a verb in the past tense (protocols/tracking-plan/best-practices.md).
// Small words may be lower-case, as in "Product Added to Wishlist".
bool event_name_off_style(std::string_view name);
bool is_past_tense(std::string_view word);  // any case; "Viewed", "sent", "Paid"

// The part of an event name that changes from call to call: a date, a number of two digits or more,
// an id, a uuid, an email address. Empty where there is none; "v2", "2FA" and "Step 2" are names.
std::string_view dynamic_part(std::string_view event_name);
bool name_dynamic(std::string_view event_name);

// A key with one small number in it: "item_1_price" -> {"item_", "1", "_price"}. One such key is a
// name, a row of them is a list in disguise: the rule looks for the neighbours.
struct NumberedKey {
  std::string_view before, digits, after;
  explicit operator bool() const { return !digits.empty(); }
};
NumberedKey numbered(std::string_view key);

// An id, a uuid, a date, an email address or a bare number stands in the key.
bool key_holds_id(std::string_view key);
bool key_dynamic(std::string_view key);  // either of the two

}  // namespace specgate
