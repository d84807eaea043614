// The one door to RapidJSON: its reader drives, NodeWriter is both what it reads from and what it
// reports to.
//
// RapidJSON reads strings and numbers byte by byte and converts numbers; strings are most of an
// event, and a number's spelling is what rules and edits want. So the reader's own members for
// strings, numbers and white space, and the one that chooses among values, are specialised here for
// NodeWriter; objects, arrays, words and the order of things stay RapidJSON's. The members' names are private to RapidJSON (1.1.0 and its
// master agree); if they change, this file no longer compiles.
//
// Compiled apart: g++ must not vectorise straight-line code here (see CMakeLists.txt).
#include <rapidjson/reader.h>

#include "spec/decode_state.h"
#include "spec/json_text.h"
#include "spec/spec.h"

#if defined(__GNUC__)
#define SPECGATE_INLINE inline __attribute__((always_inline))
#define SPECGATE_COLD __attribute__((noinline, cold))
#else
#define SPECGATE_INLINE inline
#define SPECGATE_COLD
#endif

namespace specgate {
namespace {

constexpr std::string_view kTooDeep = "nested deeper than 512 levels";
static_assert(kMostLevels == 512);

// A byte of the text. A type of its own: the cursor's loads need not wait for stores of other
// pointers to characters, such as nodes are full of.
struct Byte {
  char value;
};

class NodeWriter {
 public:
  using Ch = char;  // RapidJSON wants the name

  NodeWriter(const Spec& spec, uint32_t first, DecodeBuffers::State& state)
      : spec_(spec),
        paths_(spec.paths()),
        hops_(spec.paths().hops()),
        state_(state),
        at_(reinterpret_cast<Byte*>(state.copy.data() + first)),
        text_(state.copy.data()),
        nodes_(state.nodes.data()),
        slot_(nodes_),
        room_(nodes_ + state.nodes.size()),
        seen_(state.seen.data()),
        stamp_(state.stamp),
        after_(state.after.data()),
        expected_(after_) {}

  // A stream, to RapidJSON.
  char Peek() const { return at_->value; }
  char Take() { return (at_++)->value; }
  size_t Tell() const { return static_cast<size_t>(at() - text_); }

  // A handler, to RapidJSON.
  SPECGATE_INLINE bool Null() { return word(Kind::kNull, 4); }
  SPECGATE_INLINE bool Bool(bool value) { return word(Kind::kBoolean, value ? 4 : 5); }
  SPECGATE_INLINE bool StartObject() { return start(Kind::kObject); }
  SPECGATE_INLINE bool StartArray() { return start(Kind::kArray); }
  SPECGATE_INLINE bool EndObject(rapidjson::SizeType) { return finish(); }
  SPECGATE_INLINE bool EndArray(rapidjson::SizeType) { return finish(); }

  // The tokens read here. `at()` stands on their first byte.
  char* at() const { return reinterpret_cast<char*>(at_); }
  void move_to(char* at) { at_ = reinterpret_cast<Byte*>(at); }
  SPECGATE_INLINE bool expected_key();
  SPECGATE_INLINE void key(std::string_view key, uint16_t flags);
  SPECGATE_INLINE void value(Kind kind, const char* begin, std::string_view text, uint16_t flags);

  SPECGATE_INLINE void string(const char* begin, std::string_view text, uint16_t flags,
                              bool is_key) {
    if (is_key) return key(text, flags);
    value(Kind::kString, begin, text, flags);
  }

  void note(uint16_t flags) { state_.odd |= flags; }  // rare: kept off the path of healthy tokens

  uint32_t count() const { return count_; }
  bool too_deep() const { return levels_ > kMostLevels; }

 private:
  SPECGATE_INLINE bool word(Kind kind, uint32_t length) {
    value(kind, at() - length, {}, 0);
    return true;
  }
  SPECGATE_INLINE bool start(Kind kind);
  SPECGATE_INLINE bool finish();
  SPECGATE_INLINE void enter(const Node& container, uint32_t index);
  SPECGATE_INLINE Node& next_node(Kind kind, const char* begin, uint16_t flags);
  SPECGATE_INLINE void listed_key(const PathTable::Entry& entry, uint16_t flags);
  void unlisted_key(const KeyHead& head, uint64_t hash, uint16_t flags);
  void grow();
  uint32_t offset(const char* at) const { return static_cast<uint32_t>(at - text_); }

  const Spec& spec_;
  const PathTable& paths_;
  const PathTable::Hop* const hops_;
  DecodeBuffers::State& state_;
  Byte* at_;
  const char* const text_;
  Node* nodes_;
  Node* slot_;          // the node to be written next; a member's key is there already
  Node* room_;          // past the last node there is memory for
  uint32_t count_ = 0;  // slot_ - nodes_
  uint32_t* const seen_;
  const uint32_t stamp_;
  const PathTable::Entry** const after_;
  const PathTable::Entry** expected_;  // the key that followed the last one before: one of after_
  uint32_t container_ = 0;             // the node whose members are being read
  uint32_t levels_ = 0;
  bool in_object_ = false;
  PathId place_ = kRootPath;  // of the container in an object; of the items outside
};

// Begins the node at slot_ and moves on; the caller sets what is left: end, next and text.
SPECGATE_INLINE Node& NodeWriter::next_node(Kind kind, const char* begin, uint16_t flags) {
  Node& node = *slot_;
  node.begin = offset(begin);
  node.parent = container_;
  node.kind = kind;
  if (in_object_) {
    node.flags |= flags;
  } else {
    node.key = {};
    node.path = place_;
    node.traits = 0;
    node.flags = flags;
  }
  return node;
}

SPECGATE_INLINE void NodeWriter::value(Kind kind, const char* begin, std::string_view text,
                                       uint16_t flags) {
  Node& node = next_node(kind, begin, flags);
  node.end = offset(at());
  node.text = text;
  node.next = ++count_;
  if (++slot_ == room_) grow();
}

SPECGATE_INLINE void NodeWriter::enter(const Node& container, uint32_t index) {
  container_ = index;
  in_object_ = container.kind == Kind::kObject;
  place_ = in_object_ ? container.path : hops_[container.path].item;
}

SPECGATE_INLINE bool NodeWriter::start(Kind kind) {
  if (++levels_ > kMostLevels) return false;
  Node& node = next_node(kind, at() - 1, 0);
  node.text = {};
  enter(node, count_++);
  expected_ = after_ + 2 * size_t{node.path} + 1;
  if (++slot_ == room_) grow();
  return true;
}

SPECGATE_INLINE bool NodeWriter::finish() {
  Node& node = nodes_[container_];
  node.end = offset(at());
  node.next = count_;
  --levels_;
  expected_ = after_ + 2 * size_t{node.path};
  enter(nodes_[node.parent], node.parent);
  return true;
}

// Senders write their keys in the same order again and again. What followed the last key before is
// compared with the text first: then there is no end of the key to be found, no hash and no search,
// and nothing that the processor has to wait for. Does it stand here, between quotes?
SPECGATE_INLINE bool NodeWriter::expected_key() {
  const PathTable::Entry& entry = **expected_;
  const size_t size = entry.size();
  if (size > 16 || entry.parent() != place_) return false;
  char* const text = at() + 1;
  if (!entry.has_head(padded_head_of({text, size})) || text[size] != '"') return false;
  slot_->key = {text, size};
  move_to(text + size + 1);
  listed_key(entry, 0);
  return true;
}

SPECGATE_INLINE void NodeWriter::key(std::string_view key, uint16_t flags) {
  slot_->key = key;
  const KeyHead head = padded_head_of(key);
  const uint64_t hash = hash_of(head, key);
  const PathTable::Entry* const entry = paths_.probe(place_, key, head, hash);
  if (entry == nullptr) return unlisted_key(head, hash, flags);
  *expected_ = entry;
  listed_key(*entry, flags);
}

SPECGATE_INLINE void NodeWriter::listed_key(const PathTable::Entry& entry, uint16_t flags) {
  uint32_t& seen = seen_[entry.path];
  const uint32_t object = stamp_ + container_;
  if (RAPIDJSON_UNLIKELY(seen == object)) note(flags |= kDuplicateKey);
  seen = object;
  slot_->path = entry.path;
  slot_->traits = entry.traits;
  slot_->flags = flags;
  expected_ = after_ + 2 * size_t{entry.path};
}

void NodeWriter::unlisted_key(const KeyHead& head, uint64_t hash, uint16_t flags) {
  Node& node = *slot_;
  node.path = hops_[place_].unplanned;
  node.traits = state_.memo.find(spec_, node.key, head, hash);
  const auto same = [&](uint32_t other) { return nodes_[other].key == node.key; };
  if (state_.unlisted.repeated(container_, hash, count(), same)) note(flags |= kDuplicateKey);
  node.flags = flags;
}

SPECGATE_COLD void NodeWriter::grow() {
  const size_t used = state_.nodes.size();
  state_.nodes.resize(used * 2);
  nodes_ = state_.nodes.data();
  slot_ = nodes_ + used;
  room_ = nodes_ + state_.nodes.size();
}

using Reader = rapidjson::Reader;
constexpr unsigned kFlags = rapidjson::kParseInsituFlag;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

rapidjson::ParseErrorCode code_of(TextFault fault) {
  return fault == TextFault::kHex ? rapidjson::kParseErrorStringUnicodeEscapeInvalidHex
                                  : rapidjson::kParseErrorStringEscapeInvalid;
}

// Where a number's grammar is left, and what is missing there.
struct Number {
  char* end = nullptr;
  Kind kind = Kind::kInteger;
  bool exponent = false;
  rapidjson::ParseErrorCode error = rapidjson::kParseErrorNone;
};

SPECGATE_INLINE Number scan_number(char* at) {
  if (*at == '-') ++at;
  if (!is_digit(*at)) return {at, Kind::kInteger, false, rapidjson::kParseErrorValueInvalid};
  if (*at++ != '0') {
    while (is_digit(*at)) ++at;
  }
  Number out{at};
  if (*at == '.') {
    out.kind = Kind::kReal;
    if (!is_digit(*++at)) return {at, out.kind, false, rapidjson::kParseErrorNumberMissFraction};
    while (is_digit(*at)) ++at;
  }
  if (*at == 'e' || *at == 'E') {
    out.kind = Kind::kReal;
    out.exponent = true;
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!is_digit(*at)) return {at, out.kind, true, rapidjson::kParseErrorNumberMissExponent};
    while (is_digit(*at)) ++at;
  }
  out.end = at;
  return out;
}

SPECGATE_COLD uint16_t huge_flag(std::string_view text, Kind kind) {
  return is_huge(text, kind) ? kHugeNumber : 0;
}

// Only a long integer, a very long real, or a real with an exponent can be out of range.
SPECGATE_INLINE uint16_t number_flags(const Number& number, std::string_view text) {
  constexpr size_t kIntegerFits = 18, kRealFits = 300;  // digits
  if (number.kind == Kind::kInteger && text.size() <= kIntegerFits) return 0;
  if (number.kind == Kind::kReal && text.size() <= kRealFits && !number.exponent) return 0;
  return huge_flag(text, number.kind);
}

}  // namespace
}  // namespace specgate

namespace rapidjson {

using specgate::NodeWriter;

template <>
SPECGATE_INLINE void SkipWhitespace<NodeWriter>(NodeWriter& in) {
  char* at = in.at();
  if (RAPIDJSON_LIKELY(static_cast<unsigned char>(*at) > ' ')) return;
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') ++at;
  in.move_to(at);
}

template <>
template <>
SPECGATE_INLINE void specgate::Reader::ParseString<specgate::kFlags, NodeWriter, NodeWriter>(
    NodeWriter& in, NodeWriter& out, bool is_key) {
  if (is_key && RAPIDJSON_LIKELY(out.expected_key())) return;
  char* const begin = in.at();
  char* closing = specgate::skip_plain_text(begin + 1);
  if (RAPIDJSON_LIKELY(*closing == '"')) {
    in.move_to(closing + 1);
    out.string(begin, {begin + 1, static_cast<size_t>(closing - begin - 1)}, 0, is_key);
    return;
  }
  const specgate::Unescaped rest = specgate::unescape(closing);
  in.move_to(rest.closing);
  if (rest.fault != specgate::TextFault::kNone) {
    RAPIDJSON_PARSE_ERROR(specgate::code_of(rest.fault), in.Tell());
  }
  uint16_t flags = is_key ? specgate::kKeyEscaped : specgate::kTextEscaped;
  if (rest.lone_surrogate) out.note(flags |= specgate::kLoneSurrogate);
  in.move_to(rest.closing + 1);
  out.string(begin, {begin + 1, static_cast<size_t>(rest.end - begin - 1)}, flags, is_key);
}

template <>
template <>
SPECGATE_INLINE void specgate::Reader::ParseNumber<specgate::kFlags, NodeWriter, NodeWriter>(
    NodeWriter& in, NodeWriter& out) {
  char* const begin = in.at();
  const specgate::Number number = specgate::scan_number(begin);
  in.move_to(number.end);
  if (RAPIDJSON_UNLIKELY(number.error != kParseErrorNone)) {
    RAPIDJSON_PARSE_ERROR(number.error, in.Tell());
  }
  const std::string_view text(begin, static_cast<size_t>(number.end - begin));
  const uint16_t flags = specgate::number_flags(number, text);
  if (RAPIDJSON_UNLIKELY(flags != 0)) out.note(flags);
  out.value(number.kind, begin, text, flags);
}

// RapidJSON's own, but inlined where a member's or an item's value is wanted: most are strings, and
// a call for each costs a tenth of the parse.
template <>
template <>
SPECGATE_INLINE void specgate::Reader::ParseValue<specgate::kFlags, NodeWriter, NodeWriter>(
    NodeWriter& in, NodeWriter& out) {
  switch (in.Peek()) {
    case '"':
      return ParseString<specgate::kFlags>(in, out);
    case 'n':
      return ParseNull<specgate::kFlags>(in, out);
    case 't':
      return ParseTrue<specgate::kFlags>(in, out);
    case 'f':
      return ParseFalse<specgate::kFlags>(in, out);
    case '{':
      return ParseObject<specgate::kFlags>(in, out);
    case '[':
      return ParseArray<specgate::kFlags>(in, out);
    default:
      return ParseNumber<specgate::kFlags>(in, out);
  }
}

}  // namespace rapidjson

namespace specgate {
namespace {

// What is wrong at `at`, in plain words. `c` is the byte there, `over` says that the text ends
// there.
std::string_view words_of(rapidjson::ParseErrorCode code, char c, bool over) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return over ? "the document is empty" : "a NUL byte";
    case rapidjson::kParseErrorStringEscapeInvalid:
      if (over) return "the string has no closing quote";
      return c == '\\' ? "there is no such escape" : "a control character must be escaped";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "\\u needs four hexadecimal digits";
    case rapidjson::kParseErrorTermination:
      return kTooDeep;
    default:
      break;
  }
  if (over) return "the text ends in the middle of a value";
  if (c == '\0') return "a NUL byte";
  switch (code) {
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "text after the end of the value";
    case rapidjson::kParseErrorObjectMissName:
      return "expected a key in double quotes";
    case rapidjson::kParseErrorObjectMissColon:
      return "expected a colon after the key";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "expected a comma or }";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "expected a comma or ]";
    case rapidjson::kParseErrorNumberMissFraction:
      return "expected a digit after the decimal point";
    case rapidjson::kParseErrorNumberMissExponent:
      return "expected a digit in the exponent";
    default:
      return "expected a value";
  }
}

}  // namespace

SyntaxError parse_nodes(const Spec& spec, uint32_t first, uint32_t size,
                        DecodeBuffers::State& state) {
  NodeWriter writer(spec, first, state);
  Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(writer, writer);
  state.node_count = writer.count();
  if (!result.IsError()) {
    if (writer.Tell() >= size) return {};
    return {static_cast<uint32_t>(writer.Tell()), "a NUL byte"};
  }
  // RapidJSON has already taken the bracket that is one too deep.
  const size_t at = result.Offset() - (writer.too_deep() ? 1 : 0);
  return {static_cast<uint32_t>(at), words_of(result.Code(), state.copy[at], at >= size)};
}

}  // namespace specgate
