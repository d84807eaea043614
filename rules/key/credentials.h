// Write keys: those of the Authorization header and those of the body.
//
// A key is a secret. It is compared here and never printed: no violation has one among its
// arguments, and no fix rewrites a value that holds one.
#pragma once

#include <array>
#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// What an Authorization header says. Owns the decoded text, and lives no longer than the question: nothing of a
// key stays in a thread.
class Credentials {
 public:
  enum class Scheme : uint8_t { kNone, kBasic, kBearer, kOther };

  Credentials() = default;
  explicit Credentials(std::string_view header);

  Scheme scheme() const { return scheme_; }
  bool readable() const { return readable_; }  // kBasic: base64, of a key that is printable text
  // Is it known which key it names, or that it names none? Others may read what we do not.
  bool clear() const { return readable_ || scheme_ == Scheme::kNone || scheme_ == Scheme::kBearer; }
  bool colon() const { return colon_; }        // "key:", as HTTP wants it, or only "key"
  std::string_view key() const { return {text_.data(), key_size_}; }  // kBasic: the user name

 private:
  static constexpr size_t kMostBytes = 512;  // Segment's keys have 32 characters

  Scheme scheme_ = Scheme::kNone;
  bool readable_ = false;
  bool colon_ = false;
  size_t key_size_ = 0;
  std::array<char, kMostBytes> text_;
};

// Was the body posted to a path that takes calls, as far as anybody knows?
bool posted(const Site& site);

// A record without any headers: the request may have had an authorization. Who reads it notes one that has
// no text.
bool headers_not_recorded(const Site& site);

// The writeKey beside `batch`, or null.
const Node* envelope_key(const Site& site);
// The event's own writeKey, or null.
const Node* event_key(const Site& site, const Event& event);
// For On::kBatch: does each call have a key in the body, its own or the batch's?
bool body_has_key(const Site& site);

// Where a finding about a header stands: on the header in a captured request, else on the body.
const Node& header_place(const Site& site, uint32_t header);

}  // namespace specgate
