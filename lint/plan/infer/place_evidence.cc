#include "lint/plan/infer/place_evidence.h"

#include <algorithm>
#include <bit>

#include "lint/plan/infer/private_key.h"

namespace specgate {
namespace {

size_t bit_of(Kind kind) { return static_cast<size_t>(std::countr_zero(mask(kind) | 0x80U)); }

}  // namespace

PlaceEvidence::PlaceEvidence() = default;
PlaceEvidence::PlaceEvidence(PlaceEvidence&&) noexcept = default;
PlaceEvidence& PlaceEvidence::operator=(PlaceEvidence&&) noexcept = default;
PlaceEvidence::~PlaceEvidence() = default;

uint64_t PlaceEvidence::count(Kind kind) const { return kinds[bit_of(kind)]; }

KindMask PlaceEvidence::seen() const {
  unsigned all = 0;
  for (size_t i = 0; i < std::size(kinds); ++i) all |= kinds[i] != 0 ? 1U << i : 0U;
  return static_cast<KindMask>(all);
}

void PlaceEvidence::make_private(MemoryBudget& room) {
  is_private = true;
  text.close(room);
}

void PlaceEvidence::take(const Look& look, uint32_t index) {
  const Node& node = look.batch.nodes[index];
  ++kinds[bit_of(node.kind)];
  switch (node.kind) {
    case Kind::kString:
      return text.take(node.text, look.room);
    case Kind::kObject:
      if (object == nullptr) object = std::make_unique<ObjectEvidence>();
      return object->take(look, index, *this);
    case Kind::kArray:
      return take_items(look, index);
    case Kind::kNull:
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kReal:
      return;
  }
}

bool PlaceEvidence::make_items(MemoryBudget& room) {
  if (items != nullptr) return true;
  if (!room.take()) return false;
  items = std::make_unique<PlaceEvidence>();
  if (is_private) items->make_private(room);
  return true;
}

void PlaceEvidence::take_items(const Look& look, uint32_t index) {
  const uint32_t end = look.batch.nodes[index].next;
  if (end == index + 1) return;  // empty
  if (look.level == kMostLevels || !make_items(look.room)) open_items = true;
  if (items == nullptr) return;
  for (uint32_t i = index + 1; i < end; i = look.batch.nodes[i].next) {
    items->take(look.below(), i);
  }
}

void PlaceEvidence::add(const PlaceEvidence& other, MemoryBudget& room) {
  for (size_t i = 0; i < std::size(kinds); ++i) kinds[i] += other.kinds[i];
  if (other.is_private && !is_private) make_private(room);
  text.add(other.text, room);
  open_items = open_items || other.open_items;
  if (other.items != nullptr) {
    if (make_items(room)) {
      items->add(*other.items, room);
    } else {
      open_items = true;
    }
  }
  if (other.object == nullptr) return;
  if (object == nullptr) object = std::make_unique<ObjectEvidence>();
  object->add(*other.object, room);
}

size_t PlaceEvidence::things() const {
  size_t sum = text.things();
  if (items != nullptr) sum += 1 + items->things();
  if (object != nullptr) sum += object->things();
  return sum;
}

MemberEvidence* ObjectEvidence::member(std::string_view key, MemoryBudget& room) {
  if (const auto known = members.find(key); known != members.end()) return &known->second;
  const bool is_data =
      members.size() == kMostKeys || key.size() > kLongestKey || is_personal_name(key);
  if (!is_data && room.take()) return &members.emplace(key, MemberEvidence()).first->second;
  leave_open(is_data ? Open::kKeysVary : Open::kNoRoom, room);
  return nullptr;
}

void ObjectEvidence::take(const Look& look, uint32_t index, const PlaceEvidence& above) {
  if (look.level == PlaceEvidence::kMostLevels) leave_open(Open::kTooDeep, look.room);
  const std::span<const Node> nodes = look.batch.nodes;
  for (uint32_t i = index + 1; i < nodes[index].next && open == Open::kNo; i = nodes[i].next) {
    MemberEvidence* const it = member(nodes[i].key, look.room);
    if (it == nullptr) return;
    if (it->place.seen() == 0 &&
        (above.is_private || is_private_key(nodes[i].key, nodes[i].traits))) {
      it->place.is_private = true;
      it->place.text.close(look.room);
    }
    it->objects += (nodes[i].flags & kDuplicateKey) == 0 ? 1 : 0;
    it->place.take(look.below(), i);
  }
}

void ObjectEvidence::add(const ObjectEvidence& other, MemoryBudget& room) {
  if (other.open != Open::kNo) leave_open(std::max(open, other.open), room);
  for (const auto& [key, from] : other.members) {
    if (open != Open::kNo) return;
    MemberEvidence* const to = member(key, room);
    if (to == nullptr) return;
    to->objects += from.objects;
    to->place.add(from.place, room);
  }
}

void ObjectEvidence::leave_open(Open why, MemoryBudget& room) {
  room.give(things());
  members.clear();
  open = std::max(open, why);
}

size_t ObjectEvidence::things() const {
  size_t sum = 0;
  for (const auto& [key, member] : members) sum += 1 + member.place.things();
  return sum;
}

}  // namespace specgate
