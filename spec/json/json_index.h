// What is looked up again and again in one Json: the members of an object by their keys, the values
// of an array by what they are. A few are walked; of many a table is made when first asked, so that
// asking for each of N costs N steps, not N times N.
//
// Views: the Json must outlive them, stay where it is and keep its keys and values. One thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "spec/json/json.h"

namespace specgate {

class JsonIndex {
 public:
  static constexpr size_t kFew = 16;  // are walked faster than hashed

  explicit JsonIndex(const Json* object) : object_(object) {}  // null: has no members

  // As Json::member(). `likely` is where the key stands if both of two objects have one order.
  const JsonMember* member(std::string_view key, size_t likely = 0);
  const Json* find(std::string_view key, size_t likely = 0);

 private:
  const Json* object_;
  std::unordered_map<std::string_view, size_t> places_;  // empty until needed
};

// The same for equal values, equal as Json's == has it.
size_t hash_of(const Json& value);

class JsonSet {
 public:
  explicit JsonSet(const Json* array) : array_(array) {}

  bool contains(const Json& value);
  size_t size();  // equal values counted once

 private:
  struct Hash {
    size_t operator()(const Json* value) const { return hash_of(*value); }
  };
  struct Equal {
    bool operator()(const Json* a, const Json* b) const { return *a == *b; }
  };

  void fill();

  const Json* array_;
  std::unordered_set<const Json*, Hash, Equal> values_;  // empty until needed
};

}  // namespace specgate
