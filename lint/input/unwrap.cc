#include "lint/input/unwrap.h"

#include <algorithm>

#include "lint/input/call_shape.h"
#include "lint/input/json_kinds.h"
#include "lint/input/request_target.h"
#include "spec/catalogue/spec.h"
#include "spec/catalogue/telemetry_host.h"
#include "spec/decode/recorded_headers.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr int kMostWrappings = 24;      // of wrapping within one body
constexpr size_t kShortestText = 8;  // {"a":{}}
constexpr size_t kLongestPath = 200, kLongestMethod = 20;  // of those in a message

constexpr std::string_view kInTheQuery = "its call is in the query of a pixel, which specgate-proxy alone reads";

// Any of these makes an object a call, be it a bad one.
constexpr Slot kTellsCall[] = {Slot::kUserId,     Slot::kAnonymousId, Slot::kEvent,  Slot::kGroupId,
                               Slot::kPreviousId, Slot::kProperties,  Slot::kTraits, Slot::kIntegrations};

bool tells_call(const Event& event) {
  return std::any_of(std::begin(kTellsCall), std::end(kTellsCall),
                     [&](Slot slot) { return event.slots[slot] != 0; });
}

// "/v1/track" of "https://api.segment.io/v1/track?x=1", and the host.
void read_target(std::string_view target, Transport& transport) {
  const size_t scheme = target.find("://");
  if (scheme != std::string_view::npos && scheme < target.find_first_of("/?")) {
    target.remove_prefix(scheme + 3);
    const size_t end = std::min(target.find_first_of("/?"), target.size());
    transport.host = target.substr(0, end);
    target.remove_prefix(end);
  }
  transport.path = target;
}

// Sent to some host, and to a path that is none of Segment's.
bool is_elsewhere(const Arrival& arrival) {
  const Transport& transport = arrival.transport;
  return transport.known && !transport.host.empty() && !transport.path.empty() &&
         arrival.route.kind == Route::Kind::kOther && !is_for_segment(transport);
}

class Unwrapping : CallShape {
 public:
  Unwrapping(const Batch& batch, const Spec& spec, Wrapped& out)
      : CallShape(batch), spec_(spec), out_(out) {}

  // Of a call that is none, or of an item of an array.
  void value(uint32_t i, uint32_t request, int levels) {
    if (levels == 0) return;
    const Node& node = batch_.nodes[i];
    if (node.is(Kind::kString)) return text(i, request);
    if (node.is(Kind::kArray)) return list(i, request, levels);
    if (!node.is(Kind::kObject)) return;
    if (i != 0 && counts(i, request)) return add(Piece::Form::kInPlace, i, request);
    Arrival told;
    if (is_request(i, told)) {
      if (passes_by(told)) return;
      out_.telemetry |= is_metrics(told);
      add_request(i, told);
      return read_request(i, number_of_requests(), levels);
    }
    each(i, [&](uint32_t member) {
      if (!is_answer(batch_.nodes[member].key)) value(member, request, levels - 1);
    });
  }

  // A request of which spec/decode/find_events.cc has read all but the body. False: it has read it.
  bool captured() {
    Arrival told;
    if (passes_by(batch_.arrival) || (is_request(0, told) && passes_by(told))) return true;
    out_.telemetry = is_metrics(batch_.arrival);
    const uint32_t body = batch_.slots[Slot::kBody];
    const bool awaited = awaits_body(batch_.arrival);
    add_request(0, looked_at(batch_.arrival));
    const bool empty = body == 0 || batch_.nodes[body].is(Kind::kNull);
    if (empty || is_text_of_none(body)) {
      if (is_pixel(batch_.arrival)) {
        miss(0, batch_.arrival, kInTheQuery);
        return true;
      }
      if (text_at(body).empty() && asks_for_calls(batch_.arrival)) {
        miss(0, batch_.arrival, why_asked(batch_.arrival));
        return true;
      }
      const size_t before = out_.pieces.size();
      packed_or_elsewhere(0, body, number_of_requests());
      const bool missed = empty && (awaited || posts_somewhere(0, batch_.arrival.transport));
      if (out_.pieces.size() == before && missed) miss(0, batch_.arrival, why_unread(0, body));
      return out_.pieces.size() != before || !out_.unjudged.empty();
    }
    if ((awaited && !is_recorders(body)) || batch_.nodes[body].is(Kind::kString)) return false;
    if (batch_.events.empty() && !(carries_none(batch_.arrival) && holds(body))) return false;
    if (is_elsewhere(batch_.arrival) && !holds_surely(body)) return true;  // other traffic
    if (std::any_of(batch_.events.begin(), batch_.events.end(), tells_call)) return false;
    value(body, number_of_requests(), kMostWrappings);
    return !out_.pieces.empty();
  }

  // Of the pieces from `first` on, those that stand in the array without a request say so; its other items
  // are added. Where some are calls themselves, one that is none is a call with mistakes; of others, whoever
  // reads the texts knows.
  void close_list(uint32_t array, uint32_t request, size_t first) {
    const auto begin = out_.pieces.begin() + static_cast<std::ptrdiff_t>(first);
    bool calls = lists_calls(array);
    bool any = calls;
    const auto is_of = [&](const Piece& piece) { return piece.list == 0 && piece.request == request; };
    each(array, [&](uint32_t item) {
      const auto piece = std::lower_bound(begin, out_.pieces.end(), item,
                                          [](const Piece& one, uint32_t node) { return one.node < node; });
      const bool holds = piece != out_.pieces.end() && piece->node < batch_.nodes[item].next && is_of(*piece);
      calls |= holds && piece->node == item && piece->form == Piece::Form::kInPlace;
      any |= holds && (piece->node == item || !is_of_a_record(*piece));
    });
    if (!any) return;
    std::vector<Piece> found(begin, out_.pieces.end());
    out_.pieces.erase(begin, out_.pieces.end());
    auto next = found.begin();
    each(array, [&](uint32_t item) {
      const auto from = next;
      for (; next != found.end() && next->node < batch_.nodes[item].next; ++next) {
        if (is_of(*next)) next->list = array + 1;
        out_.pieces.push_back(*next);
      }
      if (from != next || is_told(item) || is_traffic(item)) return;
      const bool judged = calls && !batch_.nodes[item].is(Kind::kArray);
      add(judged ? Piece::Form::kInPlace : Piece::Form::kNothing, item, request);
      out_.pieces.back().list = array + 1;
    });
  }

 private:
  bool counts(uint32_t i, uint32_t request) const {
    if (!is_call(i) && !is_batch(i)) return false;
    return request == 0 || !is_elsewhere(out_.requests[request - 1]) || holds_surely(i);
  }

  uint32_t string_member(uint32_t object, Names names) const {
    const uint32_t found = member(object, names);
    return found != 0 && batch_.nodes[found].is(Kind::kString) ? found : 0;
  }
  std::string_view text_at(uint32_t i) const {
    return i == 0 ? std::string_view() : text_of(&batch_.nodes[i]);
  }

  void add_request(uint32_t record, const Arrival& told) {
    out_.requests.push_back(told);
    out_.records.push_back(record);
  }
  uint32_t number_of_requests() const { return static_cast<uint32_t>(out_.requests.size()); }

  void list(uint32_t array, uint32_t request, int levels) {
    const size_t first = out_.pieces.size();
    each(array, [&](uint32_t item) { value(item, request, levels - 1); });
    close_list(array, request, first);
  }

  bool is_of_a_record(const Piece& piece) const {
    return piece.form == Piece::Form::kInPlace && !is_call(piece.node) && !is_batch(piece.node);
  }

  bool is_told(uint32_t item) const {
    const auto found = std::lower_bound(out_.unjudged.begin(), out_.unjudged.end(), item,
                                        [](const Unjudged& one, uint32_t node) { return one.node < node; });
    return found != out_.unjudged.end() && found->node < batch_.nodes[item].next;
  }

  // A record of a request that holds no calls.
  bool is_traffic(uint32_t item) const {
    if (!batch_.nodes[item].is(Kind::kObject)) return false;
    Arrival told;
    const uint32_t request = member(item, {"request", "httpRequest"});
    return is_request(item, told) || (request != 0 && batch_.nodes[request].is(Kind::kObject));
  }

  // Telemetry is no calls, whatever it looks like.
  bool passes_by(const Arrival& told) {
    if (!is_telemetry_host(told.transport.host)) return false;
    out_.telemetry = true;
    return true;
  }

  // What Segment's libraries tell of themselves: a recorder's mistake, should it hold calls.
  bool is_metrics(const Arrival& told) const {
    return spec_.route("POST", told.transport.path).kind == Route::Kind::kMetrics && is_for_segment(told.transport);
  }

  void add(Piece::Form form, uint32_t node, uint32_t request) {
    Piece piece{form, node, request};
    const bool awaited = request != 0 && awaits_body(out_.requests[request - 1]);
    piece.expected = form == Piece::Form::kInPlace || awaited;
    piece.payload = piece.expected || is_payload(batch_.nodes[node].key);
    out_.pieces.push_back(piece);
  }

  void text(uint32_t i, uint32_t request) {
    const std::string_view text = batch_.nodes[i].text;
    const bool awaited = request != 0 && awaits_body(out_.requests[request - 1]);
    if (text.size() < kShortestText && !awaited) return;
    if (begins_json(text)) return add(Piece::Form::kText, i, request);
    if (begins_packed(text)) add(Piece::Form::kPacked, i, request);
  }

  // Where queues keep what was sent; elsewhere any token may begin as base64 does.
  static bool is_payload(std::string_view key) {
    constexpr std::string_view kPayloads[] = {"body", "Body",    "data",    "Data",
                                              "Message", "message", "payload", "value"};
    return std::find(std::begin(kPayloads), std::end(kPayloads), key) != std::end(kPayloads);
  }

  static bool is_answer(std::string_view key) {
    constexpr std::string_view kAnswers[] = {"response", "responseDefinition", "res"};
    return std::find(std::begin(kAnswers), std::end(kAnswers), key) != std::end(kAnswers);
  }

  // {method, url}, {path, headers}, {headers, body}: what the transport said goes into `told`.
  bool is_request(uint32_t i, Arrival& told) const {
    const uint32_t method = string_member(i, {"method", "httpMethod", "verb"});
    uint32_t target = member(i, {"url", "absoluteUrl", "path", "rawPath", "uri", "requestUri"});
    if (target != 0 && batch_.nodes[target].is(Kind::kObject)) {
      target = string_member(target, {"raw", "href", "path"});
    }
    const uint32_t headers = member(i, {"headers", "rawHeaders"});
    const bool has_headers = headers != 0 && !batch_.nodes[headers].is(Kind::kString);
    if (target == 0 ? !(has_headers && member(i, {"body"}) != 0) : method == 0 && !has_headers) {
      return false;
    }
    Transport& transport = told.transport;
    transport.known = true;
    transport.method = text_at(method);
    read_target(text_at(target), transport);
    read_headers(i, transport);
    if (transport.host.empty()) transport.host = text_at(string_member(i, {"host", "hostname"}));
    if (target != 0) told.route = spec_.route(transport.method, transport.path);
    if (is_telemetry_host(transport.host)) told.route = {Route::Kind::kMetrics};
    told = looked_at(told);
    return true;
  }

  // Of headers that were not recorded nobody knows: there may have been an authorization.
  void read_headers(uint32_t record, Transport& transport) const {
    const RecordedHeaders recorded(batch_.nodes.data());
    const uint32_t headers = recorded.find(record);
    transport.has_authorization = recorded.may_hide_authorization(record);
    if (headers == 0) return;
    recorded.each(headers, [&](std::string_view name, std::string_view value, uint32_t) {
      read_header(name, value, transport);
    });
  }

  static void read_header(std::string_view name, std::string_view value, Transport& transport) {
    if (equal_but_for_case(name, "host") || equal_but_for_case(name, ":authority")) transport.host = value;
    if (equal_but_for_case(name, "content-type")) transport.content_type = value;
    if (!equal_but_for_case(name, "authorization")) return;
    transport.authorization = value;
    transport.has_authorization = !value.empty();  // an empty one is none
  }

  static bool awaits_body(const Arrival& request) {
    const Route::Kind kind = request.route.kind;
    const std::string_view method = request.transport.method;
    return (kind == Route::Kind::kCall || kind == Route::Kind::kBatch) &&
           (method.empty() || equal_but_for_case(method, "post"));
  }

  // Without a body, from a path that takes calls: a browser's address line, a script's mistake. Who asks
  // before a post (OPTIONS), or whether it is there (HEAD), sends none.
  static bool asks_for_calls(const Arrival& request) {
    const Route::Kind kind = request.route.kind;
    const std::string_view method = request.transport.method;
    if ((kind != Route::Kind::kCall && kind != Route::Kind::kBatch) || method.empty()) return false;
    if (equal_but_for_case(method, "post") || equal_but_for_case(method, "head") || equal_but_for_case(method, "options")) {
      return false;
    }
    return is_for_segment(request.transport);
  }
  static std::string why_asked(const Arrival& request) {
    return "its method is " + std::string(request.transport.method.substr(0, kLongestMethod)) +
           ", wanted POST with the call in the body";
  }

  static bool carries_none(const Arrival& request) {
    return request.route.kind != looked_at(request).route.kind;
  }

  // Where to was not recorded; what has a status is an answer.
  bool posts_somewhere(uint32_t record, const Transport& transport) const {
    if (!transport.path.empty()) return false;
    if (transport.method.empty()) return member(record, {"status", "statusCode", "status_code"}) == 0;
    return equal_but_for_case(transport.method, "post");
  }

  static bool is_pixel(const Arrival& request) { return request.route.kind == Route::Kind::kPixel; }

  bool is_text_of_none(uint32_t body) const {
    return batch_.nodes[body].is(Kind::kString) && !begins_json(batch_.nodes[body].text);
  }

  // A record like those that are read alone is a body of its own where its body holds calls.
  void read_request(uint32_t i, uint32_t request, int levels) {
    const Arrival told = out_.requests[request - 1];
    const uint32_t body = member(i, {"body"});
    const bool here = body != 0 && !batch_.nodes[body].is(Kind::kNull) && !is_text_of_none(body);
    if (is_pixel(told) && !here && !equal_but_for_case(told.transport.method, "post")) {
      return miss(i, told, kInTheQuery);
    }
    const bool whole = here && i != 0 && is_read_alone(i) && !is_recorders(body);
    const bool held = whole && (is_elsewhere(told) ? holds_surely(body) : holds(body));
    if (held || (whole && awaits_body(told))) return add(Piece::Form::kInPlace, i, 0);
    const size_t before = out_.pieces.size();
    if (here) {
      value(body, request, levels - 1);
    } else {
      packed_or_elsewhere(i, body, request);
    }
    const bool empty = body == 0 || batch_.nodes[body].is(Kind::kNull) || (!here && text_at(body).empty());
    const bool awaited = awaits_body(told) || (empty && posts_somewhere(i, told.transport));
    if (out_.pieces.size() != before) return;
    if (empty && asks_for_calls(told)) return miss(i, told, why_asked(told));
    if (!awaited) return;
    miss(i, told, why_unread(i, body));
  }

  // Would spec/decode/find_events.cc take it for a request?
  bool is_read_alone(uint32_t i) const { return member(i, {"method", "path", "url", "headers"}) != 0; }

  // {"type": "JSON", "json": {...}}, {"mode": "raw", "raw": "..."}: how a recorder writes a body.
  bool is_recorders(uint32_t body) const {
    if (!batch_.nodes[body].is(Kind::kObject) || holds(body)) return false;
    const std::string_view text = text_at(string_member(body, {"text"}));
    return begins_json(text) || begins_packed(text) ||
           member(body, {"json", "raw", "rawBytes", "base64Bytes", "string", "base64", "encoded"}) != 0;
  }

  // Does it hold calls just so?
  bool holds(uint32_t body) const {
    const Node& node = batch_.nodes[body];
    if (node.is(Kind::kObject)) return is_call(body) || is_batch(body);
    return node.is(Kind::kArray) && node.next > body + 1 && is_call(body + 1);
  }

  // The body as base64, or under another name than `body`.
  void packed_or_elsewhere(uint32_t record, uint32_t body, uint32_t request) {
    if (body != 0 && begins_packed(text_at(body))) return add(Piece::Form::kPacked, body, request);
    const uint32_t other = elsewhere(record);
    if (other == 0) return;
    if (begins_packed(text_at(other))) return add(Piece::Form::kPacked, other, request);
    value(other, request, kMostWrappings);
  }

  uint32_t elsewhere(uint32_t record) const {
    return member(record, {"bodyAsBase64", "base64Body", "rawBytes", "rawBody", "requestBody", "request_body",
                           "postData", "postDataJSON", "content", "text", "data", "payload", "json", "form",
                           "request"});
  }

  bool is_filled(uint32_t i) const {
    if (i == 0 || batch_.nodes[i].is(Kind::kNull)) return false;
    const bool holds = batch_.nodes[i].is(Kind::kArray) || batch_.nodes[i].is(Kind::kObject);
    return holds ? batch_.nodes[i].next > i + 1 : !batch_.nodes[i].is(Kind::kString) || !text_at(i).empty();
  }

  // Of a body in which no call was seen.
  std::string_view why_unread(uint32_t record, uint32_t body) const {
    constexpr std::string_view kNone = "it has no body", kNoCall = "no call is in its body",
                               kOther = "its body is neither JSON nor base64 of it";
    uint32_t at = is_filled(body) ? body : elsewhere(record);
    if (at != 0 && at != body && batch_.nodes[at].is(Kind::kObject)) {  // as HAR has it
      const uint32_t text = member(at, {"text", "raw", "string"});
      at = is_filled(text) ? text : member(at, {"params", "json"});
    }
    if (!is_filled(at)) return kNone;
    return batch_.nodes[at].is(Kind::kString) && !begins_json(text_at(at)) ? kOther : kNoCall;
  }

  void miss(uint32_t node, const Arrival& told, std::string_view why) {
    std::string_view path = told.transport.path;  // a query may hold a key
    path = path.substr(0, std::min(path.find('?'), kLongestPath));
    out_.unjudged.push_back(
        {node, path.empty() ? "a captured request" : "the request to " + std::string(path), std::string(why)});
  }

  const Spec& spec_;
  Wrapped& out_;
};

}  // namespace

void Wrapped::clear() {
  pieces.clear();
  requests.clear();
  records.clear();
  unjudged.clear();
  telemetry = false;
  is = {};
  instead.clear();
}

bool unwrap(const Batch& batch, const Spec& spec, Wrapped& out) {
  out.clear();
  Unwrapping unwrapping(batch, spec, out);
  if (batch.captured) return unwrapping.captured();
  if (batch.arrival.route.kind != Route::Kind::kFile &&
      batch.arrival.route.kind != Route::Kind::kOther) {
    return false;  // what was posted to a path of Segment's is judged as it came
  }
  if (batch.form == Form::kBatch) return name_by_marks(batch, out);
  if (name_plan(batch, out)) return true;  // its schemas look like calls
  bool found = false;
  for (const Event& event : batch.events) {
    const size_t before = out.pieces.size() + out.unjudged.size();
    if (!tells_call(event) && event.call == Call::kUnknown) {
      unwrapping.value(event.root, 0, kMostWrappings);
    }
    const bool none = out.pieces.size() + out.unjudged.size() == before;
    found = found || !none;
    if (none && event.root != 0) out.pieces.push_back({Piece::Form::kInPlace, event.root});
  }
  if (batch.form == Form::kArray) unwrapping.close_list(0, 0, 0);
  if (found || out.telemetry) return true;
  if (!out.requests.empty()) {  // somebody else's; a file of them may have a name
    name_by_marks(batch, out);
    return true;
  }
  out.clear();
  return name_kind(batch, out);
}

bool holds_calls(const Batch& batch) {
  if (is_elsewhere(batch.arrival)) {
    const uint32_t value = batch.captured ? batch.slots[Slot::kBody] : 0;
    return !batch.nodes.empty() && CallShape(batch).holds_surely(value);
  }
  if (batch.form == Form::kBatch) return true;
  return std::any_of(batch.events.begin(), batch.events.end(), [](const Event& event) {
    return event.call != Call::kUnknown || tells_call(event);
  });
}

}  // namespace specgate
