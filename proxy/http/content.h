// Content codings: what a body says once it is inflated, and how it is packed again.
#pragma once

#include <string>
#include <string_view>

#include "proxy/http/head.h"
#include "proxy/http/unreadable.h"
#include "spec/text/compression.h"

namespace specgate::proxy {

struct Content {
  enum class Kind : unsigned char {
    kPlain,          // no coding: the bytes are the text
    kInflated,       // `out` is the text
    kUninspectable,  // a coding we do not read, or more than we read
    kNoRoom,         // inflates beyond the memory that is free for it
    kBroken,         // its bytes are not what they say: two readers may read two texts
  };
  Kind kind = Kind::kPlain;
  Unreadable why{};        // kUninspectable, kBroken
  // Several gzip members, or a deflate with and without zlib's wrapping: readers differ in what counts.
  bool ambiguous = false;
  Packing packing = Packing::kGzip;  // kInflated: as it came
};

// By the Content-Encoding of `fields`, all of it. A gzip that is not declared is read as one too.
Content read_content(const Fields& fields, std::string_view body, const UnpackLimit& limit,
                     std::string& out);

// The Content-Encoding of what is packed like this.
std::string_view coding_of(Packing packing);

}  // namespace specgate::proxy
