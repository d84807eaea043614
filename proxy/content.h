// Content codings: what a body says once it is inflated, and how it is packed again.
#pragma once

#include <string>
#include <string_view>

#include "spec/packed.h"

namespace specgate::proxy {

struct Content {
  enum class Kind : unsigned char {
    kPlain,     // no coding: the bytes are the text
    kInflated,  // `out` is the text
    kUnknown,   // a coding we do not read
    kTooLarge,  // inflates beyond the limit
    kBroken,    // says it is gzip or deflate and is not, or not wholly
  };
  Kind kind = Kind::kPlain;
  std::string_view why{};  // in words, where there is no text
  bool ambiguous = false;  // several gzip members: readers differ in whether the later ones count
  Packing packing = Packing::kGzip;  // kInflated: as it came
};

// `encoding` is the Content-Encoding field. A gzip that is not declared is read as one too.
Content read_content(std::string_view encoding, std::string_view body, size_t most,
                     std::string& out);

// The Content-Encoding of what is packed like this.
std::string_view coding_of(Packing packing);

}  // namespace specgate::proxy
