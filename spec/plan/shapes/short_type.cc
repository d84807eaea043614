#include "spec/plan/shapes/short_type.h"

#include <algorithm>
#include <vector>

#include "spec/text/yaml.h"

namespace specgate {
namespace {

const std::vector<std::string_view> kTypes = {"string", "number", "integer", "boolean",
                                              "null",   "object", "array"};
const std::vector<std::string_view> kFormats = {"date-time", "date", "time", "email",   "uri",
                                                "uuid",      "ipv4", "ipv6", "hostname"};
constexpr size_t kMostLists = 8;

bool is_in(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string no_type(std::string_view word) {
  std::vector<std::string_view> all = kTypes;
  all.insert(all.end(), kFormats.begin(), kFormats.end());
  all.push_back("any");
  const std::string near = did_you_mean(word, all);
  std::string out = "no type is called \"" + std::string(word) + "\"";
  if (!near.empty()) return out + near;
  out += ", there are any";
  all.pop_back();
  for (const std::string_view name : all) out.append(", ").append(name);
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

void read_union(std::string_view word, ShortType& out) {
  Json types = Json::array();
  while (!word.empty()) {
    const size_t end = std::min(word.find('|'), word.size());
    const std::string_view one = trimmed(word.substr(0, end));
    if (!is_in(kTypes, one)) {
      out.problem =
          is_in(kFormats, one) || one.ends_with("[]") || one == "any"
              ? "\"" + std::string(one) + "\" cannot be one of several types here; write anyOf"
              : no_type(one);
      return;
    }
    types.items.push_back(Json::string(one));
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  out.schema.set("type", std::move(types));
}

void read_word(std::string_view word, ShortType& out) {
  if (word == "any") return;
  if (word.find('|') != std::string_view::npos) return read_union(word, out);
  if (is_in(kTypes, word)) {
    out.schema.set("type", Json::string(word));
  } else if (is_in(kFormats, word)) {
    out.schema.set("type", Json::string("string"));
    out.schema.set("format", Json::string(word));
  } else {
    out.problem = no_type(word);
  }
}

// Has it these members and no others?
bool has_only(const Json& schema, std::initializer_list<std::string_view> keys) {
  return schema.members.size() == keys.size() &&
         std::all_of(keys.begin(), keys.end(),
                     [&](std::string_view key) { return schema.find(key) != nullptr; });
}

std::optional<std::string> union_of(const Json& types) {
  std::string out;
  if (types.items.size() < 2) return std::nullopt;
  for (const Json& type : types.items) {
    if (!type.is(Kind::kString) || !is_in(kTypes, type.text)) return std::nullopt;
    out.append(out.empty() ? "" : "|").append(type.text);
  }
  return out;
}

}  // namespace

ShortType read_short_type(std::string_view word) {
  ShortType out;
  word = trimmed(word);
  if (word.ends_with('!')) {
    out.required = true;
    word = trimmed(word.substr(0, word.size() - 1));
  }
  size_t lists = 0;
  while (word.ends_with("[]") && word.find('|') == std::string_view::npos && lists <= kMostLists) {
    word = trimmed(word.substr(0, word.size() - 2));
    ++lists;
  }
  read_word(word, out);
  for (; lists > 0; --lists) {
    Json list = Json::object();
    list.set("type", Json::string("array"));
    list.set("items", std::move(out.schema));
    out.schema = std::move(list);
  }
  return out;
}

std::optional<std::string> short_type_of(const Json& schema) {
  if (!schema.is(Kind::kObject)) return std::nullopt;
  if (schema.members.empty()) return "any";
  const Json* const type = schema.find("type");
  if (type == nullptr) return std::nullopt;
  if (has_only(schema, {"type"}) && type->is(Kind::kArray)) return union_of(*type);
  if (!type->is(Kind::kString) || !is_in(kTypes, type->text)) return std::nullopt;
  if (has_only(schema, {"type"})) return type->text;
  const std::string format(schema.text_of("format"));
  if (has_only(schema, {"type", "format"}) && type->text == "string" && is_in(kFormats, format)) {
    return format;
  }
  if (!has_only(schema, {"type", "items"}) || type->text != "array") return std::nullopt;
  const auto items = short_type_of(*schema.find("items"));
  const bool plain = items && items->find('|') == std::string::npos &&
                     std::count(items->begin(), items->end(), '[') < static_cast<long>(kMostLists);
  return plain ? std::optional(*items + "[]") : std::nullopt;
}

}  // namespace specgate
