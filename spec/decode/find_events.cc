// Nodes -> what the body is: a call, an array of calls, a batch, or a captured request with one of
// these in its `body`; and of each call, which one it is.
#include <algorithm>
#include <utility>

#include "spec/catalogue/spec.h"
#include "spec/catalogue/telemetry_host.h"
#include "spec/decode/decode_state.h"
#include "spec/decode/recorded_headers.h"
#include "spec/event/look_alike.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr Slot kForeign[] = {Slot::kBatch, Slot::kMethod, Slot::kPath, Slot::kHeaders, Slot::kBody};
// Any of these makes an object a call, whatever else it holds.
constexpr Slot kTellsCall[] = {Slot::kType,        Slot::kEvent,   Slot::kUserId,
                               Slot::kAnonymousId, Slot::kGroupId, Slot::kPreviousId,
                               Slot::kProperties,  Slot::kTraits};

bool has(const Slots& slots, Slot slot) { return slots[slot] != 0; }

Call folded_call_of(std::string_view name) {
  for (size_t i = 0; i < kCallCount; ++i) {
    const auto call = static_cast<Call>(i);
    if (call != Call::kUnknown && equal_but_for_case(name_of(call), name)) return call;
  }
  return Call::kUnknown;
}

class FormFinder {
 public:
  FormFinder(const Spec& spec, DecodeBuffers::State& state, Batch& batch)
      : spec_(spec),
        hops_(spec.paths().hops()),
        state_(state),
        nodes_(state.nodes.data()),
        batch_(batch) {}

  void run() {
    const Slots slots = slots_of(0);
    if (is_captured(slots)) {
      read_request(slots);
    } else {
      read_calls(0, slots);
    }
    batch_.events = state_.events;
  }

 private:
  bool is(uint32_t node, Kind kind) const { return nodes_[node].is(kind); }
  bool is_container(uint32_t node) const { return is(node, Kind::kArray) || is(node, Kind::kObject); }
  std::string_view text(const Slots& slots, Slot slot) const {
    const uint32_t node = slots[slot];
    return node != 0 && is(node, Kind::kString) ? nodes_[node].text : std::string_view();
  }
  template <typename Visit>
  void each_member(uint32_t container, const Visit& visit) const {
    const uint32_t end = nodes_[container].next;
    for (uint32_t i = container + 1; i < end; i = nodes_[i].next) visit(i);
  }
  uint32_t member(uint32_t object, std::string_view folded_key) const;
  std::string_view action_of(uint32_t object) const;

  void flag(uint32_t node, NodeFlag flag) {
    nodes_[node].flags |= flag;
    state_.odd |= flag;
  }
  Slots slots_of(uint32_t object);
  void unlist(uint32_t object, const Slots& slots);
  void unlist_subtree(uint32_t top);

  bool is_captured(const Slots& slots) const;
  void read_request(const Slots& slots);
  void read_target(std::string_view target);
  void read_headers();
  void read_header(std::string_view name, std::string_view text, uint32_t value);

  bool is_batch(uint32_t root, const Slots& slots) const;
  void read_calls(uint32_t root, const Slots& slots);
  void read_batch(uint32_t root, const Slots& slots);
  void add_items(uint32_t array);
  void add_call(uint32_t root, const Slots& slots, bool in_batch);
  void name_call(Event& event) const;
  Call guess(const Event& event) const;

  const Spec& spec_;
  const PathTable::Hop* const hops_;
  DecodeBuffers::State& state_;
  Node* const nodes_;
  Batch& batch_;
};

// The last of several equal keys counts, as it does for those who receive the call.
Slots FormFinder::slots_of(uint32_t object) {
  Slots slots{};
  if (!is(object, Kind::kObject)) return slots;
  each_member(object, [&](uint32_t i) {
    const Slot slot = hops_[nodes_[i].path].slot;
    if (slot == Slot::kCount) {
      if (look_alike(nodes_[i].key) != Slot::kCount) flag(i, kLookAlike);
      return;
    }
    uint32_t& at = slots[slot];
    if (at != 0) {
      flag(i, kDuplicateKey);
    }
    at = i;
  });
  return slots;
}

uint32_t FormFinder::member(uint32_t object, std::string_view folded_key) const {
  uint32_t found = 0;
  each_member(object, [&](uint32_t i) {
    if (equal_but_for_case(nodes_[i].key, folded_key)) found = i;
  });
  return found;
}

// The old `type`, of which the last counts; only what is spelled so is it to those who receive the call.
std::string_view FormFinder::action_of(uint32_t object) const {
  std::string_view action;
  each_member(object, [&](uint32_t i) {
    if (nodes_[i].key == "action") action = is(i, Kind::kString) ? nodes_[i].text : std::string_view();
  });
  return action;
}

// Members that mean something on a request or a batch only are undocumented ones of a call.
void FormFinder::unlist(uint32_t object, const Slots& slots) {
  each_member(object, [&](uint32_t i) {
    const Slot slot = hops_[nodes_[i].path].slot;
    if (slot != Slot::kCount && slots[slot] != 0 &&
        std::find(std::begin(kForeign), std::end(kForeign), slot) != std::end(kForeign)) {
      unlist_subtree(i);
    }
  });
}

void FormFinder::unlist_subtree(uint32_t top) {
  const PathId direct = hops_[kRootPath].unplanned;
  for (uint32_t i = top; i < nodes_[top].next; ++i) {
    Node& node = nodes_[i];
    node.path = i == top ? direct : hops_[direct].unplanned;
    if (!node.has_key()) continue;
    const KeyHead head = head_of(node.key);
    node.traits = state_.memo.find(spec_, node.key, head, hash_of(head, node.key));
  }
}

// A record of a request, unless the body itself came as a request.
bool FormFinder::is_captured(const Slots& slots) const {
  if (batch_.arrival.transport.known || batch_.arrival.route.kind != Route::Kind::kFile)
    return false;
  if (!is(0, Kind::kObject) || has(slots, Slot::kBatch)) return false;
  for (const Slot slot : kTellsCall) {
    if (has(slots, slot)) return false;
  }
  const bool target = has(slots, Slot::kPath) || member(0, "url") != 0;
  if (!has(slots, Slot::kBody)) return has(slots, Slot::kMethod) && target;
  const uint32_t body = slots[Slot::kBody];
  return target || has(slots, Slot::kMethod) || has(slots, Slot::kHeaders) ||
         is(body, Kind::kObject) || is(body, Kind::kArray);
}

void FormFinder::read_request(const Slots& slots) {
  Arrival& arrival = batch_.arrival;
  batch_.captured = true;
  batch_.form = Form::kCall;
  arrival.transport.known = true;
  arrival.transport.method = text(slots, Slot::kMethod);
  std::string_view target = text(slots, Slot::kPath);
  const uint32_t url = member(0, "url");
  if (target.empty() && url != 0) target = nodes_[url].text;
  read_target(target);
  read_headers();
  if (!target.empty()) {
    arrival.route = spec_.route(arrival.transport.method, arrival.transport.path);
  }
  if (is_telemetry_host(arrival.transport.host)) arrival.route = {Route::Kind::kMetrics};
  batch_.slots = slots;
  const uint32_t body = slots[Slot::kBody];
  if (body == 0 || is(body, Kind::kNull)) return;
  if (is(body, Kind::kString)) {
    batch_.nested_body = nodes_[body].text;
    return;
  }
  read_calls(body, slots_of(body));
  for (const Slot slot : {Slot::kMethod, Slot::kPath, Slot::kHeaders, Slot::kBody}) {
    batch_.slots[slot] = slots[slot];
  }
}

// "/v1/track?x" or "https://api.segment.io/v1/track?x".
void FormFinder::read_target(std::string_view target) {
  constexpr std::string_view kScheme = "://";
  Transport& transport = batch_.arrival.transport;
  const size_t scheme = target.find(kScheme);
  if (scheme != std::string_view::npos && scheme < target.find_first_of("/?")) {
    target.remove_prefix(scheme + kScheme.size());
    const size_t end = std::min(target.find_first_of("/?"), target.size());
    transport.host = target.substr(0, end);
    target.remove_prefix(end);
  }
  transport.path = target;
}

// Of headers that were not recorded nobody knows: there may have been an authorization.
void FormFinder::read_headers() {
  const RecordedHeaders recorded(nodes_);
  const uint32_t headers = recorded.find(0);
  batch_.arrival.transport.has_authorization = recorded.may_hide_authorization(0);
  if (headers == 0) return;
  recorded.each(headers, [&](std::string_view name, std::string_view value, uint32_t node) {
    read_header(name, value, node);
  });
}

void FormFinder::read_header(std::string_view name, std::string_view text, uint32_t value) {
  Transport& transport = batch_.arrival.transport;
  if (equal_but_for_case(name, "host")) transport.host = text;
  if (equal_but_for_case(name, "content-type")) {
    transport.content_type = text;
    batch_.content_type = value;
  }
  if (equal_but_for_case(name, "authorization")) {
    transport.authorization = text;
    transport.has_authorization = !text.empty();  // an empty one is none
    batch_.authorization = value;
  }
}

// `batch` without `type` or with that of a batch, or where a batch was posted to: there nobody asks for
// a type. A `batch` that
// is no array still makes a batch, a broken one, unless the object looks like a call with a field of
// its own by that name.
bool FormFinder::is_batch(uint32_t root, const Slots& slots) const {
  if (!is(root, Kind::kObject) || !has(slots, Slot::kBatch)) return false;
  if (batch_.arrival.route.kind == Route::Kind::kBatch) return true;
  const bool array = is(slots[Slot::kBatch], Kind::kArray);
  if (has(slots, Slot::kType)) {
    return array && equal_but_for_case(text(slots, Slot::kType), name_of(Slot::kBatch));
  }
  if (array) return true;
  if (batch_.arrival.route.kind == Route::Kind::kCall) return false;
  return std::none_of(std::begin(kTellsCall), std::end(kTellsCall),
                      [&](Slot slot) { return has(slots, slot); });
}

void FormFinder::read_calls(uint32_t root, const Slots& slots) {
  const Route::Kind route = batch_.arrival.route.kind;
  const bool carries_calls = route != Route::Kind::kMetrics && route != Route::Kind::kSettings;
  if (route != Route::Kind::kMetrics && is_batch(root, slots)) {
    read_batch(root, slots);
  } else if (is(root, Kind::kArray)) {
    batch_.form = Form::kArray;
    if (carries_calls) add_items(root);
  } else {
    batch_.form = Form::kCall;
    if (carries_calls) add_call(root, slots, false);
  }
}

void FormFinder::read_batch(uint32_t root, const Slots& slots) {
  batch_.form = Form::kBatch;
  batch_.envelope = root;
  batch_.slots = slots;
  Slots foreign = slots;
  const uint32_t items = std::exchange(foreign[Slot::kBatch], 0);
  unlist(root, foreign);
  for (const Slot slot : kForeign) {
    if (slot != Slot::kBatch) batch_.slots[slot] = 0;
  }
  if (is(items, Kind::kArray)) add_items(items);
}

void FormFinder::add_items(uint32_t array) {
  each_member(array, [&](uint32_t i) { add_call(i, slots_of(i), true); });
}

void FormFinder::add_call(uint32_t root, const Slots& slots, bool in_batch) {
  Event& event = state_.events.emplace_back();
  event.root = root;
  event.in_batch = in_batch;
  event.slots = slots;
  if (!is(root, Kind::kObject)) return;
  const uint32_t calls = slots[Slot::kBatch];
  if (calls != 0 && is_container(calls)) flag(calls, kBatchInCall);
  for (const Slot slot : kForeign) {
    if (!has(event.slots, slot)) continue;
    unlist(root, event.slots);
    for (const Slot foreign : kForeign) event.slots[foreign] = 0;
    break;
  }
  name_call(event);
}

void FormFinder::name_call(Event& event) const {
  const auto settle = [&](Call call, TypeFrom from) {
    event.call = call;
    event.type_from = from;
  };
  const uint32_t type = event.slots[Slot::kType];
  if (type != 0 && !is(type, Kind::kNull)) {
    const std::string_view name = text(event.slots, Slot::kType);
    const Call exact = call_of(name);
    if (exact != Call::kUnknown) return settle(exact, TypeFrom::kStated);
    const Call folded = folded_call_of(name);
    return settle(folded, folded == Call::kUnknown ? TypeFrom::kStated : TypeFrom::kFolded);
  }
  const Route& route = batch_.arrival.route;
  const bool by_path = route.kind == Route::Kind::kCall || route.kind == Route::Kind::kPixel;
  if (by_path && !event.in_batch) return settle(route.call, TypeFrom::kPath);
  const Call acted = folded_call_of(action_of(event.root));
  if (acted != Call::kUnknown) return settle(acted, TypeFrom::kAction);
  const Call guessed = event.in_batch ? Call::kUnknown : guess(event);
  settle(guessed, guessed == Call::kUnknown ? TypeFrom::kNowhere : TypeFrom::kGuessed);
}

// What only one call can mean. name, category and properties alone may be a page or a screen.
Call FormFinder::guess(const Event& event) const {
  if (has(event.slots, Slot::kEvent)) return Call::kTrack;
  if (has(event.slots, Slot::kPreviousId)) return Call::kAlias;
  if (has(event.slots, Slot::kGroupId)) return Call::kGroup;
  if (has(event.slots, Slot::kTraits)) return Call::kIdentify;
  return Call::kUnknown;
}

}  // namespace

void find_events(const Spec& spec, DecodeBuffers::State& state, Batch& batch) {
  FormFinder(spec, state, batch).run();
}

}  // namespace specgate
