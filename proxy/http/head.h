// The strict check between Beast's parser and everything behind it: a head has one reading, or it is
// refused. The answers do not depend on the version of the library: what its parser lets pass
// (Beast 1.81: foreign transfer codings, no Host or two, absolute targets, folded lines in the raw
// text) is looked at again here. RFC 9110, RFC 9112.
#pragma once

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace specgate::proxy {

namespace http = boost::beast::http;

// One line of a head: views into its text.
struct Field {
  http::field id = http::field::unknown;
  std::string_view name, value;
};

// The fields of a head in their order. Flat: a request has a dozen, and looking at a dozen names is
// cheaper than keeping a tree of them.
class Fields {
 public:
  void add(const Field& field) { all_.push_back(field); }
  // The first of this name gets this value and the others go; without one, it is added.
  void set(const Field& field);
  void clear() {
    all_.clear();
    left_out_ = 0;
  }
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  size_t size() const { return all_.size(); }

  std::string_view operator[](http::field id) const;  // the first; empty: absent
  std::string_view operator[](std::string_view name) const;
  size_t count(http::field id) const;
  bool contains(http::field id) const { return count(id) != 0; }
  // Does a comma-separated list, in one field or several, have this word?
  bool lists(http::field id, std::string_view word) const;
  // Some that came and are not here: whoever stands behind may take their name for another one's.
  void leave_out() { ++left_out_; }
  size_t left_out() const { return left_out_; }

 private:
  std::vector<Field> all_;
  size_t left_out_ = 0;
};

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
  std::string text;                // what all views here look into
  std::string_view method;
  std::string_view target;         // origin-form, or "*", whatever form it came in
  std::string own_target;          // ... where that stands nowhere in the text
  http::verb verb = http::verb::unknown;
  unsigned version = 11;           // 10 or 11
  Fields fields;
  Framing framing;
  bool keep_alive = true;
  bool expects_continue = false;

  std::string_view path() const { return target.substr(0, target.find('?')); }
  std::string_view query() const;  // without '?'
  bool is_head() const { return verb == http::verb::head; }
  void clear();                    // keeps the memory
};

// Reads `raw`, a head with its closing empty line, into a cleared head. Fields with "_" in their name
// are left out: CGI and its heirs read Transfer_Encoding as Transfer-Encoding. A target in
// absolute-form is turned into origin-form, and its authority is the Host (RFC 9112 3.2.2).
Refusal read_request_head(std::string_view raw, size_t most_fields, RequestHead& out);

struct ResponseHead {
  std::string text;
  std::string_view reason;
  unsigned status = 0;
  unsigned version = 11;
  Fields fields;
  Framing framing;
  bool keep_alive = true;
  bool to_head = false, believed = false;  // how `text` was read, and with what outcome

  void clear();
};

// The same for the upstream's bytes, into a head that is cleared or holds what was read before: the
// same bytes are not read twice, and but for its Date an upstream answers with the same again and
// again. `to_head`: the request was HEAD, so no body follows. A length that is told twice in the same
// words is one (RFC 9110 8.6), and the fields have it once. A name with "_" that imitates one of
// framing or of the connection is left out. False: not to be trusted.
bool read_response_head(std::string_view raw, bool to_head, ResponseHead& out);

// The offset past the empty line that ends a head, or 0 while it has not come.
size_t end_of_head(std::string_view text);

// Does a field of that name speak of one connection only, whatever `Connection` says (RFC 9110 7.6.1)?
bool is_of_connection(http::field id);

// Fields that speak of one connection only: those, and the ones that `Connection` names.
class HopFields {
 public:
  explicit HopFields(const Fields& fields);
  bool contains(const Field& field) const;

 private:
  std::vector<std::string_view> named_;
};

bool equals_ignoring_case(std::string_view a, std::string_view b);
// Without the blanks and tabs around it.
inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}
// Calls `use` with each entry of a comma-separated list, without the blanks around it.
template <typename Use>
void each_in_list(std::string_view list, Use use) {
  while (!list.empty()) {
    std::string_view one = list.substr(0, list.find(','));
    list.remove_prefix(one.size() == list.size() ? one.size() : one.size() + 1);
    one = trimmed(one);
    if (!one.empty()) use(one);
  }
}

}  // namespace specgate::proxy
