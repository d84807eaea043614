// The fields of a call: which ones it has, and which are meant under another name.
#pragma once

#include <initializer_list>
#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// A captured request whose body is text: what it holds is judged on its own, and so is its
// transport.
inline bool is_nested(const Site& site) { return site.batch.nested_body.data() != nullptr; }

// Does the Spec list the top-level member `node` for `call`?
inline bool is_field(const Site& site, Call call, const Node& node) {
  return site.spec.constraint(site.spec.shape_of(call), node.path) != nullptr;
}

// Something Segment takes as an id: a string that is not blank, or a number (which id-not-string
// speaks of).
inline bool is_id(const Node* node) {
  return node != nullptr && (admits(kNumber, node->kind) || is_text(node));
}

// The field that the top-level member `node` of this call stands for by an old or slipped name
// (`user_id`, `action`; spec/data/aliases.yaml), or empty. A name that has other uses counts only where
// the call leaves no doubt: `from` and `to` on an alias call, `sessionId` where it is the only id.
std::string_view legacy_target(const Site& site, const Node& node);

// Where a rule about fields looks at unlisted members of the call too (`?`): is the value at hand one of these,
// by its name or by what its old name stands for? What lies elsewhere is.
bool is_one_of(const Site& site, std::initializer_list<Slot> fields);

// The id that stands under a legacy name of `field`, where `field` itself is absent; or null.
// legacy-field-name reports it and its fix brings it home, so nobody else need miss the field.
const Node* legacy_id(const Site& site, std::string_view field);

bool has_anonymous_id(const Site& site);  // by whatever name

// An object, a list or a flag where an id belongs: id-not-string speaks of it, and nobody need miss the id.
inline bool is_no_id_at_all(const Node* id) {
  return id != nullptr && !id->is(Kind::kString) && !id->is(Kind::kNull) && !admits(kNumber, id->kind);
}

}  // namespace specgate
