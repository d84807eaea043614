// The path of a URL as a lenient server reads it. Servers and the caches before them differ in what
// they take for the same path; who judges must know what any of them may take a path for.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

// Escapes decoded, segments settled, ASCII letters small, without a slash at the end (RFC 3986 6.2.2,
// 5.2.4): "/V1//x/../%74rack/" is "/v1/track". Decoded once: "%2574rack" stays "%74rack".
std::string settled_path(std::string_view path);

// May it stand for another path than the one it spells, whatever its letters: has it an escape, an
// empty segment or one of dots?
bool may_be_disguised(std::string_view path);

}  // namespace specgate
