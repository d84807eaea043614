// What one decode() works on: internal to decode.cc, json_reader.cc and find_events.cc.
#pragma once

#include <string_view>
#include <vector>

#include "spec/decode/decode.h"
#include "spec/decode/key_memo.h"
#include "spec/event/body_index.h"

namespace specgate {

// The key that came last after another, and the one before it: senders leave members out.
struct Followers {
  const WrittenKey* last;
  const WrittenKey* other;
};

// Reused by the next body; only ever grows.
struct DecodeBuffers::State {
  std::vector<char> copy;   // of the body, parsed in situ, kPadding zeros behind it
  std::vector<Node> nodes;  // node_count of them are this body's
  uint32_t node_count = 0;
  uint16_t odd = 0;  // of the flags from kDuplicateKey on, but for kOddText: those that a node has
  std::vector<Event> events;
  std::vector<uint32_t> seen;  // by PathId: the stamp of the last object with such a member
  uint32_t stamp = 0;          // of this body's node 0; objects count on from there
  uint64_t spec = 0;           // PathTable::serial() of the Spec that seen, after and memo are for
  // What came after a place's key (2 * PathId), and first in an object there (2 * PathId + 1);
  // behind these, after an unlisted one (by its slot in `met`).
  std::vector<Followers> after;
  KeyMemo memo;
  MetKeys met;
  SeenKeys unlisted;  // keys no table lists, by object
  std::vector<uint32_t> open;  // the nodes around the one being read, ascending; while keys are forgotten
  std::vector<uint32_t> bare;  // where a bare word stands (spec/event/bare_word.h); of no use to the next body
  BodyIndex index;
};

// So far past the end may the scanners read.
inline constexpr size_t kPadding = 64;

struct SyntaxError {
  uint32_t at = Batch::kNoError;
  std::string_view words;
};

// state.copy[0, size) from `first` on -> state.nodes. (json_reader.cc)
SyntaxError parse_nodes(const Spec& spec, uint32_t first, uint32_t size,
                        DecodeBuffers::State& state);

// Reads form, envelope, events and transport off the nodes. (find_events.cc)
void find_events(const Spec& spec, DecodeBuffers::State& state, Batch& batch);

}  // namespace specgate
