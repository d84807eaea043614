// What the strings at one place of a call looked like: the formats that all of them have, and which
// they were as long as they are few and plain words.
//
// No value is ever kept that may be somebody's own: whoever owns the place closes it where its key
// speaks of a person, an id or prose, and what holds more than a few digits, an @ or many words
// closes it by itself. A fold whose order does not matter.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "lint/plan/infer/memory_budget.h"
#include "spec/json/json.h"

namespace specgate {

class TextEvidence {
 public:
  static constexpr size_t kMostValues = 100;
  using Values = std::map<std::string, uint64_t, std::less<>>;

  // From now on no value is kept.
  void close(MemoryBudget& room);
  void take(std::string_view text, MemoryBudget& room);
  void add(const TextEvidence& other, MemoryBudget& room);

  // Every value that was seen, with how often; empty where they are too many or not to be told.
  const Values& values() const { return values_; }
  // "date-time", "uri" ...: the format that every string has, the narrowest; empty where there is
  // none.
  std::string_view format() const;
  // Takes up this much of the room.
  size_t things() const { return values_.size(); }

 private:
  void keep(std::string_view text, uint64_t times, MemoryBudget& room);

  static constexpr uint8_t kAllFormats = 0x7f;
  uint64_t count_ = 0;
  uint8_t formats_ = kAllFormats;  // bits of those that every string had so far
  bool closed_ = false;
  Values values_;
};

}  // namespace specgate
