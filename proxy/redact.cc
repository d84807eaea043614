#include "proxy/redact.h"

#include <vector>

#include "proxy/head.h"
#include "rules/edit.h"
#include "rules/json_members.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kBlot = "[write key]";
// As Segment spells it, and as senders do by mistake.
constexpr std::string_view kKeyNames[] = {"writeKey", "write_key", "writekey"};

bool is_key_name(std::string_view name) {
  for (const std::string_view known : kKeyNames) {
    if (equals_ignoring_case(name, known)) return true;
  }
  return false;
}

std::string_view raw(const Batch& batch, uint32_t node) {
  const Node& it = batch.nodes[node];
  return batch.source.substr(it.begin, it.end - it.begin);
}

// The value of the string that begins at or after `at`, past a colon: [first, last).
std::pair<size_t, size_t> string_after(std::string_view text, size_t at) {
  const size_t open = text.find_first_not_of(" \t\r\n\":\\", at);
  if (open == std::string_view::npos) return {text.size(), text.size()};
  return {open, std::min(text.find_first_of("\"\\,}", open), text.size())};
}

std::string without_text(std::string_view text, std::string_view key) {
  std::string out;
  size_t done = 0;
  for (size_t at = 0; (at = text.find(key, at)) != std::string_view::npos; done = at) {
    out.append(text.substr(done, at - done)).append(kBlot);
    at += key.size();
  }
  return out.append(text.substr(done));
}

std::string without_values(std::string_view text, std::string_view name) {
  std::string out;
  size_t done = 0;
  for (size_t at = 0; (at = text.find(name, at)) != std::string_view::npos; at = done) {
    const auto [first, last] = string_after(text, at + name.size());
    out.append(text.substr(done, first - done)).append(kBlot);
    done = last;
  }
  return out.append(text.substr(done));
}

}  // namespace

std::string without_keys(const Batch& batch, const Event& event) {
  const Node& root = batch.nodes[event.root];
  std::vector<Edit> removals;
  if (root.is(Kind::kObject)) {
    for (uint32_t i = event.root + 1; i < root.next; i = batch.nodes[i].next) {
      if (!is_key_name(batch.nodes[i].key)) continue;
      Edit& edit = removals.emplace_back();
      edit.op = Edit::Op::kRemove;
      edit.node = i;
    }
  }
  std::vector<const Edit*> edits;
  for (const Edit& edit : removals) edits.push_back(&edit);
  std::string out;
  size_t at = root.begin;
  for (const Splice& change : splices(batch, edits)) {
    out.append(batch.source.substr(at, change.begin - at)).append(change.text);
    at = change.end;
  }
  return out.append(batch.source.substr(at, root.end - at));
}

std::string without_keys(std::string_view body, std::string_view key) {
  std::string out = key.empty() ? std::string(body) : without_text(body, key);
  for (const std::string_view name : kKeyNames) out = without_values(out, name);
  return out;
}

std::string shared_fields(const Batch& batch) {
  const uint32_t context = batch.slots[Slot::kContext];
  const uint32_t integrations = batch.slots[Slot::kIntegrations];
  if (context == 0 && integrations == 0) return {};
  std::string out;
  {
    JsonMembers members(out);
    if (context != 0) members.key("context").append(raw(batch, context));
    if (integrations != 0) members.key("integrations").append(raw(batch, integrations));
  }
  return out;
}

}  // namespace specgate::proxy
