// Values that are no JSON, and that some libraries write: json.dumps() of Python has NaN, Infinity and
// -Infinity, string templates have undefined. decode() reads past them, so that one of them costs its
// own call and not the batch: each becomes a node of kind null with the flag kBareWord and its place,
// and what is JSON stays what it was, as a body that has one says so (Batch::odd).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/event/event.h"

namespace specgate {

inline constexpr std::string_view kBareWords[] = {"NaN", "Infinity", "-Infinity", "undefined"};

// May a fault at `at` be one of them?
bool may_be_bare_word(std::string_view body, uint32_t at);

// Writes a number of the same length over each that stands in the place of a value, in `copy`, which
// has the bytes of `body`; `places` are where they begin, in order. One pass, whatever the body.
void cover_bare_words(std::string_view body, char* copy, std::vector<uint32_t>& places);

// The same text as JSON: each of them as a string.
std::string with_bare_words_quoted(std::string_view text);

inline bool is_bare_word(const Node& node) { return (node.flags & kBareWord) != 0; }

}  // namespace specgate
