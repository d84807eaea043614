// Reading the tree: members by name, wrong kinds and unknown keys as problems.
#include <algorithm>
#include <charconv>

#include "spec/text/edit_distance.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

constexpr size_t kUsualKeys = 8;  // asked for in one mapping

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

// "found" half of a message: a scalar by its text, anything else by its kind.
std::string found(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "empty";
    case YamlNode::Kind::kScalar:
      return quoted(node.text);
    case YamlNode::Kind::kSequence:
      return "a list";
    case YamlNode::Kind::kMapping:
      return "a mapping";
  }
  return "unknown";
}

std::string is_not(std::string_view key, const YamlNode& value, std::string_view wanted) {
  return quoted(key) + " is " + found(value) + ", wanted " + std::string(wanted);
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string wanted = lower(word);
  std::string_view best;
  size_t limit = word.size() / 3;
  for (const std::string_view candidate : candidates) {
    const size_t steps = edit_distance(wanted, lower(candidate), limit);
    if (steps > limit) continue;
    best = candidate;
    if (steps == 0) break;
    limit = steps - 1;  // from here on only a nearer one counts
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? "" : ", did you mean \"" + std::string(near) + "\"?";
}

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlMember& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

YamlFields::YamlFields(std::string_view file, const YamlNode& mapping, Problems& problems)
    : file_(file), mapping_(mapping), problems_(problems) {
  asked_.reserve(kUsualKeys);
  if (!mapping.is_mapping() && !mapping.is_null()) {
    problem(mapping, "found " + found(mapping) + ", wanted a mapping");
  }
}

YamlFields::YamlFields(std::string_view file, const YamlNode& value, std::string_view key,
                       Problems& problems)
    : file_(file), mapping_(value), problems_(problems) {
  asked_.reserve(kUsualKeys);
  if (value.is_scalar() || value.is_sequence()) short_for_ = key;
}

const YamlNode* YamlFields::find(std::string_view key) const {
  if (short_for_.empty()) return mapping_.find(key);
  return key == short_for_ ? &mapping_ : nullptr;
}

const YamlNode* YamlFields::node(std::string_view key) {
  asked_.push_back(key);
  return find(key);
}

const YamlNode* YamlFields::mapping(std::string_view key) {
  const YamlNode* value = node(key);
  if (value == nullptr || value->is_mapping()) return value;
  problem(*value, is_not(key, *value, "a mapping"));
  return nullptr;
}

const YamlNode* YamlFields::sequence(std::string_view key) {
  const YamlNode* value = node(key);
  if (value == nullptr || value->is_sequence()) return value;
  problem(*value, is_not(key, *value, "a list"));
  return nullptr;
}

std::string YamlFields::text(std::string_view key, std::string_view fallback) {
  const YamlNode* value = node(key);
  if (value == nullptr || value->is_null()) return std::string(fallback);
  if (value->is_scalar()) return value->text;
  problem(*value, is_not(key, *value, "text"));
  return std::string(fallback);
}

std::string YamlFields::required_text(std::string_view key) {
  const YamlNode* value = find(key);
  if (value == nullptr) {
    asked_.push_back(key);
    problem(mapping_, quoted(key) + " is missing");
    return {};
  }
  const bool empty = value->is_null() || (value->is_scalar() && value->text.empty());
  if (empty) problem(*value, quoted(key) + " is empty, wanted text");
  return text(key);
}

bool YamlFields::flag(std::string_view key, bool fallback) {
  const YamlNode* value = node(key);
  if (value == nullptr) return fallback;
  const bool plain = value->is_scalar() && !value->quoted;
  if (plain && value->text == "true") return true;
  if (plain && value->text == "false") return false;
  problem(*value, is_not(key, *value, "true or false"));
  return fallback;
}

std::optional<int64_t> YamlFields::integer(std::string_view key) {
  const YamlNode* value = node(key);
  if (value == nullptr) return std::nullopt;
  int64_t number = 0;
  const char* end = value->text.data() + value->text.size();
  const auto [stop, error] = std::from_chars(value->text.data(), end, number);
  const bool plain = value->is_scalar() && !value->quoted && !value->text.empty();
  if (plain && error == std::errc() && stop == end) return number;
  problem(*value, is_not(key, *value, "a whole number"));
  return std::nullopt;
}

std::vector<std::string> YamlFields::texts(std::string_view key) {
  const YamlNode* value = node(key);
  if (value == nullptr || value->is_null()) return {};
  if (value->is_scalar()) return {value->text};
  if (!value->is_sequence()) {
    problem(*value, is_not(key, *value, "a list of texts"));
    return {};
  }
  std::vector<std::string> out;
  for (const YamlNode& item : value->items) {
    if (item.is_scalar()) {
      out.push_back(item.text);
    } else {
      problem(item, is_not(key, item, "text"));
    }
  }
  return out;
}

std::optional<size_t> YamlFields::choice(std::string_view key,
                                         const std::vector<std::string_view>& names) {
  const YamlNode* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto at = std::find(names.begin(), names.end(), value->text);
  if (value->is_scalar() && at != names.end()) return static_cast<size_t>(at - names.begin());
  std::string wanted = "one of ";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i != 0) wanted += ", ";
    wanted += names[i];
  }
  problem(*value, is_not(key, *value, wanted) + did_you_mean(value->text, names));
  return std::nullopt;
}

void YamlFields::problem(const YamlNode& at, std::string message) {
  problems_.push_back({std::string(file_), at.line, at.column, std::move(message)});
}

void YamlFields::finish() {
  for (const YamlMember& member : mapping_.members) {
    if (std::find(asked_.begin(), asked_.end(), member.key) != asked_.end()) continue;
    std::vector<std::string_view> free;  // known keys that the file does not give
    for (const std::string_view key : asked_) {
      if (find(key) == nullptr) free.push_back(key);
    }
    problems_.push_back({std::string(file_), member.line, member.column,
                         "unknown key " + quoted(member.key) + did_you_mean(member.key, free)});
  }
}

}  // namespace specgate
