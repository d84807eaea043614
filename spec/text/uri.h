// RFC 3986: the parts of a URI reference, and what a reference means beside a base. Fetches
// nothing.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

// Views into the text, without their delimiters. An absent part has no data().
struct Uri {
  std::string_view scheme, authority, path, query, fragment;

  bool has_scheme() const { return scheme.data() != nullptr; }
  bool has_authority() const { return authority.data() != nullptr; }
  bool has_query() const { return query.data() != nullptr; }
  bool has_fragment() const { return fragment.data() != nullptr; }
};

// Any text has parts, be it a URI or not.
Uri split_uri(std::string_view text);

// Section 5.2: the target of `reference` beside `base`, its fragment left out.
std::string resolve_uri(std::string_view base, std::string_view reference);

// Section 2.1: %41 is A; what is no triplet stays.
std::string percent_decoded(std::string_view text);

}  // namespace specgate
