// What a batch says of all its calls, written once for those of them that are kept.
//
// A span of envelopes is the rows of one request that follow one another and have the same envelope.
// It goes with the last of its rows (retention.h). Steps of a transaction; the door's lock is the
// caller's.
#pragma once

#include <cstdint>
#include <string>

#include "proxy/store/record.h"
#include "proxy/store/sqlite.h"

namespace specgate::proxy {

class EnvelopeSpan {
 public:
  bool is_of(const SharedText& envelope) const { return envelope_ == envelope; }
  // Begins anew, with the digest made once.
  void begin(const SharedText& envelope);
  void note(int64_t id);  // a row of it was written

  const std::string& digest() const { return digest_; }
  size_t bytes() const;  // that write() adds; 0: there is nothing to write
  bool write(Statement& insert) const;  // kInsertEnvelope; false: it failed

 private:
  SharedText envelope_;
  std::string digest_;
  int64_t first_ = 0, last_ = 0;
};

inline constexpr const char* kInsertEnvelope = "INSERT INTO envelopes VALUES(?1,?2,?3)";

}  // namespace specgate::proxy
