#include "spec/plan/json_of_yaml.h"

#include "spec/text/ascii.h"

namespace specgate {
namespace {

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool is_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}
bool is_true(std::string_view text) { return text == "true" || text == "True" || text == "TRUE"; }
bool is_false(std::string_view text) {
  return text == "false" || text == "False" || text == "FALSE";
}

Json scalar(const YamlNode& node) {
  if (node.quoted) return Json::string(node.text);
  if (is_null(node.text)) return Json::null();
  if (is_true(node.text) || is_false(node.text)) return Json::boolean(is_true(node.text));
  Json out = Json::string(node.text);
  if (is_json_number(node.text)) {
    out.kind = node.text.find_first_of(".eE") == std::string::npos ? Kind::kInteger : Kind::kReal;
  }
  return out;
}

}  // namespace

// RFC 8259, 6: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
bool is_json_number(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  const size_t whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const size_t end = skip_digits(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const size_t sign =
        at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-') ? 1 : 0;
    const size_t end = skip_digits(text, at + 1 + sign);
    if (end == at + 1 + sign) return false;
    at = end;
  }
  return at == text.size();
}

bool is_yaml_word(std::string_view text) {
  return is_null(text) || is_true(text) || is_false(text) || is_json_number(text);
}

Json json_of(const YamlNode& node) {
  Json out;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      break;
    case YamlNode::Kind::kScalar:
      out = scalar(node);
      break;
    case YamlNode::Kind::kSequence:
      out = Json::array();
      for (const YamlNode& item : node.items) out.items.push_back(json_of(item));
      break;
    case YamlNode::Kind::kMapping:
      out = Json::object();
      for (const YamlMember& member : node.members) {
        out.members.push_back({member.key, member.line, member.column, json_of(member.value)});
      }
      break;
  }
  out.line = node.line;
  out.column = node.column;
  return out;
}

}  // namespace specgate
