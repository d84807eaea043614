// Bytes -> events: what decode() yields. Everything here is a view into the body or into the decode
// buffers, dead at the next decode().
//
// A body becomes one flat array of nodes in document order: object and array nodes come before their
// members, `next` is the first node past a subtree, `parent` is one level up. Node 0 is the root.
// Indices, not pointers, refer to nodes, so that growth never dangles.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "spec/event/call.h"

namespace specgate {

// An interned place such as context.device.id; dense, valid for one Spec. See spec/catalogue/path_table.h.
using PathId = uint16_t;

// Facts about a key that follow from its letters alone; computed once per distinct key.
using KeyTraits = uint16_t;
inline constexpr KeyTraits kKeyPiiRed = 1 << 0;          // privacy/portal.md, red matchers
inline constexpr KeyTraits kKeyPiiYellow = 1 << 1;       // privacy/portal.md, yellow matchers
inline constexpr KeyTraits kKeyReservedColumn = 1 << 2;  // warehouses/schema.md
inline constexpr KeyTraits kKeyDot = 1 << 3;             // a literal dot
inline constexpr KeyTraits kKeyDynamic = 1 << 4;         // holds an id, a number family, a date
inline constexpr KeyTraits kKeyOffStyle = 1 << 5;        // not in the configured casing
inline constexpr KeyTraits kKeyVariant = 1 << 6;   // a variant of some listed property's name
inline constexpr KeyTraits kKeyNear = 1 << 7;      // a suggestion of some listed property's name
inline constexpr KeyTraits kKeyFreeText = 1 << 8;  // holds prose or a URL: its value may leak PII
inline constexpr KeyTraits kKeyEmpty = 1 << 9;
inline constexpr KeyTraits kKeyTrait = 1 << 10;  // may mean a reserved trait; see spec/catalogue/trait_words.h
inline constexpr KeyTraits kKeyFolds = 1 << 11;  // is not the column it becomes; see spec/catalogue/column.h

enum NodeFlag : uint16_t {
  kKeyEscaped = 1,     // the key had escapes: its text is not its bytes
  kTextEscaped = 2,    // likewise the string value
  kDuplicateKey = 4,   // the same key stood earlier in this object
  kLoneSurrogate = 8,  // a \ud800..\udfff escape without its partner, in key or value
  kHugeNumber = 16,    // an integer beyond 64 bits, or a real beyond double
  kLookAlike = 32,     // a member of a call or envelope that others may take for one of its fields
  kBatchInCall = 64,   // `batch` of an object that was read as one call
  kRoundedNumber = 128,  // an integer beyond 2^53: doubles, and so Segment, round it
  kOddText = 256,      // a string that begins as one that nobody filled in may (spec/catalogue/unfilled.h)
  kBareWord = 512,     // NaN and its like, which is no JSON (bare_word.h)
};

struct Node {
  uint32_t begin = 0, end = 0;  // the value's bytes in Batch::source, quotes included
  uint32_t parent = 0;          // the root is its own parent
  uint32_t next = 0;            // first node past this subtree
  std::string_view key;         // unescaped; empty data() for array items and the root
  std::string_view text;        // unescaped string, or the number's spelling
  PathId path = 0;
  KeyTraits traits = 0;         // of the key
  Kind kind = Kind::kNull;
  uint16_t flags = 0;           // NodeFlag; no byte, as stores of bytes may alias all memory

  bool is(Kind k) const { return kind == k; }
  bool has_key() const { return key.data() != nullptr; }
};

// The fields of a call that rules ask for by name: connections/spec/common.md and the six call pages.
#define SPECGATE_SLOTS(X)                                                                        \
  X(kType, "type") X(kUserId, "userId") X(kAnonymousId, "anonymousId") X(kEvent, "event")         \
  X(kName, "name") X(kCategory, "category") X(kGroupId, "groupId") X(kPreviousId, "previousId")   \
  X(kMessageId, "messageId") X(kTimestamp, "timestamp") X(kSentAt, "sentAt")                      \
  X(kOriginalTimestamp, "originalTimestamp") X(kReceivedAt, "receivedAt") X(kContext, "context")  \
  X(kProperties, "properties") X(kTraits, "traits") X(kIntegrations, "integrations")              \
  X(kWriteKey, "writeKey") X(kChannel, "channel") X(kVersion, "version")                          \
  X(kProjectId, "projectId") X(kBatch, "batch") X(kMethod, "method") X(kPath, "path")             \
  X(kHeaders, "headers") X(kBody, "body")

enum class Slot : uint8_t {
#define X(id, name) id,
  SPECGATE_SLOTS(X)
#undef X
  kCount
};
inline constexpr size_t kSlotCount = static_cast<size_t>(Slot::kCount);

// The index of the node in each slot; 0 where there is none.
class Slots {
 public:
  uint32_t operator[](Slot slot) const { return nodes_[static_cast<size_t>(slot)]; }
  uint32_t& operator[](Slot slot) { return nodes_[static_cast<size_t>(slot)]; }

 private:
  std::array<uint32_t, kSlotCount> nodes_{};
};

inline constexpr uint32_t kNoEvent = 0xffffffff;

// Where a call's type was read.
enum class TypeFrom : uint8_t {
  kStated,   // `type`, spelled exactly; Event::call is kUnknown where it is no call
  kFolded,   // `type` in another case ("Track"): Event::call is what was meant
  kPath,     // no `type`, but the path implies it (/v1/track)
  kAction,   // no `type`, but the pre-v2 `action` (migration-guide.md)
  kGuessed,  // no `type`: a bare call whose fields leave one reading (event: track, groupId: group, ...)
  kNowhere,
};

// One call. A body holds one, or a batch of them.
struct Event {
  Call call = Call::kUnknown;
  TypeFrom type_from = TypeFrom::kNowhere;
  bool in_batch = false;  // an item of a batch or an array: `type` is mandatory
  uint32_t root = 0;      // its object, or whatever stands in its place
  Slots slots{};
};

// What the transport said, where it is known: the proxy knows it, a captured request tells it.
struct Transport {
  bool known = false;
  std::string_view method;
  std::string_view path;
  std::string_view host;
  std::string_view content_type;
  std::string_view authorization;   // never printed, never stored
  bool has_authorization = false;
};

// Which path a body was posted to (spec/data/endpoints.yaml).
struct Route {
  enum class Kind : uint8_t { kFile, kCall, kBatch, kPixel, kMetrics, kSettings, kOther };
  Kind kind = Kind::kFile;
  Call call = Call::kUnknown;  // for kCall and kPixel
};

// When and how a body came: the only clock and the only surroundings a rule ever sees.
struct Arrival {
  Route route;
  int64_t at_ms = 0;            // Unix time; 0: unknown, and rules about "now" stay silent
  Transport transport;
  std::string_view source;      // the name of the source in the configuration, if known
};

class BodyIndex;  // spec/event/body_index.h

// How the body holds its calls.
enum class Form : uint8_t { kCall, kArray, kBatch, kBroken };

struct Batch {
  Arrival arrival;
  std::string_view source;           // the body as it came; edits are ranges of it
  std::span<const Node> nodes;
  std::span<const Event> events;
  Form form = Form::kBroken;
  bool captured = false;             // the body is a record {method, path, headers, body}
  uint32_t envelope = 0;             // kBatch: the object that holds `batch`
  Slots slots{};                     // kBatch: of the envelope; captured: of the record as well
  uint32_t authorization = 0;        // captured: the header's node, for its place
  uint32_t content_type = 0;         // captured: likewise
  uint16_t odd = 0;  // NodeFlags from kDuplicateKey on, but for kOddText: those that some node has
  uint32_t syntax_error = kNoError;  // offset of the first byte that is not JSON
  std::string_view syntax_words;     // what was wrong there: a constant
  BodyIndex* index = nullptr;        // of the decode buffers; without one, questions walk
  std::string_view nested_body;      // captured with the body as a JSON string: its text, to be judged next

  static constexpr uint32_t kNoError = 0xffffffff;
};

// What stands in a slot of a call's or of the batch's, or null.
inline const Node* node_in(const Batch& batch, const Slots& slots, Slot slot) {
  const uint32_t index = slots[slot];
  return index == 0 ? nullptr : &batch.nodes[index];
}
// The call's own context, else the batch's, or null.
inline const Node* context_of(const Batch& batch, const Event& event) {
  const Node* const own = node_in(batch, event.slots, Slot::kContext);
  return own == nullptr && event.in_batch ? node_in(batch, batch.slots, Slot::kContext) : own;
}
// How many items of its array stand before `node`, which has no key. (body_index.cc)
uint32_t item_number(const Batch& batch, uint32_t node);
// The call that `node` is part of, or kNoEvent. (body_index.cc)
uint32_t event_around(const Batch& batch, uint32_t node);
// Have all members of the same object that have the key of `node` the same bytes for a value?
// (body_index.cc)
bool has_one_value(const Batch& batch, uint32_t node);
// As member_of(), for an object of many members. (body_index.cc)
const Node* member_in_many(const Batch& batch, const Node& object, std::string_view key);
// The first member of an object with this very key, or null; also where `object` is null or no
// object. Costs no more in an object of many members than in one of few.
inline const Node* member_of(const Batch& batch, const Node* object, std::string_view key) {
  constexpr uint32_t kFew = 32;
  if (object == nullptr || !object->is(Kind::kObject)) return nullptr;
  const auto index = static_cast<uint32_t>(object - batch.nodes.data());
  uint32_t seen = 0;
  for (uint32_t i = index + 1; i != object->next; i = batch.nodes[i].next) {
    if (batch.nodes[i].key == key) return &batch.nodes[i];
    if (++seen == kFew) return member_in_many(batch, *object, key);
  }
  return nullptr;
}
// A string's text; empty for anything else, and for null.
inline std::string_view text_of(const Node* node) {
  return node != nullptr && node->is(Kind::kString) ? node->text : std::string_view();
}
inline std::string_view text_in(const Batch& batch, const Slots& slots, Slot slot) {
  return text_of(node_in(batch, slots, slot));
}

constexpr std::string_view name_of(Slot slot) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_SLOTS(X)
#undef X
  };
  return kNames[static_cast<size_t>(slot)];
}

}  // namespace specgate
