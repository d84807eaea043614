// gzip of whole files, with what goes wrong in words.
#pragma once

#include <string>
#include <string_view>

#include "spec/packed.h"

namespace specgate {

// What went wrong, in words, or empty. Members one after another are one text. Refused: a text that
// is more than a thousand times its gzip and over 64 MB, which no log is and every bomb is.
std::string inflate_gzip(std::string_view bytes, std::string& out);

std::string deflate_gzip(std::string_view text, std::string& out);

}  // namespace specgate
