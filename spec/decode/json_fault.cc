// What is off the reader's path: escapes, more room for nodes, and faults in words.
#include "spec/decode/json_reader.h"
#include "spec/text/ascii.h"

namespace specgate {

NodeReader::Text NodeReader::read_escaped(char* special, Node& node, NodeFlag flag) {
  const Unescaped rest = unescape(special);
  if (rest.fault != TextFault::kNone) {
    fail_in_text(rest.closing, rest.fault);
    return {};
  }
  node.flags |= flag;
  if (rest.lone_surrogate) {
    node.flags |= kLoneSurrogate;
    note(kLoneSurrogate);
  }
  return {rest.end, rest.closing};
}

// Of many, room becomes memory little by little: what is not used of it is not touched.
Node* NodeReader::grow() {
  constexpr size_t kMany = size_t{1} << 16;
  const size_t used = state_.nodes.size();
  state_.nodes.resize(used + (used < kMany ? used : used / 4));
  nodes_ = state_.nodes.data();
  room_ = nodes_ + state_.nodes.size();
  return nodes_ + used;
}

void NodeReader::fail(const char* at, std::string_view words) { error_ = {offset(at), words}; }

namespace {

bool closes_behind_comma(const char* begin, const char* at) {
  if (*at != '}' && *at != ']') return false;
  while (at != begin && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r' || at[-1] == '\n')) --at;
  return at != begin && at[-1] == ',';
}

// What JSON's relatives have there: JavaScript, JSON5, YAML, Python. Empty: none of that.
std::string_view of_a_relative(std::string_view rest) {
  struct Beginning {
    std::string_view text, words;
  };
  constexpr Beginning kAll[] = {{"//", "a comment, which JSON does not have"},
                                {"/*", "a comment, which JSON does not have"},
                                {"#", "a comment, which JSON does not have"},
                                {"'", "single quotes, JSON has double ones"},
                                {"`", "backquotes, JSON has double quotes"},
                                {"\xE2\x80\x9C", "typographic quotes, JSON has plain double ones"},
                                {"\xE2\x80\x9D", "typographic quotes, JSON has plain double ones"},
                                {"True", "Python's True, JSON has true"},
                                {"False", "Python's False, JSON has false"},
                                {"None", "Python's None, JSON has null"}};
  for (const Beginning& one : kAll) {
    if (rest.starts_with(one.text)) return one.words;
  }
  return {};
}

// A number that JSON reads only a part of, and what follows it there. Empty: none of that.
std::string_view behind_number(const char* begin, const char* at) {
  if (at == begin || !is_digit(at[-1])) return {};
  const bool zero = at[-1] == '0' && (at - begin == 1 || (!is_digit(at[-2]) && at[-2] != '.'));
  if (zero && is_digit(*at)) return "a number that begins with 0, JSON has none but 0 itself";
  if (zero && (*at == 'x' || *at == 'X')) return "a hexadecimal number, JSON has decimal ones";
  if (*at == '_') return "an underscore in a number, which JSON does not have";
  if (*at == 'n') return "a BigInt with its n, JSON has plain numbers";
  if (*at == '-' || *at == ':') return "a date or a time without quotes";
  return {};
}

// Where a value belongs. Empty: nothing to say of it, or it stands amid a word.
std::string_view before_value(const char* begin, const char* at) {
  if (at != begin && at[-1] == '-') return "a minus sign without a number";
  if (at != begin && is_letter(at[-1])) return {};
  switch (*at) {
    case '.': return "a number that begins with a point, JSON wants a digit before it";
    case '+': return "a plus sign before a number, which JSON does not have";
    case ',': return "a comma where a value belongs";
    case '}':
    case ']': return "a closing bracket where a value belongs";
    default: return {};
  }
}

bool begins_name(char c) { return is_letter(c) || c == '_' || c == '$'; }

}  // namespace

void NodeReader::fail_between_tokens(const char* at, std::string_view words) {
  if (at == end_) return fail(at, "the text ends in the middle of a value");
  if (*at == '\0') return fail(at, "a NUL byte");
  if (closes_behind_comma(text_, at)) return fail(at, "a trailing comma, which JSON does not have");
  const std::string_view found = of_a_relative({at, static_cast<size_t>(end_ - at)});
  if (!found.empty()) return fail(at, found);
  const std::string_view number = behind_number(text_, at);
  if (!number.empty()) return fail(at, number);
  const std::string_view instead = words == kValueWanted ? before_value(text_, at) : std::string_view();
  if (!instead.empty()) return fail(at, instead);
  const bool key = words == kKeyWanted;
  fail(at, key && begins_name(*at) ? "a key without quotes, JSON wants double ones" : words);
}

void NodeReader::fail_in_text(const char* at, TextFault fault) {
  if (fault == TextFault::kHex) return fail(at, "\\u needs four hexadecimal digits");
  if (fault == TextFault::kEscape) return fail(at, "there is no such escape");
  fail(at, at == end_ ? "the string has no closing quote" : "a control character must be escaped");
}

}  // namespace specgate
