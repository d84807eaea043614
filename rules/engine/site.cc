#include "rules/engine/site.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr size_t kShownBytes = 60;

// `text` cut before the character that would pass `most` bytes.
size_t whole_characters(std::string_view text, size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return most;
}

}  // namespace

const Node* field(const Site& site, Slot slot) {
  const Node* node = own(site, slot);
  if (node != nullptr || site.batch.form != Form::kBatch) return node;
  switch (slot) {
    case Slot::kContext:
    case Slot::kIntegrations:
    case Slot::kWriteKey:
    case Slot::kSentAt: return node_in(site.batch, site.batch.slots, slot);
    default: return nullptr;
  }
}

const Node* member(const Site& site, const Node* object, std::string_view key) {
  return member_of(site.batch, object, key);
}

const Node* below(const Site& site, std::string_view path) {
  constexpr std::string_view kContext = "context.";
  const Node* node = &site.batch.nodes[site.event.root];
  const Node* shared = nullptr;  // the batch's context: what the call's own lacks
  if (path.starts_with(kContext)) {
    path.remove_prefix(kContext.size());
    node = own(site, Slot::kContext);
    if (site.batch.form == Form::kBatch) shared = node_in(site.batch, site.batch.slots, Slot::kContext);
  }
  const auto walk = [&](const Node* from) {
    std::string_view rest = path;
    while (from != nullptr && !rest.empty()) {
      const size_t dot = std::min(rest.find('.'), rest.size());
      from = member(site, from, rest.substr(0, dot));
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return from;
  };
  const Node* found = walk(node);
  return found != nullptr || shared == nullptr ? found : walk(shared);
}

std::string_view raw(const Site& site, const Node& node) {
  return site.batch.source.substr(node.begin, node.end - node.begin);
}

std::string_view shown(const Site& site, const Node& node, Findings& out) {
  const std::string_view whole = node.is(Kind::kString) ? node.text : raw(site, node);
  const size_t cut = whole_characters(whole, kShownBytes);
  if (cut == whole.size()) return whole;
  return out.text({whole.substr(0, cut), "\u2026"});
}

}  // namespace specgate
