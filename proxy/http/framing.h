// How long a body is, by the fields of its head. RFC 9110 8.6, RFC 9112 6.
#pragma once

#include "proxy/http/head.h"

namespace specgate::proxy {

// A longer body is as long as that: nobody sends the end of it.
inline constexpr uint64_t kMostLength = 999'999'999'999'999'999;

// Of several equal lengths, in one field or many, one is left; false where they are not equal.
bool unite_lengths(Fields& fields);

// Nothing but one length, or one `chunked`, or neither; else false.
bool read_framing(const Fields& fields, unsigned version, Framing& out);

// Where a Content-Length is beyond what Beast counts, which it calls no HTTP, the text has kMostLength
// instead, and as many bytes as before. Returns whether it had any such.
bool shorten_lengths(std::string& text);

}  // namespace specgate::proxy
