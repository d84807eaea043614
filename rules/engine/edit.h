// Edits: what a fix means to change, and the bytes that change.
//
// An Edit names nodes; `splices` turns the chosen edits of one body into byte ranges, settling commas
// once per object or array, so that every byte outside the ranges stays as it was. Where edits
// overlap the earlier one wins; whoever wants all judges the result again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/event/event.h"
#include "spec/json/json_quote.h"

namespace specgate {

struct Edit {
  enum class Op : uint8_t {
    kReplace,  // the value of `node` becomes `json`
    kRename,   // the key of `node` becomes `key`
    kRemove,   // the member or item `node` goes, with its comma
    kAdd,      // the object `node` gets a last member `key`: `json`
    kMove,     // the member `node` goes, and the object `target` gets its value under `key`, where a
               // dotted key makes the objects on the way ("screen.width")
    kTrim,     // the bytes [begin, end) of the body become `json` (a byte-order mark)
  };
  Op op = Op::kReplace;
  bool safe = false;
  uint32_t node = 0;
  uint32_t target = 0;     // kMove
  std::string_view key{};  // plain text, not escaped
  std::string_view json{}; // valid JSON
  uint32_t begin = 0, end = 0;  // kTrim
};

struct Splice {
  uint32_t begin, end;  // of Batch::source
  std::string text;
};

// In source order, without overlaps.
std::vector<Splice> splices(const Batch& batch, const std::vector<const Edit*>& edits);

// source with the splices done; `out` is cleared first.
void splice(std::string_view source, const std::vector<Splice>& splices, std::string& out);

// The edits as RFC 6902 operations with pointers within the call (or the body, for kNoEvent):
// [{"op":"replace","path":"/event","value":"Order Completed"}].
void append_patch(const Batch& batch, uint32_t event, const std::vector<const Edit*>& edits,
                  std::string& out);
// The operations that undo them, for the patched call.
void append_reverse_patch(const Batch& batch, uint32_t event,
                          const std::vector<const Edit*>& edits, std::string& out);

// RFC 6901 pointer of a node from `root` down: "/properties/products/0/price".
void append_pointer(const Batch& batch, uint32_t root, uint32_t node, std::string& out);

}  // namespace specgate
