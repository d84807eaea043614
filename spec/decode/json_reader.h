// The reader of JSON: internal to json_reader.cc (the loop and the values), json_key.cc (keys that
// were not expected) and json_fault.cc (texts with escapes, and what is wrong).
#pragma once

#include "spec/catalogue/spec.h"
#include "spec/decode/decode_state.h"
#include "spec/decode/json_text.h"

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

// Where the reader is. What begins a member or an item sets the key, path, traits and flags of
// `node`, what reads the value all else.
struct Spot {
  char* at = nullptr;             // null: there was a fault
  Node* node = nullptr;           // to be written next
  Followers* expected = nullptr;  // of the key before, in after_
  uint32_t index = 0;             // of `node`
};

SPECGATE_INLINE char* skip_blanks(char* at) {
  if (static_cast<unsigned char>(*at) > ' ') [[likely]]
    return at;
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') ++at;
  return at;
}

inline constexpr std::string_view kKeyWanted = "expected a key in double quotes";
inline constexpr std::string_view kValueWanted = "expected a value";

// `state` is the caller's, its tables fit the Spec, and its copy of the text is padded (decode.cc).
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
  SPECGATE_INLINE bool stands(const WrittenKey& key, const char* at) const {
    return key.parent == place_ && key.stands(at);
  }
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
    Followers* expected = nullptr;
  };
  SPECGATE_APART Move unexpected_key(char* at, Node& node, Followers* expected);
  SPECGATE_INLINE Followers* look_up(Node& node, Followers* expected);
  SPECGATE_INLINE Followers* listed(Node& node, PathId path, KeyTraits traits);
  const WrittenKey& unlisted(Node& node, const KeyHead& head, uint64_t hash);
  SPECGATE_APART Followers* met_before(Node& node, const WrittenKey& key);
  void mark_repeated(Node& node, uint64_t hash);
  SPECGATE_COLD void forget_closed();

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
  Followers* const after_;
  Followers* const after_met_;
  uint32_t container_ = 0;    // the node whose members or items are being read
  PathId place_ = kRootPath;  // of the container in an object; of the items outside
  bool in_object_ = false;
  uint32_t levels_ = 0;
  SyntaxError error_;
};

SPECGATE_INLINE Followers* NodeReader::listed(Node& node, PathId path, KeyTraits traits) {
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

}  // namespace specgate
