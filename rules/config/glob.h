// Globs for files and names: * ? [a-z] [!a-z] {a,b} and **; a backslash takes the next character as
// it stands. Anchored and case-sensitive. Matching allocates nothing and takes at most pattern x
// text steps, because names come from traffic.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

inline constexpr size_t kLongestGlob = 255;  // bytes; a longer one matches nothing

// Of paths: `*`, `?` and classes stop at "/"; `**` does not, and "**/" may stand for no folder at
// all.
bool glob_match(std::string_view pattern, std::string_view text);

// Of names ("Test *"): `*` takes every character.
bool name_match(std::string_view pattern, std::string_view text);

// Of files as configurations mean them: a pattern without "/" may match the last part alone
// ("*.jsonl"), one that ends in "/" means everything below, and "./" before either is dropped.
bool file_match(std::string_view pattern, std::string_view path);

// What is wrong with a pattern, "" if nothing: `"[a" lacks its "]"`. Load time only.
std::string glob_problem(std::string_view pattern);

}  // namespace specgate
