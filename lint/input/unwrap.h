// A body that is no call but holds some -> the pieces of it to judge. The one place that knows how
// recorders, queues and exports wrap calls:
//
//   requests   {method, path | url, headers, body}, alone (spec/decode/find_events.cc reads these), in lists, and as
//              HAR (log.entries[].request), WireMock, MockServer, mitmproxy, API Gateway have them; the
//              body as JSON, as text, as base64, as gzip in base64
//   messages   SQS, SNS, Kinesis, Firehose, EventBridge, Pub/Sub: calls in a member of whatever name
//   lists      {"events": [...]}, {"data": [...]}
//
// An item of a list that holds no call, where others do, is a piece, too: nothing is passed over.
//
// and how what holds none is called: a package.json, rows of a warehouse. Only bodies that are not calls
// as they stand are looked into: a clean one costs a look at each call's type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lint/input/packed_text.h"
#include "spec/event/event.h"

namespace specgate {

class Spec;

struct Piece {
  enum class Form : uint8_t {
    kInPlace,  // JSON as it stands: a body of its own
    kText,     // JSON in a string
    kPacked,   // base64 in a string: of JSON, or of JSON packed
    kNothing,  // an item of a list in which no call is seen
  };
  Form form = Form::kInPlace;
  uint32_t node = 0;      // of the batch
  uint32_t request = 0;   // one more than its index in Wrapped::requests; 0: none
  bool expected = true;   // false: it may be anything, and counts only if it holds calls
  bool payload = false;   // it stands where messages have their payload: unreadable, it is told
  uint32_t list = 0;      // one more than the array that it is in: beside calls it is expected; 0: none
  bool asked = false;     // it is looked at once more, and what it is is told
};

// What should have been judged and could not be.
struct Unjudged {
  uint32_t node = 0;
  std::string what, why;
};

struct Wrapped {
  std::vector<Piece> pieces;       // in the order of the body
  std::vector<Arrival> requests;   // what records tell of theirs; views into the batch
  std::vector<uint32_t> records;   // their nodes
  std::vector<Unjudged> unjudged;  // likewise
  bool telemetry = false;          // there were requests that are none of calls, and passed by
  std::string_view is{};           // "a package.json": it holds nothing to judge
  std::string instead;             // what to give
  void clear();
  // How the piece arrived: `otherwise` where no record tells.
  const Arrival& arrival(const Piece& piece, const Arrival& otherwise) const {
    return piece.request == 0 ? otherwise : requests[piece.request - 1];
  }
};

// Might the body be something else than calls?
inline bool may_wrap(const Batch& batch) {
  if (batch.captured) return true;
  if (batch.form == Form::kBatch) return !batch.events.empty() && batch.events.front().call == Call::kUnknown;
  if (batch.form != Form::kCall && batch.form != Form::kArray) return false;
  for (const Event& event : batch.events) {
    if (event.call == Call::kUnknown || event.type_from == TypeFrom::kGuessed) return true;
    if (event.type_from == TypeFrom::kFolded) return true;  // a plan's rule has a type, too: "TRACK"
  }
  return false;
}

// Whether the body is to be judged by `out`, and not as it stands. Linear in its nodes and texts.
bool unwrap(const Batch& batch, const Spec& spec, Wrapped& out);

// Whether any call was found in it, be it good or bad.
bool holds_calls(const Batch& batch);

}  // namespace specgate
