// JSON (RFC 8259) -> nodes: one loop over the text, in situ, whatever the depth. Containers know
// their parents, so there is no stack.
//
// What senders mostly write costs least: a member whose key was expected, without blanks, with a
// string that has no escapes. All else is off that path. Where the loop stands is in a Spot, which
// is copied and never pointed at, so that it lives in registers.
//
// Compiled apart: g++ must not vectorise straight-line code here (see CMakeLists.txt).
#include <cstring>

#include "spec/decode_state.h"
#include "spec/json_text.h"
#include "spec/spec.h"

#if defined(__GNUC__)
#define SPECGATE_INLINE inline __attribute__((always_inline))
#define SPECGATE_APART __attribute__((noinline))
#define SPECGATE_COLD __attribute__((noinline, cold))
#else
#define SPECGATE_INLINE inline
#define SPECGATE_APART
#define SPECGATE_COLD
#endif

namespace specgate {
namespace {

constexpr std::string_view kTooDeep = "nested deeper than 512 levels";
static_assert(kMostLevels == 512);

// Where the reader is. What begins a member or an item sets the key, path, traits and flags of
// `node`, what reads the value all else.
struct Spot {
  char* at = nullptr;                     // null: there was a fault
  Node* node = nullptr;                   // to be written next
  const WrittenKey** expected = nullptr;  // the key that followed the last one before: of after_
  uint32_t index = 0;                     // of `node`
};

SPECGATE_INLINE char* skip_blanks(char* at) {
  if (static_cast<unsigned char>(*at) > ' ') [[likely]]
    return at;
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') ++at;
  return at;
}

class NodeReader {
 public:
  NodeReader(const Spec& spec, uint32_t size, DecodeBuffers::State& state)
      : spec_(spec),
        paths_(spec.paths()),
        hops_(spec.paths().hops()),
        state_(state),
        text_(state.copy.data()),
        end_(text_ + size),
        nodes_(state.nodes.data()),
        room_(nodes_ + state.nodes.size()),
        seen_(state.seen.data()),
        stamp_(state.stamp),
        after_(state.after.data()),
        after_met_(after_ + 2 * spec.paths().size()) {}

  SyntaxError read(uint32_t first);

 private:
  SPECGATE_INLINE void read_inside(Spot& spot);
  SPECGATE_INLINE void begin_member(Spot& spot);
  SPECGATE_INLINE void begin_item(Spot& spot);
  enum class Read : uint8_t { kValue, kOpened };
  SPECGATE_INLINE Read read_value(Spot& spot);
  SPECGATE_INLINE bool pass(Spot& spot);

  // A string's end once unescaped, and its closing quote; null: there was a fault.
  struct Text {
    char* end = nullptr;
    char* closing = nullptr;
  };
  SPECGATE_INLINE static Text text_at(char* quote) {
    char* const special = skip_plain_text(quote + 1);
    return {special, special};
  }

  // What is called for a key sends back what moved, small enough for registers.
  struct Move {
    char* at = nullptr;
    const WrittenKey** expected = nullptr;
  };
  SPECGATE_APART Move unexpected_key(char* at, Node& node, const WrittenKey** expected);
  SPECGATE_INLINE const WrittenKey** look_up(Node& node, const WrittenKey** expected);
  SPECGATE_INLINE const WrittenKey** listed(Node& node, PathId path, KeyTraits traits);
  const WrittenKey& unlisted(Node& node, const KeyHead& head, uint64_t hash);
  SPECGATE_APART const WrittenKey** met_before(Node& node, const WrittenKey& key);
  void mark_repeated(Node& node, uint64_t hash);

  SPECGATE_INLINE void read_text(Spot& spot);
  SPECGATE_APART Text read_escaped(char* special, Node& node, NodeFlag flag);
  SPECGATE_INLINE void read_number(Spot& spot);
  SPECGATE_INLINE void read_word(Spot& spot, std::string_view word, Kind kind);
  SPECGATE_INLINE void open(Spot& spot);
  SPECGATE_INLINE bool close(Spot& spot);
  SPECGATE_INLINE void enter(const Node& container, uint32_t index);
  SPECGATE_INLINE void put(Spot& spot, Kind kind, std::string_view text);
  SPECGATE_INLINE void move_on(Spot& spot);
  SPECGATE_COLD Node* grow();

  // A fault where `at` stands: the first is what is told.
  SPECGATE_COLD void fail(const char* at, std::string_view words);
  SPECGATE_COLD void fail_between_tokens(const char* at, std::string_view words);
  SPECGATE_COLD void fail_in_text(const char* at, TextFault fault);

  char closing() const { return in_object_ ? '}' : ']'; }
  void note(uint16_t flags) { state_.odd |= flags; }  // rare: kept off the path of healthy tokens
  uint32_t offset(const char* at) const { return static_cast<uint32_t>(at - text_); }

  const Spec& spec_;
  const PathTable& paths_;
  const PathTable::Hop* const hops_;
  DecodeBuffers::State& state_;
  char* const text_;
  const char* const end_;
  Node* nodes_;
  Node* room_;  // past the last node there is memory for
  uint32_t* const seen_;
  const uint32_t stamp_;
  const WrittenKey** const after_;
  const WrittenKey** const after_met_;
  uint32_t container_ = 0;    // the node whose members or items are being read
  PathId place_ = kRootPath;  // of the container in an object; of the items outside
  bool in_object_ = false;
  uint32_t levels_ = 0;
  SyntaxError error_;
};

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
  const WrittenKey& key = **spot.expected;
  if (key.parent != place_ || !key.stands(spot.at)) [[unlikely]] {
    const Move move = unexpected_key(spot.at, *spot.node, spot.expected);
    spot.at = move.at;
    spot.expected = move.expected;
    return;
  }
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

SPECGATE_INLINE const WrittenKey** NodeReader::listed(Node& node, PathId path, KeyTraits traits) {
  uint32_t& seen = seen_[path];
  const uint32_t object = stamp_ + container_;
  if (seen == object) [[unlikely]] {
    node.flags |= kDuplicateKey;
    note(kDuplicateKey);
  }
  seen = object;
  node.path = path;
  node.traits = traits;
  return after_ + 2 * size_t{path};
}

// Any key: behind blanks, with escapes, or another than the last time.
NodeReader::Move NodeReader::unexpected_key(char* at, Node& node, const WrittenKey** expected) {
  at = skip_blanks(at);
  if (*at != '"') {
    fail_between_tokens(at, "expected a key in double quotes");
    return {};
  }
  node.flags = 0;
  Text text = text_at(at);
  if (*text.closing != '"') text = read_escaped(text.closing, node, kKeyEscaped);
  if (text.closing == nullptr) return {};
  node.key = {at + 1, static_cast<size_t>(text.end - at - 1)};
  expected = look_up(node, expected);
  at = skip_blanks(text.closing + 1);
  if (*at != ':') {
    fail_between_tokens(at, "expected a colon after the key");
    return {};
  }
  return {at + 1, expected};
}

SPECGATE_INLINE const WrittenKey** NodeReader::look_up(Node& node, const WrittenKey** expected) {
  const KeyHead head = padded_head_of(node.key);
  const uint64_t hash = hash_of(head, node.key);
  const PathTable::Entry* const entry = paths_.probe(place_, node.key, head, hash);
  if (entry == nullptr) {
    *expected = &unlisted(node, head, hash);
    return after_met_ + (*expected)->slot;
  }
  *expected = &paths_.written(entry->path);
  return listed(node, entry->path, entry->traits);
}

const WrittenKey& NodeReader::unlisted(Node& node, const KeyHead& head, uint64_t hash) {
  node.path = hops_[place_].unplanned;
  node.traits = state_.memo.find(spec_, node.key, head, hash);
  mark_repeated(node, hash);
  const auto written = [&] { return WrittenKey(place_, node.key, node.path, node.traits); };
  return state_.met.find(place_, hash, written).written;
}

const WrittenKey** NodeReader::met_before(Node& node, const WrittenKey& key) {
  node.path = key.path;
  node.traits = key.traits;
  mark_repeated(node, state_.met[key.slot].hash);
  return after_met_ + key.slot;
}

void NodeReader::mark_repeated(Node& node, uint64_t hash) {
  const auto same = [&](uint32_t other) { return nodes_[other].key == node.key; };
  const auto index = static_cast<uint32_t>(&node - nodes_);
  if (!state_.unlisted.repeated(container_, hash, index, same)) return;
  node.flags |= kDuplicateKey;
  note(kDuplicateKey);
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
  spot.node->begin = offset(spot.at);
  spot.at = text.closing + 1;
  put(spot, Kind::kString, {begin, static_cast<size_t>(text.end - begin)});
}

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

// Only a long integer, a very long real, or a real with an exponent can be out of range.
SPECGATE_INLINE bool may_be_huge(const Number& number, size_t size) {
  constexpr size_t kIntegerFits = 18, kRealFits = 300;  // digits
  if (number.kind == Kind::kInteger) return size > kIntegerFits;
  return number.exponent || size > kRealFits;
}

SPECGATE_INLINE void NodeReader::read_number(Spot& spot) {
  const Number number = scan_number(spot.at);
  if (number.missing != nullptr) [[unlikely]] {
    fail_between_tokens(number.end, number.missing);
    spot.at = nullptr;
    return;
  }
  const std::string_view text(spot.at, static_cast<size_t>(number.end - spot.at));
  if (may_be_huge(number, text.size()) && is_huge(text, number.kind)) [[unlikely]] {
    spot.node->flags |= kHugeNumber;
    note(kHugeNumber);
  }
  spot.node->begin = offset(spot.at);
  spot.at = number.end;
  put(spot, number.kind, text);
}

SPECGATE_INLINE void NodeReader::read_word(Spot& spot, std::string_view word, Kind kind) {
  for (size_t i = 1; i < word.size(); ++i) {
    if (spot.at[i] == word[i]) continue;
    fail_between_tokens(spot.at + i, "expected a value");
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

Node* NodeReader::grow() {
  const size_t used = state_.nodes.size();
  state_.nodes.resize(used * 2);
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

}  // namespace

SyntaxError parse_nodes(const Spec& spec, uint32_t first, uint32_t size,
                        DecodeBuffers::State& state) {
  return NodeReader(spec, size, state).read(first);
}

}  // namespace specgate
