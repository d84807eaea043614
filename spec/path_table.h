// (parent place, key) -> place: the interned paths that the Spec (and later a plan) speak of.
//
// One flat power-of-two array, linear probing at half load or less. A key nobody documents lands in
// the unplanned place of its family, and so do all places below it. Array items step to `[]`.
// Built once, then immutable and shared by all threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/event.h"

namespace specgate {

// Which part of a call a place belongs to: it decides which rules look there.
enum class Family : uint8_t { kTop, kContext, kProperties, kTraits, kIntegrations, kOther };

struct Place {
  std::string path;      // "context.device.id", "properties.products[].price"; "" for the root
  Family family = Family::kTop;
  PathId parent = 0;
  PathId item = 0;       // where the items of an array at this place lie
  PathId unplanned = 0;  // where an undocumented member lies
  PathId any = 0;        // where `*` leads ("context.campaign.*"), or 0
  Slot slot = Slot::kCount;  // of a top-level field
  KeyTraits traits = 0;      // of the last key
};

inline constexpr PathId kRootPath = 1;  // a call, a batch item, a batch, a captured request's body
inline constexpr PathId kNoPath = 0;    // not a place: never on a node

struct Step {
  PathId path;
  KeyTraits traits;
  bool known;  // false: path is an unplanned place, and traits are not computed
};

class PathTable {
 public:
  PathTable();

  // Adds "a.b[].c" and every place on the way; returns its id. Load time only.
  PathId add(std::string_view path);
  void set_traits(PathId path, KeyTraits traits) { places_[path].traits = traits; }
  void freeze();  // builds the hash table; add() is over

  PathId find(std::string_view path) const;  // kNoPath if it was never added
  Step step(PathId parent, std::string_view key) const;
  const Place& operator[](PathId path) const { return places_[path]; }
  size_t size() const { return places_.size(); }

 private:
  struct Entry {
    uint64_t hash = 0;
    PathId parent = kNoPath;
    PathId path = kNoPath;
    std::string_view key;
  };
  PathId child(PathId parent, std::string_view key);

  std::vector<Place> places_;
  std::vector<std::string> keys_;  // by PathId: the last key, owned (reserved up front: views stay)
  std::vector<Entry> entries_;
  size_t mask_ = 0;
};

// A fast hash of a key's bytes; not for untrusted growth, the table is fixed.
uint64_t hash_bytes(std::string_view bytes);

}  // namespace specgate
