// A body of bytes -> a Batch of flat nodes. The reader behind it is our own (json_reader.cc).
//
// The body is copied into `buffers` and the copy is parsed in situ: offsets are the same in both,
// so a node carries the span of the original while unescaped text points into the copy.
//
// Bad JSON is data: syntax_error tells the offset; then form is kBroken, there are no events, and
// one node stands for the body. The grammar is RFC 8259's, held to RapidJSON's by
// tests/spec/decode_peer_test.cc; UTF-8, bytes after the value and NUL bytes are checked as well. A
// byte order mark is skipped. A surrogate without its partner is accepted (kLoneSurrogate) and reads
// as U+FFFD. Numbers keep their spelling and may be of any size. Nesting of any depth is survived
// (deeper than kMostLevels is a syntax_error "nested deeper than ...").
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "spec/catalogue/path_table.h"
#include "spec/event/event.h"

namespace specgate {

inline constexpr uint32_t kMostLevels = 512;

class Spec;

// The reusable buffers of one worker: one decode at a time. After warm-up decode() allocates
// nothing.
class DecodeBuffers {
 public:
  DecodeBuffers();
  ~DecodeBuffers();
  DecodeBuffers(DecodeBuffers&&) noexcept;
  DecodeBuffers& operator=(DecodeBuffers&&) noexcept;

  struct State;
  State& state();  // made when it is first asked for: some hundred kilobytes

 private:
  std::unique_ptr<State> state_;
};

// Views of the result die at the next decode() with the same buffers, and with `body`.
// Bodies over 1 GiB are a syntax error.
Batch decode(std::string_view body, const Arrival& arrival, const Spec& spec,
             DecodeBuffers& buffers);

// The key of a member in Batch::source, quotes included: what a rename replaces. Only where
// node.has_key(). Scans backwards from the value.
struct KeySpan {
  uint32_t begin = 0, end = 0;
};
KeySpan key_span(const Batch& batch, const Node& node);

}  // namespace specgate
