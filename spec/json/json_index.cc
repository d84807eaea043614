#include "spec/json/json_index.h"

#include <algorithm>

#include "spec/json/decimal.h"

namespace specgate {
namespace {

size_t mixed(size_t hash, size_t more) { return (hash ^ more) * 0x9E3779B97F4A7C15U + (hash >> 32); }

size_t hash_of_text(std::string_view text) { return std::hash<std::string_view>()(text); }

}  // namespace

const JsonMember* JsonIndex::member(std::string_view key, size_t likely) {
  if (object_ == nullptr) return nullptr;
  const std::vector<JsonMember>& members = object_->members;
  if (likely < members.size() && members[likely].key == key) return &members[likely];
  if (members.size() <= kFew) return object_->member(key);
  if (places_.empty()) {
    places_.reserve(members.size());
    for (size_t i = 0; i < members.size(); ++i) places_.emplace(members[i].key, i);
  }
  const auto at = places_.find(key);
  return at == places_.end() ? nullptr : &members[at->second];
}

const Json* JsonIndex::find(std::string_view key, size_t likely) {
  const JsonMember* const found = member(key, likely);
  return found == nullptr ? nullptr : &found->value;
}

size_t hash_of(const Json& value) {
  if (value.is_number()) return hash_of(decimal_of(value.text));
  size_t out = mixed(static_cast<size_t>(value.kind), hash_of_text(value.text));
  for (const Json& item : value.items) out = mixed(out, hash_of(item));
  size_t members = 0;  // a sum: their order does not count
  for (const JsonMember& member : value.members)
    members += mixed(hash_of_text(member.key), hash_of(member.value));
  return mixed(out, members);
}

bool JsonSet::contains(const Json& value) {
  const std::vector<Json>& items = array_->items;
  if (items.size() <= JsonIndex::kFew)
    return std::find(items.begin(), items.end(), value) != items.end();
  fill();
  return values_.contains(&value);
}

size_t JsonSet::size() {
  fill();
  return values_.size();
}

void JsonSet::fill() {
  if (!values_.empty()) return;
  values_.reserve(array_->items.size());
  for (const Json& item : array_->items) values_.insert(&item);
}

}  // namespace specgate
