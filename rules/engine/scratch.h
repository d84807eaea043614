// The reusable buffers of one worker: leased for one judge(), never shared. After warm-up nothing is
// allocated; clearing keeps the memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/engine/findings.h"
#include "rules/plan/near_planned.h"
#include "spec/decode/decode.h"
#include "spec/schema/json_schema.h"

namespace specgate {

// Text that grows without moving: views stay good until clear().
class TextArena {
 public:
  char* take(size_t bytes);  // uninitialised
  void clear();

 private:
  static constexpr size_t kBlock = 16 * 1024;
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };
  std::vector<Block> blocks_;
  size_t block_ = 0, used_ = 0;
};

// Remembers what an event name means: direct-mapped, fixed memory, emptied when the Spec changes.
class EventNameMemo {
 public:
  const EventName& find(const Spec& spec, std::string_view name);

 private:
  static constexpr size_t kSlots = 512;
  static constexpr size_t kLongest = 64;  // longer names are looked up each time
  struct Entry {
    uint8_t length = 0;
    char text[kLongest];
    EventName value;
  };
  uint64_t spec_ = 0;  // PathTable::serial(): another Spec may come to lie at the address of one that is gone
  std::vector<Entry> entries_;
  EventName uncached_;
};

struct Scratch {
  uint64_t judged = 0;  // bodies so far: what judging once too often costs is seen in tests

  // Empties what one body's verdict was made of. Where that is much it is given back, for the next long
  // body is decoded before it has findings.
  void next_body();

  DecodeBuffers decode;
  TextArena text;
  EventNameMemo names;
  std::vector<Violation> violations, merged;  // `merged`: while they are put in order
  std::vector<Edit> edits;
  std::vector<std::string_view> suggestions;
  std::vector<PlanPlace> plan_places;
  std::optional<uint32_t> stopped;  // see Verdict
  SchemaScratch schema;  // these: of the call that is held against the tracking plan
  std::vector<SchemaFailure> failures;
  NearPlanned near_planned;
  std::vector<uint32_t> unplanned;
  std::vector<uint32_t> forbidden;  // by additionalProperties
  std::vector<uint32_t> omitted;
};

}  // namespace specgate
