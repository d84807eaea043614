// JSON (RFC 8259) -> nodes: one loop over the text, in situ, whatever the depth. Containers know
// their parents, so there is no stack.
//
// What senders mostly write costs least: a member whose key was expected, without blanks, with a
// string that has no escapes. All else is off that path. Where the loop stands is in a Spot, which
// is copied and never pointed at, so that it lives in registers.
//
// Compiled apart: g++ must not vectorise straight-line code here (see CMakeLists.txt).
#include "spec/decode/json_reader.h"

#include <utility>

#include "spec/catalogue/unfilled_ends.h"

namespace specgate {
namespace {

constexpr std::string_view kTooDeep = "nested deeper than 512 levels";
static_assert(kMostLevels == 512);

// Only a long integer, a very long real, or a real with an exponent can be out of range.
SPECGATE_INLINE bool may_be_huge(const Number& number, size_t size) {
  constexpr size_t kIntegerFits = 15, kRealFits = 300;  // digits
  if (number.kind == Kind::kInteger) return size > kIntegerFits;
  const bool whole = number.end[-1] == '0' && size > kIntegerFits;  // it may be, as of "10.0"
  return number.exponent || whole || size > kRealFits;
}

}  // namespace

SyntaxError NodeReader::read(uint32_t first) {
  Spot spot;
  spot.at = skip_blanks(text_ + first);
  spot.node = nodes_;
  spot.expected = after_;
  if (spot.at == end_) return {offset(spot.at), "the document is empty"};
  begin_item(spot);
  if (read_value(spot) == Read::kOpened) read_inside(spot);
  state_.node_count = spot.index;
  if (spot.at == nullptr) return error_;
  spot.at = skip_blanks(spot.at);
  if (spot.at != end_) fail_between_tokens(spot.at, "text after the end of the value");
  return error_;
}

// From behind the bracket that opened the outermost container to behind the one that closes it.
SPECGATE_INLINE void NodeReader::read_inside(Spot& spot) {
  Read last = Read::kOpened;
  for (;;) {
    if (spot.at == nullptr) return;
    if (last == Read::kValue && *spot.at == ',') [[likely]] {
      ++spot.at;
    } else if (last == Read::kValue || *spot.at == closing()) {
      if (!pass(spot)) return;
    }
    if (in_object_) {
      begin_member(spot);
      if (spot.at == nullptr) return;
    } else {
      begin_item(spot);
    }
    last = read_value(spot);
  }
}

// To a member's value.
SPECGATE_INLINE void NodeReader::begin_member(Spot& spot) {
  if (!stands(*spot.expected->last, spot.at)) [[unlikely]] {
    std::swap(spot.expected->last, spot.expected->other);
    if (!stands(*spot.expected->last, spot.at)) {
      const Move move = unexpected_key(spot.at, *spot.node, spot.expected);
      spot.at = move.at;
      spot.expected = move.expected;
      return;
    }
  }
  const WrittenKey& key = *spot.expected->last;
  spot.node->key = {spot.at + 1, key.size};
  spot.node->flags = 0;
  spot.at += key.length();
  if (key.slot != WrittenKey::kListed) [[unlikely]] {
    spot.expected = met_before(*spot.node, key);
    return;
  }
  spot.expected = listed(*spot.node, key.path, key.traits);
}

SPECGATE_INLINE void NodeReader::begin_item(Spot& spot) {
  spot.node->key = {};
  spot.node->path = place_;
  spot.node->traits = 0;
  spot.node->flags = 0;
}

// A value without what is inside a container.
SPECGATE_INLINE NodeReader::Read NodeReader::read_value(Spot& spot) {
  if (*spot.at != '"') [[unlikely]]
    spot.at = skip_blanks(spot.at);
  switch (*spot.at) {
    case '"':
      read_text(spot);
      break;
    case '{':
    case '[':
      open(spot);
      return Read::kOpened;
    case 'n':
      read_word(spot, "null", Kind::kNull);
      break;
    case 't':
      read_word(spot, "true", Kind::kBoolean);
      break;
    case 'f':
      read_word(spot, "false", Kind::kBoolean);
      break;
    default:
      read_number(spot);
  }
  return Read::kValue;
}

// Over what follows a value, to the next member or item. False: there is none, or a fault.
SPECGATE_INLINE bool NodeReader::pass(Spot& spot) {
  while (*spot.at != ',') {
    spot.at = skip_blanks(spot.at);
    if (*spot.at == ',') break;
    if (!close(spot)) return false;
  }
  ++spot.at;
  return true;
}

SPECGATE_INLINE void NodeReader::read_text(Spot& spot) {
  Text text = text_at(spot.at);
  if (*text.closing != '"') [[unlikely]] {
    text = read_escaped(text.closing, *spot.node, kTextEscaped);
    if (text.closing == nullptr) {
      spot.at = nullptr;
      return;
    }
  }
  const char* const begin = spot.at + 1;
  if (has_unfilled_ends(*begin, text.end[-1])) [[unlikely]]
    spot.node->flags |= kOddText;
  spot.node->begin = offset(spot.at);
  spot.at = text.closing + 1;
  put(spot, Kind::kString, {begin, static_cast<size_t>(text.end - begin)});
}

SPECGATE_INLINE void NodeReader::read_number(Spot& spot) {
  const Number number = scan_number(spot.at);
  if (number.missing != nullptr) [[unlikely]] {
    fail_between_tokens(number.end, number.missing);
    spot.at = nullptr;
    return;
  }
  const std::string_view text(spot.at, static_cast<size_t>(number.end - spot.at));
  if (may_be_huge(number, text.size())) [[unlikely]] {
    const uint16_t flags = flags_of_huge(text, number.kind);
    spot.node->flags |= flags;
    note(flags);
  }
  spot.node->begin = offset(spot.at);
  spot.at = number.end;
  put(spot, number.kind, text);
}

SPECGATE_INLINE void NodeReader::read_word(Spot& spot, std::string_view word, Kind kind) {
  for (size_t i = 1; i < word.size(); ++i) {
    if (spot.at[i] == word[i]) continue;
    fail_between_tokens(spot.at + i, kValueWanted);
    spot.at = nullptr;
    return;
  }
  spot.node->begin = offset(spot.at);
  spot.at += word.size();
  put(spot, kind, {});
}

// What is left of the node of a value that ends at `spot`.
SPECGATE_INLINE void NodeReader::put(Spot& spot, Kind kind, std::string_view text) {
  Node& node = *spot.node;
  node.end = offset(spot.at);
  node.parent = container_;
  node.next = spot.index + 1;
  node.text = text;
  node.kind = kind;
  move_on(spot);
}

SPECGATE_INLINE void NodeReader::move_on(Spot& spot) {
  ++spot.index;
  if (++spot.node == room_) [[unlikely]]
    spot.node = grow();
}

SPECGATE_INLINE void NodeReader::open(Spot& spot) {
  if (++levels_ > kMostLevels) {
    fail(spot.at, kTooDeep);
    spot.at = nullptr;
    return;
  }
  Node& node = *spot.node;
  node.begin = offset(spot.at);
  node.parent = container_;
  node.text = {};
  node.kind = *spot.at == '{' ? Kind::kObject : Kind::kArray;
  spot.expected = after_ + 2 * size_t{node.path} + 1;
  enter(node, spot.index);
  move_on(spot);
  spot.at = skip_blanks(spot.at + 1);
}

// False: the outermost container is closed, or a fault.
SPECGATE_INLINE bool NodeReader::close(Spot& spot) {
  if (*spot.at != closing()) [[unlikely]] {
    fail_between_tokens(spot.at, in_object_ ? "expected a comma or }" : "expected a comma or ]");
    spot.at = nullptr;
    return false;
  }
  Node& node = nodes_[container_];
  node.end = offset(++spot.at);
  node.next = spot.index;
  spot.expected = after_ + 2 * size_t{node.path};
  enter(nodes_[node.parent], node.parent);
  return --levels_ > 0;
}

SPECGATE_INLINE void NodeReader::enter(const Node& container, uint32_t index) {
  container_ = index;
  in_object_ = container.kind == Kind::kObject;
  place_ = in_object_ ? container.path : hops_[container.path].item;
}

SyntaxError parse_nodes(const Spec& spec, uint32_t first, uint32_t size,
                        DecodeBuffers::State& state) {
  return NodeReader(spec, size, state).read(first);
}

}  // namespace specgate
