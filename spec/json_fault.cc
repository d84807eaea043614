// What is off the reader's path: escapes, more room for nodes, and faults in words.
#include "spec/json_reader.h"

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

void NodeReader::fail_between_tokens(const char* at, std::string_view words) {
  if (at == end_) return fail(at, "the text ends in the middle of a value");
  fail(at, *at == '\0' ? "a NUL byte" : words);
}

void NodeReader::fail_in_text(const char* at, TextFault fault) {
  if (fault == TextFault::kHex) return fail(at, "\\u needs four hexadecimal digits");
  if (fault == TextFault::kEscape) return fail(at, "there is no such escape");
  fail(at, at == end_ ? "the string has no closing quote" : "a control character must be escaped");
}

}  // namespace specgate
