#include "spec/schema/containment/mentions.h"

#include <algorithm>
#include <string_view>

namespace specgate {
namespace {

constexpr size_t kMostLevels = 64;

class Mentions {
 public:
  std::set<std::string, std::less<>> take() { return std::move(names_); }

  void of(const Json& schema, size_t level) {
    if (level == kMostLevels) return;
    if (level != 0) keys_of(schema.find("properties"));
    texts_of(schema.find("required"));
    for (const std::string_view word : {"dependencies", "dependentRequired", "dependentSchemas"}) {
      const Json* const all = schema.find(word);
      keys_of(all);
      for (size_t i = 0; all != nullptr && i < all->members.size(); ++i) {
        const Json& then = all->members[i].value;
        then.is(Kind::kArray) ? texts_of(&then) : of(then, level + 1);
      }
    }
    if (const Json* names = schema.find("propertyNames")) listed_names(*names, level + 1);
    keys_of(schema.find("const"));
    if (const Json* values = schema.find("enum")) {
      for (const Json& value : values->items) keys_of(&value);
    }
    for (const std::string_view word : {"allOf", "anyOf", "oneOf"}) {
      const Json* const all = schema.find(word);
      for (size_t i = 0; all != nullptr && i < all->items.size(); ++i) of(all->items[i], level + 1);
    }
    for (const std::string_view word : {"not", "if", "then", "else"}) {
      if (const Json* one = schema.find(word)) of(*one, level + 1);
    }
  }

 private:
  // Of a schema that lists what members may be called: {"enum": ["a", "b"]}, {"pattern": "^(a|b)$"}.
  void listed_names(const Json& schema, size_t level) {
    if (level == kMostLevels) return;
    if (const Json* one = schema.find("const"); one != nullptr && one->is(Kind::kString)) names_.insert(one->text);
    texts_of(schema.find("enum"));
    alternatives_of(schema.text_of("pattern"));
    for (const std::string_view word : {"allOf", "anyOf", "oneOf"}) {
      const Json* const all = schema.find(word);
      for (size_t i = 0; all != nullptr && i < all->items.size(); ++i) listed_names(all->items[i], level + 1);
    }
  }

  // "^(a|b)$", of letters, digits and underscores only.
  void alternatives_of(std::string_view pattern) {
    constexpr std::string_view kBegin = "^(", kEnd = ")$";
    if (!pattern.starts_with(kBegin) || !pattern.ends_with(kEnd) || pattern.size() < kBegin.size() + kEnd.size()) return;
    pattern.remove_prefix(kBegin.size());
    pattern.remove_suffix(kEnd.size());
    if (pattern.starts_with("?:")) pattern.remove_prefix(2);
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-|";
    if (pattern.find_first_not_of(kPlain) != std::string_view::npos) return;
    while (!pattern.empty()) {
      const size_t bar = std::min(pattern.find('|'), pattern.size());
      names_.insert(std::string(pattern.substr(0, bar)));
      pattern.remove_prefix(std::min(bar + 1, pattern.size()));
    }
  }

  void keys_of(const Json* object) {
    if (object == nullptr) return;
    for (const JsonMember& member : object->members) names_.insert(member.key);
  }
  void texts_of(const Json* list) {
    if (list == nullptr) return;
    for (const Json& item : list->items) {
      if (item.is(Kind::kString)) names_.insert(item.text);
    }
  }

  std::set<std::string, std::less<>> names_;
};

}  // namespace

std::set<std::string, std::less<>> mentioned_names(const Json& schema) {
  Mentions mentions;
  mentions.of(schema, 0);
  return mentions.take();
}

}  // namespace specgate
