#include "spec/schema/refs.h"

#include <charconv>

#include "spec/text/uri.h"

namespace specgate {
namespace {

constexpr size_t kLarge = 16;                         // members, from which an index pays
constexpr size_t kMostBytesOfIds = size_t{32} << 20;  // long ids within long ids multiply

std::string_view id_word(Draft draft) { return draft == Draft::k4 ? "id" : "$id"; }

std::string unescaped(std::string_view step) {
  std::string out;
  for (size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size();
    if (escape && (step[i + 1] == '0' || step[i + 1] == '1'))
      out += step[++i] == '0' ? '~' : '/';
    else
      out += step[i];
  }
  return out;
}

}  // namespace

SchemaRefs::SchemaRefs(const Json& root, Draft draft) : root_(root), draft_(draft) {
  bases_.emplace_back();
  resources_.emplace("", &root);
  walk(root, 0);
}

// Up to draft-07 a $ref makes its siblings void, an id among them; but definitions beside it can be
// pointed to.
uint32_t SchemaRefs::note_id(const Json& schema, uint32_t base) {
  const std::string_view id = schema.text_of(id_word(draft_));
  const bool is_void = !siblings_count() && !schema.text_of("$ref").empty();
  if (id.empty() || is_void) return base;
  const Uri parts = split_uri(id);
  const std::string uri = resolve_uri(bases_[base], id);
  bytes_of_ids_ += uri.size();
  if (bytes_of_ids_ > kMostBytesOfIds) return base;
  if (!parts.fragment.empty()) resources_.emplace(uri + "#" + std::string(parts.fragment), &schema);
  if (id.starts_with('#')) return base;
  resources_.emplace(uri, &schema);
  bases_.push_back(uri);
  return static_cast<uint32_t>(bases_.size() - 1);
}

void SchemaRefs::note_anchors(const Json& schema, uint32_t base) {
  if (draft_ < Draft::k7) return;
  for (const std::string_view word : {"$anchor", "$dynamicAnchor"}) {
    const std::string_view name = schema.text_of(word);
    if (name.empty()) continue;
    bytes_of_ids_ += bases_[base].size() + name.size();
    if (bytes_of_ids_ > kMostBytesOfIds) return;
    resources_.emplace(bases_[base] + "#" + std::string(name), &schema);
    if (word == "$dynamicAnchor") ++dynamic_anchors_[name];
  }
  const Json* const recursive = schema.find("$recursiveAnchor");
  recursive_ = recursive_ || (recursive != nullptr && recursive->is_true());
}

void SchemaRefs::walk(const Json& schema, uint32_t base) {
  if (!schema.is(Kind::kObject)) return;
  base = note_id(schema, base);
  if (!base_of_.emplace(&schema, base).second) return;
  note_anchors(schema, base);
  for (const JsonMember& member : schema.members) {
    const WordRow* const row = held_word(member.key, draft_);
    if (row == nullptr) continue;
    for_schemas_in(row->shape, member.value, [&](const Json& one) { walk(one, base); });
  }
}

uint32_t SchemaRefs::base_of(const Json& schema, uint32_t otherwise) const {
  const auto found = base_of_.find(&schema);
  return found == base_of_.end() ? otherwise : found->second;
}

const Json* SchemaRefs::resource(const std::string& uri) {
  if (const auto found = resources_.find(uri); found != resources_.end()) return found->second;
  const Json* const meta = metaschema(uri);
  if (meta == nullptr) return nullptr;
  bases_.push_back(uri);
  walk(*meta, static_cast<uint32_t>(bases_.size() - 1));
  resources_.emplace(uri, meta);
  return meta;
}

const Json* SchemaRefs::step(const Json& from, const std::string& key) {
  if (from.is(Kind::kArray)) {
    size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    const bool whole = error == std::errc() && end == key.data() + key.size();
    return whole && index < from.items.size() ? &from.items[index] : nullptr;
  }
  if (from.members.size() < kLarge) return from.find(key);
  Members& members = members_[&from];
  if (members.empty()) {
    for (const JsonMember& member : from.members) members.emplace(member.key, &member.value);
  }
  const auto found = members.find(key);
  return found == members.end() ? nullptr : found->second;
}

// RFC 6901. What is pointed to may stand where no schema was looked for (below an unknown keyword);
// it has the base of what is around it.
const Json* SchemaRefs::pointed(const Json& resource, std::string_view pointer) {
  const Json* at = &resource;
  uint32_t base = base_of(resource, 0);
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    const size_t end = std::min(pointer.find('/', 1), pointer.size());
    at = step(*at, unescaped(pointer.substr(1, end - 1)));
    if (at == nullptr) return nullptr;
    base = base_of(*at, base);
    pointer.remove_prefix(end);
  }
  if (at->is(Kind::kObject) && !base_of_.contains(at)) walk(*at, base);
  return at;
}

bool SchemaRefs::is_dynamic(const Json& schema, std::string_view keyword) const {
  if (keyword == "$recursiveRef") return recursive_;
  if (keyword != "$dynamicRef") return false;
  const std::string name = percent_decoded(split_uri(schema.text_of(keyword)).fragment);
  const auto found = dynamic_anchors_.find(name);
  return found != dynamic_anchors_.end() && found->second > 1;
}

SchemaRefs::Target SchemaRefs::follow(const Json& schema, std::string_view keyword) {
  const std::string_view reference = schema.text_of(keyword);
  const std::string uri = resolve_uri(bases_[base_of(schema, 0)], reference);
  const std::string fragment = percent_decoded(split_uri(reference).fragment);
  const Json* const found = resource(uri);
  if (!fragment.empty() && fragment.front() != '/') {
    const auto anchor = resources_.find(uri + "#" + fragment);
    if (anchor != resources_.end()) return {Outcome::kFound, anchor->second};
    return {found == nullptr ? Outcome::kRemote : Outcome::kNothing, nullptr};
  }
  if (found == nullptr) return {Outcome::kRemote, nullptr};
  const Json* target = pointed(*found, fragment);
  // An `id` that was never meant as a base (Segment writes "/properties/...") hides the root.
  if (target == nullptr && reference.starts_with('#')) target = pointed(root_, fragment);
  return {target == nullptr ? Outcome::kNothing : Outcome::kFound, target};
}

}  // namespace specgate
