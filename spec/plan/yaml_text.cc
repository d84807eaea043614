#include "spec/plan/yaml_text.h"

#include <algorithm>

#include "spec/json/json_quote.h"
#include "spec/plan/json_of_yaml.h"

namespace specgate {
namespace {

constexpr size_t kMostLevels = 60;    // parse_yaml reads 64
constexpr size_t kLongestKey = 1000;  // YAML 1.2, 7.4.2: implicit keys have at most 1024
constexpr size_t kLongestLine = 88;

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Other readers of YAML take these for booleans.
bool is_old_boolean(std::string_view text) {
  for (const std::string_view word : {"yes", "no", "on", "off", "y", "n"}) {
    const bool same =
        text.size() == word.size() && std::equal(text.begin(), text.end(), word.begin(),
                                                 [](char a, char b) { return (a | 0x20) == b; });
    if (same) return true;
  }
  return false;
}

// 01, 0x1F, 1_000, 1e3, 2026-01-01: some reader of YAML takes these for numbers or times.
bool looks_like_number(std::string_view text) {
  if (text[0] < '0' || text[0] > '9') return false;
  return text.find_first_not_of("0123456789abcdefABCDEFxXoO_+-.TtZz") == std::string_view::npos;
}

bool needs_no_quotes(std::string_view text) {
  if (text.empty() || !is_word_char(text[0]) || text.ends_with(' ')) return false;
  if (is_yaml_word(text) || is_old_boolean(text) || looks_like_number(text)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_word_char(c) ||
           std::string_view(" ./()&+-!|@$^*;%").find(c) != std::string_view::npos;
  });
}

// "string[]" is a word in a block, not between brackets.
bool is_list_type(std::string_view text) {
  const size_t at = text.find('[');
  if (at == 0 || at == std::string_view::npos || !needs_no_quotes(text.substr(0, at))) return false;
  return text.find_first_not_of("[]!", at) == std::string_view::npos;
}

bool is_leaf(const Json& json) {
  return (json.is(Kind::kObject) && json.members.empty()) ||
         (json.is(Kind::kArray) && json.items.empty()) ||
         (!json.is(Kind::kObject) && !json.is(Kind::kArray));
}

// Levels below, or more than kMostLevels where a key is too long.
size_t levels_of(const Json& json) {
  size_t levels = 0;
  for (const Json& item : json.items) levels = std::max(levels, levels_of(item));
  for (const JsonMember& member : json.members) {
    if (member.key.size() > kLongestKey) return kMostLevels + 1;
    levels = std::max(levels, levels_of(member.value));
  }
  return levels + 1;
}

// read_plan.h: 8 MB, in lines of 256 KB.
bool is_readable(std::string_view yaml) {
  if (yaml.size() > size_t{8} << 20) return false;
  while (yaml.size() > size_t{256} << 10) {
    const size_t end = yaml.rfind('\n', size_t{256} << 10);
    if (end == std::string_view::npos) return false;
    yaml.remove_prefix(end + 1);
  }
  return true;
}

class YamlWriter {
 public:
  std::string write(const Json& json) {
    block(json, 0);
    return std::move(out_);
  }

 private:
  static void append_text(std::string_view text, std::string& out) {
    if (needs_no_quotes(text)) {
      out += text;
    } else {
      append_json_string(text, out);
    }
  }

  static void append_flow(const Json& json, std::string& out) {
    if (json.is(Kind::kString)) return append_text(json.text, out);
    if (json.is(Kind::kArray)) {
      out += '[';
      for (const Json& item : json.items) {
        if (&item != json.items.data()) out += ", ";
        append_flow(item, out);
      }
      out += ']';
    } else if (json.is(Kind::kObject)) {
      out += '{';
      for (const JsonMember& member : json.members) {
        if (&member != json.members.data()) out += ", ";
        append_text(member.key, out);
        out += ": ";
        append_flow(member.value, out);
      }
      out += '}';
    } else {
      append_json(json, JsonLayout::kCompact, out);
    }
  }

  // On the line of its key, where it is short and nothing in it is nested.
  bool fits(const Json& json, size_t indent) const {
    if (is_leaf(json)) return true;
    const auto flat = [](const Json& inner) {
      return is_leaf(inner) || (inner.is(Kind::kArray) &&
                                std::all_of(inner.items.begin(), inner.items.end(), is_leaf));
    };
    const bool all = std::all_of(json.items.begin(), json.items.end(), flat) &&
                     std::all_of(json.members.begin(), json.members.end(),
                                 [&](const JsonMember& member) { return flat(member.value); });
    if (!all || indent == 0) return false;
    std::string line;
    append_flow(json, line);
    return line.size() + indent <= kLongestLine;
  }

  void after_key(const Json& json, size_t indent) {
    if (json.is(Kind::kString) && is_list_type(json.text)) {
      out_.append(" ").append(json.text).append("\n");
    } else if (fits(json, indent + 2)) {
      out_ += ' ';
      append_flow(json, out_);
      out_ += '\n';
    } else {
      out_ += '\n';
      block(json, indent + 2);
    }
  }

  void block(const Json& json, size_t indent) {
    if (is_leaf(json)) {
      out_.append(indent, ' ');
      append_flow(json, out_);
      out_ += '\n';
    }
    for (const Json& item : json.items) {
      const size_t begin = out_.size();
      if (item.is(Kind::kObject) && !fits(item, indent + 2)) {
        block(item, indent + 2);
        out_[begin + indent] = '-';  // before its first key
      } else {
        out_.append(indent, ' ').append("-");
        after_key(item, indent);
      }
    }
    for (const JsonMember& member : json.members) {
      out_.append(indent, ' ');
      append_text(member.key, out_);
      out_ += ':';
      after_key(member.value, indent);
    }
  }

  std::string out_;
};

}  // namespace

std::string yaml_text(const Json& json) {
  std::string out;
  if (levels_of(json) <= kMostLevels) {
    out = YamlWriter().write(json);
    if (is_readable(out)) return out;
    out.clear();
  }
  append_json(json, JsonLayout::kLines, out);
  return out;
}

}  // namespace specgate
