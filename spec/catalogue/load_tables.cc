// limits.yaml, endpoints.yaml, privacy.yaml.
#include <limits>
#include <set>

#include "spec/catalogue/load_reader.h"

namespace specgate {
namespace {

struct NumberKey {
  std::string_view key;
  uint32_t Limits::*number;
};
constexpr NumberKey kNumbers[] = {
    {"event_bytes", &Limits::event_bytes},
    {"batch_bytes", &Limits::batch_bytes},
    {"batch_events", &Limits::batch_events},
    {"properties", &Limits::properties},
    {"unify_properties", &Limits::unify_properties},
    {"message_id_characters", &Limits::message_id_characters},
    {"group_id_characters", &Limits::group_id_characters},
};

void read_numbers(const SpecDocument& file, const YamlNode& mapping, SpecLoad load) {
  YamlFields fields(file.name, mapping, load.problems);
  for (const auto& [key, number] : kNumbers) {
    const YamlNode* node = fields.node(key);
    if (node == nullptr) {
      fields.problem(mapping, "\"" + std::string(key) + "\" is missing");
      continue;
    }
    const std::optional<int64_t> value = fields.integer(key);
    if (!value) continue;
    if (*value < 1 || *value > std::numeric_limits<uint32_t>::max()) {
      fields.problem(*node,
                     "\"" + std::string(key) + "\" is " + node->text + ", wanted 1 to 4294967295");
      continue;
    }
    load.data.limits.*number = static_cast<uint32_t>(*value);
  }
  fields.finish();
}

// What a group of endpoints says for all of its members.
constexpr std::pair<std::string_view, std::string Endpoint::*> kEndpointKeys[] = {
    {"hosts", &Endpoint::hosts},
    {"auth", &Endpoint::auth},
    {"content_types", &Endpoint::content_types},
    {"limits", &Endpoint::limits},
    {"responses", &Endpoint::responses},
    {"cors_browser", &Endpoint::cors_browser},
    {"compression", &Endpoint::compression},
    {"note", &Endpoint::note},
    {"page", &Endpoint::page},
};

Endpoint read_endpoint(YamlFields& fields, const Endpoint& group) {
  Endpoint endpoint;
  for (const auto& [key, text] : kEndpointKeys) endpoint.*text = fields.text(key, group.*text);
  return endpoint;
}

// "POST /v1/track": the method, a space, the path.
void read_group(const SpecDocument& file, const YamlNode& node, SpecLoad load) {
  YamlFields fields(file.name, node, load.problems);
  const Endpoint group = read_endpoint(fields, {});
  if (const YamlNode* endpoints = fields.mapping("endpoints")) {
    for (const YamlMember& member : endpoints->members) {
      YamlFields own(file.name, member.value, load.problems);
      Endpoint endpoint = read_endpoint(own, group);
      own.finish();
      const size_t space = member.key.find(' ');
      endpoint.method = member.key.substr(0, space);
      if (space != std::string::npos) endpoint.path = member.key.substr(space + 1);
      if (endpoint.path.empty() || endpoint.page.empty()) {
        load.problems.push_back({std::string(file.name), member.line, member.column,
                                 "\"" + member.key + "\" lacks a path or a page"});
      }
      load.data.endpoints.push_back(std::move(endpoint));
    }
  }
  fields.finish();
}

// A list of texts without repetition.
std::vector<std::string> read_words(YamlFields& fields, std::string_view key) {
  std::vector<std::string> words = fields.texts(key);
  std::set<std::string> seen;
  for (const std::string& word : words) {
    if (seen.insert(word).second) continue;
    fields.problem(*fields.node(key),
                   "\"" + word + "\" is given twice in \"" + std::string(key) + "\"");
  }
  return words;
}

bool is_currency(std::string_view code) {
  if (code.size() != 3) return false;
  for (const char c : code) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

}  // namespace

void load_limits(const SpecDocument& file, SpecLoad load) {
  YamlFields top(file.name, file.root, load.problems);
  if (const YamlNode* numbers = top.mapping("numbers")) read_numbers(file, *numbers, load);
  if (const YamlNode* topics = top.mapping("topics")) {
    for (const YamlMember& topic : topics->members) {
      for (const YamlNode& item : topic.value.items) {
        YamlFields fields(file.name, item, load.problems);
        Limit& row = load.data.limit_rows.emplace_back();
        row.topic = topic.key;
        row.item = fields.required_text("item");
        row.rule = fields.text("rule");
        row.value = fields.text("value");
        row.checkable = fields.text("checkable", "yes");
        row.page = fields.required_text("page");
        fields.finish();
      }
    }
  }
  top.finish();
}

void load_endpoints(const SpecDocument& file, SpecLoad load) {
  YamlFields top(file.name, file.root, load.problems);
  if (const YamlNode* groups = top.sequence("groups")) {
    for (const YamlNode& group : groups->items) read_group(file, group, load);
  }
  top.finish();
}

void load_privacy(const SpecDocument& file, SpecLoad load) {
  YamlFields top(file.name, file.root, load.problems);
  Privacy& privacy = load.data.privacy;
  privacy.red = read_words(top, "red");
  privacy.yellow = read_words(top, "yellow");
  privacy.free_text = read_words(top, "free_text");
  privacy.placeholder_ids = read_words(top, "placeholder_ids");
  privacy.reserved_columns = read_words(top, "reserved_columns");
  privacy.currencies = read_words(top, "currencies");
  for (const std::string& code : privacy.currencies) {
    if (is_currency(code)) continue;
    top.problem(*top.node("currencies"), "\"" + code + "\" is not three capital letters");
  }
  top.finish();
}

}  // namespace specgate
