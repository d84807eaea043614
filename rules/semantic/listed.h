// Which properties the Spec lists for the event at hand: shared by the rules on property names, so
// that for each key at most one of them speaks.
#pragma once

#include <span>
#include <string_view>

#include "rules/engine/site.h"
#include "spec/names/name_index.h"

namespace specgate {

bool is_top_property(const Site& site, const Node& node);      // a member of `properties`
bool is_product_property(const Site& site, const Node& node);  // ... of an item of its `products`

// The property names that the semantic event lists beside `node`; empty where it lists none there.
std::span<const NameId> listed_beside(const Site& site, const Node& node);

// What the Spec says of the node's place in a call like this; null: nothing.
const Constraint* said_of(const Site& site, const Node& node);

// What ecommerce v2 calls a v1 key ("orderId" -> "order_id"), where `among` lists it; else empty.
std::string_view v2_name(const Site& site, std::string_view key, std::span<const NameId> among);

// What the key stands for in the items of `products` alone, whatever the event ("sky" -> "sku"); else empty.
std::string_view name_in_products(const Site& site, std::string_view key);

// The name among those that `key` is another spelling of, v1 names included; else empty.
std::string_view spelling_of(const Site& site, std::string_view key, std::span<const NameId> among);

// What stands in the way of calling a member by another name.
struct Neighbours {
  const Node* target = nullptr;  // a member that has the name
  bool contested = false;        // another member is a spelling of it too, and has its own value or
                                 // stands earlier; or there are too many to tell
};
Neighbours neighbours_of(const Site& site, const Node& node, std::string_view name);

// `node` should be called `name`: renamed where nothing has that name, dropped where a member of
// that name has the same value, left to the reader otherwise. Adds to the violation added last.
void rename_or_drop(const Site& site, const Node& node, std::string_view name, Findings& out);

}  // namespace specgate
