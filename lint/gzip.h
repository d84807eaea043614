// gzip of a whole text, there and back. The only door to zlib in lint/.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

bool is_gzip(std::string_view bytes);

// What went wrong, in words, or empty. Members one after another are one text. Refused: a text that
// is more than a thousand times its gzip and over 64 MB, which no log is and every bomb is.
std::string inflate_gzip(std::string_view bytes, std::string& out);

std::string deflate_gzip(std::string_view text, std::string& out);

}  // namespace specgate
