// What was seen at one place of the calls of a rule, and of all places below it: kinds of values,
// members of objects and how many objects had them, items of arrays, texts.
//
// Folds whose order does not matter, so that each worker keeps its own and the run adds them up.
// Bounded: objects whose keys are data (very many of them, an email address in one, a very long
// one) are left open, and so is what lies deeper than kMostLevels or finds no room; an open
// object's members are forgotten.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lint/plan/infer/text_evidence.h"
#include "spec/event/event.h"

namespace specgate {

struct ObjectEvidence;

// Where taking stands: at which batch, how deep, and the room that is left.
struct Look {
  const Batch& batch;
  MemoryBudget& room;
  unsigned level = 0;

  Look below() const { return {batch, room, level + 1}; }
};

struct PlaceEvidence {
  static constexpr unsigned kMostLevels = 16;

  uint64_t kinds[8]{};  // values of each Kind, by the number of its bit; the last is none's
  TextEvidence text;
  std::unique_ptr<ObjectEvidence> object;  // where one was seen
  std::unique_ptr<PlaceEvidence> items;    // of arrays, where one was seen
  bool is_private = false;                 // see is_private_key(); inherited
  bool open_items = false;                 // too deep, or no room: items may be anything

  PlaceEvidence();
  PlaceEvidence(PlaceEvidence&&) noexcept;
  PlaceEvidence& operator=(PlaceEvidence&&) noexcept;
  ~PlaceEvidence();

  uint64_t count(Kind kind) const;
  KindMask seen() const;
  void take(const Look& look, uint32_t node);
  void add(const PlaceEvidence& other, MemoryBudget& room);
  size_t things() const;  // takes up this much of the room

 private:
  void make_private(MemoryBudget& room);
  void take_items(const Look& look, uint32_t node);
  bool make_items(MemoryBudget& room);
};

struct MemberEvidence {
  uint64_t objects = 0;  // that had it
  PlaceEvidence place;
};

struct ObjectEvidence {
  static constexpr size_t kMostKeys = 300;
  static constexpr size_t kLongestKey = 256;
  enum class Open : uint8_t { kNo, kTooDeep, kNoRoom, kKeysVary };

  std::map<std::string, MemberEvidence, std::less<>> members;
  Open open = Open::kNo;

  void take(const Look& look, uint32_t node, const PlaceEvidence& above);
  void add(const ObjectEvidence& other, MemoryBudget& room);
  void leave_open(Open why, MemoryBudget& room);
  size_t things() const;

 private:
  // The member, made where it is new; null where the object had to be left open.
  MemberEvidence* member(std::string_view key, MemoryBudget& room);
};

}  // namespace specgate
