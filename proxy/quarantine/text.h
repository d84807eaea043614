// Rows of the quarantine for people. Events are hostile: nothing of theirs steers a terminal.
#pragma once

#include <string>
#include <vector>

#include "proxy/quarantine/replay.h"
#include "proxy/store/store.h"
#include "spec/catalogue/spec.h"
#include "spec/decode/decode.h"

namespace specgate::proxy {

// ID  TIME  SOURCE  TYPE  EVENT  SEEN  REPLAYED  RULES
std::string table_of(const std::vector<StoredEvent>& rows);

class QuarantineText {
 public:
  // The Spec outlives this.
  explicit QuarantineText(const Spec& spec) : spec_(spec) {}

  // All of a row: whence it came, what is wrong with it, and the call itself, indented.
  std::string of(const StoredEvent& row);
  // One line, and the findings of what is still rejected.
  std::string of(const Replayed& replayed);

 private:
  // "  error    NAM103 known-event-alias  /event  …", a line each.
  void append_findings(std::string_view findings, std::string& out);

  const Spec& spec_;
  DecodeBuffers buffers_;
};

}  // namespace specgate::proxy
