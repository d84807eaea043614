#include "spec/decode/decode.h"

#include <algorithm>
#include <cstring>

#include "spec/catalogue/spec.h"
#include "spec/decode/decode_state.h"
#include "spec/event/bare_word.h"
#include "spec/text/utf8.h"

namespace specgate {
namespace {

constexpr size_t kMostBytes = size_t{1} << 30;
constexpr size_t kFirstNodes = 256;
const WrittenKey kNobodysKey;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Makes the tables by place fit the Spec, and gives the body stamps that no object has had.
void begin(const Spec& spec, DecodeBuffers::State& state) {
  const bool fresh = state.spec != spec.paths().serial();
  if (fresh) {
    state.spec = spec.paths().serial();
    state.memo.clear();
    state.met = {};
    state.after.assign(2 * spec.paths().size() + MetKeys::kSlots, {&kNobodysKey, &kNobodysKey});
  }
  constexpr uint32_t kLastStamp = 0x80000000;  // a body of 1 GiB has fewer nodes than are left then
  state.stamp += state.node_count;
  if (fresh || state.stamp > kLastStamp) {
    state.seen.assign(spec.paths().size(), 0);
    state.stamp = 1;
  }
  state.node_count = 0;
  state.odd = 0;
  state.events.clear();
  state.unlisted.next_body();
  state.index.next_body();
  if (state.nodes.empty()) state.nodes.resize(kFirstNodes);
}

void copy(std::string_view body, std::vector<char>& out) {
  constexpr size_t kRoomFrom = size_t{1} << 20;  // a larger body gets no room for a larger one yet
  const size_t room = body.size() < kRoomFrom ? body.size() : 0;
  if (out.size() < body.size() + kPadding) out.resize(body.size() + room + kPadding);
  if (!body.empty()) std::memcpy(out.data(), body.data(), body.size());
  std::memset(out.data() + body.size(), 0, kPadding);
}

SyntaxError parse_copy(std::string_view body, const Spec& spec, DecodeBuffers::State& state) {
  const uint32_t first = body.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  return parse_nodes(spec, first, static_cast<uint32_t>(body.size()), state);
}

// Nodes are in the order in which they begin.
void mark_bare_words(DecodeBuffers::State& state) {
  uint32_t i = 0;
  for (const uint32_t place : state.bare) {
    while (state.nodes[i].begin < place) ++i;
    Node& node = state.nodes[i];
    node.kind = Kind::kNull;
    node.text = {};
    node.flags |= kBareWord;
  }
  state.odd |= kBareWord;
}

// Once more, past the words that are no JSON.
SyntaxError parse_past_bare_words(std::string_view body, const Spec& spec,
                                  DecodeBuffers::State& state) {
  begin(spec, state);
  copy(body, state.copy);
  cover_bare_words(body, state.copy.data(), state.bare);
  const SyntaxError error = parse_copy(body, spec, state);
  if (error.at == Batch::kNoError) mark_bare_words(state);
  return error;
}

SyntaxError parse(std::string_view body, const Spec& spec, DecodeBuffers::State& state) {
  if (body.size() > kMostBytes) return {kMostBytes, "the body is larger than 1 GiB"};
  begin(spec, state);
  const size_t bad = first_bad_utf8(body);
  copy(body, state.copy);
  SyntaxError error = parse_copy(body, spec, state);
  if (error.at != Batch::kNoError && may_be_bare_word(body, error.at)) {
    error = parse_past_bare_words(body, spec, state);
  }
  if (bad < error.at) return {static_cast<uint32_t>(bad), "not valid UTF-8"};
  return error;
}

// Where keys were made to collide: each object's are sorted, and those that stand twice noted.
void mark_every_repeated(DecodeBuffers::State& state) {
  const auto key = [&](uint32_t i) { return state.nodes[i].key; };
  std::vector<uint32_t> members;
  for (uint32_t object = 0; object < state.node_count; ++object) {
    if (!state.nodes[object].is(Kind::kObject)) continue;
    members.clear();
    const uint32_t end = state.nodes[object].next;
    for (uint32_t i = object + 1; i < end; i = state.nodes[i].next) members.push_back(i);
    std::sort(members.begin(), members.end(), [&](uint32_t a, uint32_t b) {
      return key(a) != key(b) ? key(a) < key(b) : a < b;
    });
    for (size_t i = 1; i < members.size(); ++i) {
      if (key(members[i]) != key(members[i - 1])) continue;
      state.nodes[members[i]].flags |= kDuplicateKey;
      state.odd |= kDuplicateKey;
    }
  }
}

// What stands for a body that is no JSON: one node, so that rules about bodies have a place.
void stand_in(std::string_view body, DecodeBuffers::State& state) {
  if (state.nodes.empty()) state.nodes.resize(kFirstNodes);
  Node& root = state.nodes.front();
  root = Node{};
  root.end = static_cast<uint32_t>(std::min(body.size(), kMostBytes));
  root.next = 1;
  root.path = kRootPath;
}

}  // namespace

DecodeBuffers::DecodeBuffers() = default;
DecodeBuffers::~DecodeBuffers() = default;
DecodeBuffers::DecodeBuffers(DecodeBuffers&&) noexcept = default;
DecodeBuffers& DecodeBuffers::operator=(DecodeBuffers&&) noexcept = default;

DecodeBuffers::State& DecodeBuffers::state() {
  if (state_ == nullptr) state_ = std::make_unique<State>();
  return *state_;
}

Batch decode(std::string_view body, const Arrival& arrival, const Spec& spec,
             DecodeBuffers& buffers) {
  DecodeBuffers::State& state = buffers.state();
  Batch batch;
  batch.arrival = arrival;
  batch.source = body;
  const SyntaxError error = parse(body, spec, state);
  if (error.at != Batch::kNoError) {
    batch.syntax_error = error.at;
    batch.syntax_words = error.words;
    stand_in(body, state);
    batch.nodes = {state.nodes.data(), 1};
    return batch;
  }
  batch.nodes = {state.nodes.data(), state.node_count};
  if (state.unlisted.crowded()) mark_every_repeated(state);
  state.unlisted.end_body();
  batch.index = &state.index;
  find_events(spec, state, batch);
  batch.odd = state.odd;
  return batch;
}

KeySpan key_span(const Batch& batch, const Node& node) {
  const std::string_view text = batch.source;
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto is_blank = [&](uint32_t at) { return kBlanks.find(text[at]) != kBlanks.npos; };
  uint32_t end = node.begin;  // backwards over blanks, the colon, blanks
  while (is_blank(end - 1)) --end;
  --end;
  while (is_blank(end - 1)) --end;
  // The opening quote is the nearest one that no backslash escapes; only the inner ones are
  // escaped.
  uint32_t begin = end - 2;
  while (text[begin] != '"' || text[begin - 1] == '\\') --begin;
  return {begin, end};
}

}  // namespace specgate
