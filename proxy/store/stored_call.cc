#include "proxy/store/stored_call.h"

#include <deque>

#include "proxy/net/time_text.h"
#include "proxy/store/key_hash.h"
#include "rules/engine/edit.h"
#include "rules/report/escape.h"

namespace specgate::proxy {
namespace {

// The edits of one call; texts that they view live here.
class CallEdits {
 public:
  explicit CallEdits(const Batch& batch) : batch_(batch), event_(batch.events[0]) {}

  bool has(Slot slot) const { return at(slot) != 0; }
  // Is there nothing that could be meant?
  bool lacks(Slot slot) const {
    const Node& node = batch_.nodes[at(slot)];
    return !has(slot) || node.is(Kind::kNull) || (node.is(Kind::kString) && node.text.empty());
  }
  void set(Slot slot, std::string json) {
    Edit edit;
    edit.op = has(slot) ? Edit::Op::kReplace : Edit::Op::kAdd;
    edit.node = has(slot) ? at(slot) : event_.root;
    edit.key = name_of(slot);
    edit.json = texts_.emplace_back(std::move(json));
    edits_.push_back(edit);
  }
  // All members of that name: readers disagree on which of two counts.
  void remove(Slot slot) {
    const uint32_t end = batch_.nodes[event_.root].next;
    for (uint32_t i = event_.root + 1; i < end; i = batch_.nodes[i].next) {
      if (batch_.nodes[i].key != name_of(slot)) continue;
      Edit edit;
      edit.op = Edit::Op::kRemove;
      edit.node = i;
      edits_.push_back(edit);
    }
  }
  std::string done() const {
    std::vector<const Edit*> chosen;
    for (const Edit& edit : edits_) chosen.push_back(&edit);
    std::string out;
    splice(batch_.source, splices(batch_, chosen), out);
    return out;
  }

 private:
  uint32_t at(Slot slot) const { return event_.slots[slot]; }

  const Batch& batch_;
  const Event& event_;
  std::deque<std::string> texts_;
  std::vector<Edit> edits_;
};

// {"context":…,"integrations":…} of the batch, where the call has none of its own.
void inherit(const Batch& envelope, CallEdits& call) {
  if (envelope.nodes.empty() || !envelope.nodes[0].is(Kind::kObject)) return;
  for (uint32_t i = 1; i < envelope.nodes[0].next; i = envelope.nodes[i].next) {
    const Node& node = envelope.nodes[i];
    for (const Slot slot : {Slot::kContext, Slot::kIntegrations}) {
      if (node.key != name_of(slot) || call.has(slot)) continue;
      call.set(slot, std::string(envelope.source.substr(node.begin, node.end - node.begin)));
    }
  }
}

std::string quoted_time(int64_t unix_ms) {
  std::string out = "\"";
  append_time(unix_ms, out);
  return out + '"';
}

std::string made_up_id(const StoredEvent& row) {
  const std::string which = row.from.request_id + ":" + std::to_string(row.event.index) + ":" +
                            std::to_string(row.from.at_ms);
  return "\"specgate-" + hash_of_key(which, row.event.payload) + '"';
}

}  // namespace

std::string StoredCalls::for_file(const StoredEvent& row) {
  std::string out;
  append_json_value(whole(row, Use::kFile), out);
  return out;
}

std::string StoredCalls::for_replay(const StoredEvent& row) { return whole(row, Use::kReplay); }

std::string StoredCalls::whole(const StoredEvent& row, Use use) {
  Arrival arrival;
  arrival.route = spec_.route("POST", row.from.route);
  const Batch batch = decode(row.event.payload, arrival, spec_, call_buffers_);
  const bool call = batch.form == Form::kCall && batch.events.size() == 1 &&
                    batch.nodes[batch.events[0].root].is(Kind::kObject);
  if (!call) return row.event.payload;
  CallEdits edits(batch);
  const bool of_batch = arrival.route.kind == Route::Kind::kBatch;
  if (!of_batch && !edits.has(Slot::kType) && call_of(row.event.type) != Call::kUnknown)
    edits.set(Slot::kType, '"' + row.event.type + '"');
  if (!row.event.envelope.empty())
    inherit(decode(row.event.envelope.get(), arrival, spec_, envelope_buffers_), edits);
  if (use == Use::kReplay) {
    if (edits.lacks(Slot::kTimestamp)) edits.set(Slot::kTimestamp, quoted_time(row.from.at_ms));
    if (edits.lacks(Slot::kMessageId)) edits.set(Slot::kMessageId, made_up_id(row));
    edits.remove(Slot::kSentAt);
  }
  return edits.done();
}

}  // namespace specgate::proxy
