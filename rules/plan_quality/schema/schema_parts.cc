#include "rules/plan_quality/schema/schema_parts.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace specgate {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

int hex(char c) {
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  const size_t at = kHexDigits.find(lower);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// A step of a pointer in a URI fragment: %7E, then ~1 and ~0.
std::string plain_step(std::string_view step) {
  std::string bytes, out;
  for (size_t i = 0; i < step.size(); ++i) {
    const bool coded =
        step[i] == '%' && i + 2 < step.size() && hex(step[i + 1]) >= 0 && hex(step[i + 2]) >= 0;
    bytes += coded ? static_cast<char>(hex(step[i + 1]) * 16 + hex(step[i + 2])) : step[i];
    if (coded) i += 2;
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    const bool escape = bytes[i] == '~' && i + 1 < bytes.size();
    out += !escape ? bytes[i] : bytes[++i] == '1' ? '/' : '~';
  }
  return out;
}

const Json* step_to(const Json& json, std::string_view step) {
  if (json.is(Kind::kObject)) return json.find(plain_step(step));
  if (!json.is(Kind::kArray)) return nullptr;
  size_t index = 0;
  const auto [stop, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool number = error == std::errc() && stop == step.data() + step.size();
  return number && index < json.items.size() ? &json.items[index] : nullptr;
}

class Gatherer {
 public:
  explicit Gatherer(const Json& root) : root_(root) {}

  void add(const Json& schema) {
    if (full() || !seen_.insert(&schema).second) return;
    if (const std::string_view reference = schema.text_of("$ref"); !reference.empty()) {
      if (const Json* const target = local_reference(reference, root_)) add(*target);
      return;
    }
    parts_.push_back(&schema);
    const Json* const all = schema.find("allOf");
    if (all == nullptr || !all->is(Kind::kArray)) return;
    for (const Json& part : all->items) add(part);
  }

  std::vector<const Json*> take() {
    if (full()) parts_.clear();
    return std::move(parts_);
  }

 private:
  bool full() const { return seen_.size() > kMostParts; }

  const Json& root_;
  std::unordered_set<const Json*> seen_;
  std::vector<const Json*> parts_;
};

KindMask kinds_of_name(std::string_view name) {
  if (name == "number") return kNumber;
  if (name == "any") return kAnyKind;
  constexpr Kind kKinds[] = {Kind::kNull,   Kind::kBoolean, Kind::kInteger,
                             Kind::kString, Kind::kObject,  Kind::kArray};
  for (const Kind kind : kKinds) {
    if (name == name_of(kind)) return mask(kind);
  }
  return 0;
}

KindMask kinds_of_values(const Json& values) {
  KindMask out = 0;
  for (const Json& value : values.items) out |= kinds_of_value(value);
  return out;
}

KindMask kinds_of_part(const Json& part) {
  if (part.is_false()) return 0;
  KindMask out = kAnyKind;
  for (const JsonMember& member : part.members) {
    const Json& value = member.value;
    if (member.key == "type") out &= kinds_by_type(part);
    if (member.key == "const") out &= kinds_of_value(value);
    if (member.key == "enum" && !value.items.empty()) out &= kinds_of_values(value);
  }
  return out;
}

// Nothing but itself speaks of the value: nearly every schema.
bool stands_alone(const Json& schema) {
  return schema.find("$ref") == nullptr && schema.find("allOf") == nullptr;
}

}  // namespace

const Json* local_reference(std::string_view reference, const Json& root) {
  if (reference == "#") return &root;
  if (!reference.starts_with("#/")) return nullptr;
  reference.remove_prefix(2);
  const Json* at = &root;
  while (at != nullptr) {
    const size_t slash = reference.find('/');
    at = step_to(*at, reference.substr(0, slash));
    if (slash == std::string_view::npos) break;
    reference.remove_prefix(slash + 1);
  }
  return at;
}

std::vector<const Json*> parts_of(const Json& schema, const Json& root) {
  if (stands_alone(schema)) return {&schema};
  Gatherer gatherer(root);
  gatherer.add(schema);
  return gatherer.take();
}

KindMask kinds_of_type(const Json& type) {
  if (type.is(Kind::kString)) return kinds_of_name(type.text);
  if (!type.is(Kind::kArray)) return kAnyKind;
  KindMask out = 0;
  for (const Json& item : type.items) out |= kinds_of_name(item.text);
  return out;
}

KindMask kinds_by_type(const Json& schema) {
  const Json* const type = schema.find("type");
  if (type == nullptr) return kAnyKind;
  const Json* const nullable = schema.find("nullable");
  const bool null = nullable != nullptr && nullable->is_true();
  return static_cast<KindMask>(kinds_of_type(*type) | (null ? mask(Kind::kNull) : 0));
}

KindMask kinds_of_value(const Json& value) {
  if (!value.is_number()) return mask(value.kind);
  return is_whole(value.text) ? mask(Kind::kInteger) : mask(Kind::kReal);
}

KindMask kinds_of(const Json& schema, const Json& root) {
  if (stands_alone(schema)) return kinds_of_part(schema);
  KindMask out = kAnyKind;
  for (const Json* part : parts_of(schema, root)) out &= kinds_of_part(*part);
  return out;
}

}  // namespace specgate
