#include "proxy/store/redact.h"

#include "rules/engine/edit.h"
#include "rules/report/json_members.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kBlotInJson = "\"[write key]\"";  // kBlot

// What becomes of the members of the object itself whose whole name is a key's.
enum class Own : uint8_t { kRemoved, kBlotted };

std::vector<Edit> edits_below(const Batch& batch, uint32_t root, Own own) {
  std::vector<Edit> out;
  for (uint32_t i = root + 1; i < batch.nodes[root].next;) {
    const Node& node = batch.nodes[i];
    const KeyName name = node.has_key() ? key_name_in(node.key) : KeyName::kNone;
    if (name == KeyName::kNone) {
      ++i;
      continue;
    }
    const bool goes = own == Own::kRemoved && name == KeyName::kWhole && node.parent == root;
    Edit& edit = out.emplace_back();
    edit.op = goes ? Edit::Op::kRemove : Edit::Op::kReplace;
    edit.node = i;
    edit.json = kBlotInJson;
    i = node.next;
  }
  return out;
}

std::string without_members(const Batch& batch, uint32_t from, Own own) {
  const std::vector<Edit> changes = edits_below(batch, from, own);
  std::vector<const Edit*> edits;
  for (const Edit& edit : changes) edits.push_back(&edit);
  const Node& root = batch.nodes[from];
  std::string out;
  size_t at = root.begin;
  for (const Splice& change : splices(batch, edits)) {
    out.append(batch.source.substr(at, change.begin - at)).append(change.text);
    at = change.end;
  }
  return out.append(batch.source.substr(at, root.end - at));
}

}  // namespace

std::string without_keys(const Batch& batch, const Event& event, const Secrets& secrets) {
  return blotted_json(without_members(batch, event.root, Own::kRemoved), secrets);
}

std::string without_keys(std::string_view body, const Batch& batch, const Secrets& secrets) {
  if (batch.form == Form::kBroken || batch.nodes.empty()) return blotted(body, secrets);
  return blotted_json(without_members(batch, 0, Own::kBlotted), secrets);
}

void add_keys_in(const Batch& batch, std::vector<std::string>& out) {
  if (batch.form == Form::kBroken) return;
  for (uint32_t i = 0; i < batch.nodes.size();) {
    const Node& named = batch.nodes[i++];
    if (!named.has_key() || key_name_in(named.key) == KeyName::kNone) continue;
    for (--i; i < named.next; ++i) {  // of a list or an object, each text within
      if (!batch.nodes[i].text.empty()) out.emplace_back(batch.nodes[i].text);
    }
  }
}

void blot_out(const Secrets& secrets, EventRecord& record) {
  for (std::string* const json : {&record.findings, &record.patch, &record.reverse}) {
    *json = blotted_json(*json, secrets);
  }
  for (std::string* const text : {&record.type, &record.name, &record.message_id, &record.timestamp,
                                  &record.sent_at, &record.app_version}) {
    *text = blotted(*text, secrets);
  }
  for (ToldViolation& violation : record.violations) {
    violation.field = blotted(violation.field, secrets);
    violation.words = blotted(violation.words, secrets);
  }
}

std::string shared_fields(const Batch& batch, const Secrets& secrets) {
  const uint32_t context = batch.slots[Slot::kContext];
  const uint32_t integrations = batch.slots[Slot::kIntegrations];
  if (context == 0 && integrations == 0) return {};
  const auto kept = [&](uint32_t node) {
    return blotted_json(without_members(batch, node, Own::kBlotted), secrets);
  };
  std::string out;
  {
    JsonMembers members(out);
    if (context != 0) members.key("context").append(kept(context));
    if (integrations != 0) members.key("integrations").append(kept(integrations));
  }
  return out;
}

}  // namespace specgate::proxy
