#include "rules/engine/value_words.h"

namespace specgate {
namespace {

constexpr size_t kKeyBytes = 60;

std::string_view key_words(std::string_view key, Findings& out) {
  if (key.empty()) return "\"\"";
  if (key.size() <= kKeyBytes) return key;
  size_t cut = kKeyBytes;
  while ((static_cast<unsigned char>(key[cut]) & 0xc0) == 0x80) --cut;  // not amid a character
  return out.text({key.substr(0, cut), "\u2026"});
}

}  // namespace

std::string_view found(const Site& site, const Node* node, Findings& out) {
  if (node == nullptr) return "missing";
  const std::string_view value = shown(site, *node, out);
  if (node->is(Kind::kNull)) return value;
  if (node->is(Kind::kString)) return out.text({"\"", value, "\""});
  return out.text({value, " (", name_of(node->kind), ")"});
}

std::string_view named(const Site& site, const Node& node, Findings& out) {
  if (node.has_key()) return key_words(node.key, out);
  const Node* holder = &node;
  while (!holder->has_key() && holder != &parent_of(site, *holder)) {
    holder = &parent_of(site, *holder);
  }
  if (holder->has_key()) return out.text({"an item of ", key_words(holder->key, out)});
  return holder == &node ? "the body" : "an item of the body";
}

}  // namespace specgate
