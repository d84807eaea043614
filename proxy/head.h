// The strict check between Beast's parser and everything behind it: a head has one reading, or it is
// refused. The answers do not depend on the version of the library: what its parser lets pass
// (Beast 1.81: foreign transfer codings, no Host or two, absolute targets, folded lines in the raw
// text) is looked at again here. RFC 9110, RFC 9112.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/verb.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace specgate::proxy {

namespace http = boost::beast::http;
using Fields = http::fields;

// How the body that follows a head is delimited.
struct Framing {
  enum class Kind : uint8_t { kNone, kLength, kChunked, kToEnd };
  Kind kind = Kind::kNone;
  uint64_t length = 0;  // kLength
};

// A refusal: what to answer, and why in words. Status 0: nothing is wrong.
struct Refusal {
  unsigned status = 0;
  std::string_view why;
  explicit operator bool() const { return status != 0; }
};

struct RequestHead {
  http::request_header<> fields;  // Beast's reading of `raw`
  Framing framing;
  bool keep_alive = true;
  bool expects_continue = false;

  std::string_view method() const;
  std::string_view target() const;
  std::string_view path() const;   // target without query
  std::string_view query() const;  // without '?'
  std::string_view field(http::field name) const;    // empty: absent
  std::string_view field(std::string_view name) const;
};

// Reads `raw`, a head with its closing empty line.
Refusal read_request_head(std::string_view raw, size_t most_fields, RequestHead& out);

struct ResponseHead {
  http::response_header<> fields;
  Framing framing;
  bool keep_alive = true;
  unsigned status() const { return fields.result_int(); }
};

// The same for the upstream's bytes. `to_head`: the request was HEAD, so no body follows.
// False: not to be trusted.
bool read_response_head(std::string_view raw, bool to_head, ResponseHead& out);

// The offset past the empty line that ends a head, or 0 while it has not come.
size_t end_of_head(std::string_view text);

// Fields that speak of one connection only: those of RFC 9110 7.6.1 and those `Connection` names.
class HopFields {
 public:
  explicit HopFields(const Fields& fields);
  bool contains(const Fields::value_type& field) const;

 private:
  std::vector<std::string_view> named_;
};

bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace specgate::proxy
