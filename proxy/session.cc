#include "proxy/session.h"

#include <charconv>
#include <exception>

#include "proxy/cidr.h"
#include "proxy/commit.h"
#include "proxy/send_notice.h"
#include "proxy/pixel.h"
#include "proxy/redact.h"
#include "proxy/time_text.h"
#include "rules/key/credentials.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kModeField = "Specgate-Mode";  // of a request: "dry-run"

uint64_t microseconds_since(Clock::time_point start) {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count());
}

std::string request_id(uint64_t number) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out(16, '0');
  for (size_t i = out.size(); i-- > 0; number >>= 4) out[i] = kHex[number & 15];
  return out;
}

uint32_t retry_count(std::string_view field) {
  uint32_t count = 0;
  std::from_chars(field.data(), field.data() + field.size(), count);
  return count;
}

bool acts(Mode mode) { return mode == Mode::kRewrite || mode == Mode::kEnforce; }

}  // namespace

Session::Session(Lane& lane, Socket socket, std::string peer)
    : lane_(lane), stream_(std::move(socket), lane.deadlines), peer_(std::move(peer)) {
  lane_.sessions.insert(this);
}

Session::~Session() { lane_.sessions.erase(this); }

void Session::close_if_idle() {
  if (idle_) stream_.close();
}

Task<void> Session::run() {
  snapshot_ = lane_.snapshot();
  if (lane_.shared.listen_tls != nullptr) {
    stream_.limit().set(settings().timeouts.head);
    if (!co_await stream_.accept_tls(*lane_.shared.listen_tls)) co_return;
    subject_ = stream_.peer_subject();
  }
  for (;;) {
    const bool begun = co_await read_head();
    if (!begun) co_return;
    idle_ = false;
    ++lane_.shared.in_flight;
    begin_request();
    const bool answered = co_await serve();
    finish_request();
    --lane_.shared.in_flight;
    idle_ = true;
    if (!answered || !keep_alive_ || lane_.shared.draining) break;
  }
  if (!stream_.limit().expired()) co_await stream_.linger();
}

// ---- reading

Task<bool> Session::read_head() {
  InBuffer& in = stream_.in();
  in.shrink();
  stream_.limit().set(settings().timeouts.idle);
  bool begun = false;
  for (;;) {
    while (in.text().starts_with("\r\n")) in.consume(2);  // RFC 9112 2.2
    if (end_of_head(in.text()) != 0 || in.size() > settings().limits.head) co_return true;
    if (!begun && in.size() != 0) {
      begun = true;
      stream_.limit().set(settings().timeouts.head);
    }
    if (!co_await stream_.read_more()) co_return false;
  }
}

void Session::begin_request() {
  began_ = Clock::now();
  snapshot_ = lane_.snapshot();
  head_.clear();
  exchange_ = {};
  exchange_.from.at_ms = unix_ms_now();
  exchange_.from.request_id = request_id(lane_.shared.next_request++);
  exchange_.peer = peer_;
  exchange_.tls_subject = subject_;
  exchange_.config_hash = snapshot_->hash();
  inspected_ = dry_run_ = has_header_key_ = false;
  keep_alive_ = true;
  reader_.reset();
  body_ = {};
  held_ = 0;
  header_key_.clear();
  chunks_.clear();
  target_.clear();
  content_ = {};
}

void Session::finish_request() {
  stream_.in().consume(std::exchange(held_, 0));
  exchange_.total_us = microseconds_since(began_);
  if (inspected_) {
    exchange_.mode = inspection_.mode;
    exchange_.events = inspection_.events;
    exchange_.passed = inspection_.passed;
    exchange_.rewritten = inspection_.fixed;
    exchange_.rejected = inspection_.rejected;
    exchange_.duplicates = inspection_.duplicates;
    exchange_.errors = inspection_.errors;
    exchange_.warnings = inspection_.warnings;
    exchange_.infos = inspection_.infos;
    exchange_.rules = std::move(inspection_.rules);
  }
  lane_.shared.ledger.record(exchange_);
}

Task<bool> Session::meet_expectation() {
  if (!std::exchange(head_.expects_continue, false)) co_return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  co_return co_await stream_.write(net::buffer(kContinue));
}

// The whole body, within the limit. One with a length stays where it was read.
Task<Session::Got> Session::read_body() {
  const size_t most = settings().limits.body;
  const Framing& framing = head_.framing;
  if (framing.kind == Framing::Kind::kLength && framing.length > most) co_return Got::kTooLarge;
  if (!co_await meet_expectation()) co_return Got::kNothing;
  stream_.limit().set(settings().timeouts.body);
  if (framing.kind == Framing::Kind::kChunked) {
    reader_.emplace(stream_, framing);
    for (std::string_view piece;;) {
      if (!co_await reader_->next(piece)) co_return Got::kNothing;
      if (piece.empty()) break;
      chunks_.append(piece);
      if (chunks_.size() > most) co_return Got::kTooLarge;
    }
    body_ = chunks_;
  } else {
    InBuffer& in = stream_.in();
    const auto length = static_cast<size_t>(framing.length);
    while (in.size() < length) {
      if (!co_await stream_.read_more(length - in.size())) co_return Got::kNothing;
    }
    body_ = in.text().substr(0, length);
    held_ = length;
  }
  exchange_.bytes_in += body_.size();
  stream_.limit().clear();
  co_return Got::kAll;
}

// ---- what to do with it

Task<bool> Session::serve() {
  const size_t end = end_of_head(stream_.in().text());
  const Refusal refusal =
      end == 0 || end > settings().limits.head
          ? Refusal{431, "the head is too large"}
          : read_request_head(stream_.in().text().substr(0, end), settings().limits.fields, head_);
  stream_.in().consume(end);
  exchange_.bytes_in += end;
  if (refusal) {
    keep_alive_ = false;  // where the next request begins nobody knows
    co_return co_await refuse(refusal.status, reason_of(refusal.status), refusal.why, "bad-request");
  }
  keep_alive_ = head_.keep_alive && !lane_.shared.draining;
  destination_ = destination_of(snapshot_->spec(), head_.method, head_.path());
  exchange_.method = head_.method;
  exchange_.from.route = head_.path();
  exchange_.traffic = name_of(destination_.traffic);
  exchange_.retry = retry_count(head_.fields["X-Retry-Count"]);
  if (!address_allowed()) {
    keep_alive_ = false;
    co_return co_await refuse(403, "Forbidden", "this address may not send here", "client-address");
  }
  if (destination_.traffic == Traffic::kPreflight) {
    if (head_.framing.kind != Framing::Kind::kNone) keep_alive_ = false;
    const Answer reply = preflight_answer(context());
    co_return co_await answer(reply);
  }
  switch (destination_.traffic) {
    case Traffic::kEvents:
    case Traffic::kValidate:
      co_return co_await serve_events();
    case Traffic::kPixel:
      co_return co_await serve_pixel();
    default:
      break;
  }
  co_return co_await pass_on();
}

// Is the source let in? Otherwise it has been answered.
Task<bool> Session::admit(const SourceEntry& source, bool has_key, bool& admitted) {
  admitted = true;
  if (has_key) identify(has_header_key_ ? header_key_ : inspection_.write_key);
  exchange_.from.source = source.name;
  if (settings().refuse_unknown && source.settings == nullptr) {
    admitted = false;
    co_return co_await refuse(401, "Unauthorized", "the write key is of no source that may send here",
                              "unknown-source");
  }
  const unsigned wait = lane_.shared.rates.take(source.name, source.policy.rate, began_);
  if (wait != 0) {
    admitted = false;
    co_return co_await refuse(429, "Too Many Requests", "the source sends faster than it may",
                              "rate-limited", wait);
  }
  co_return true;
}

Task<bool> Session::serve_events() {
  const Credentials credentials(head_.fields[http::field::authorization]);
  if (credentials.scheme() == Credentials::Scheme::kBasic && !credentials.key().empty()) {
    header_key_ = credentials.key();
    has_header_key_ = true;
  }
  dry_run_ = destination_.traffic == Traffic::kValidate ||
             equals_ignoring_case(head_.fields[kModeField], name_of(Mode::kDryRun));
  const Got got = co_await read_body();
  if (got == Got::kNothing) {
    exchange_.trouble = "client-gone";
    keep_alive_ = false;
    if (stream_.limit().expired()) co_return false;
    if (!reader_ || !reader_->malformed()) co_return false;
    co_return co_await refuse(400, "Bad Request", "the chunked body is malformed", "bad-request");
  }
  if (got == Got::kTooLarge) {
    co_return co_await refuse_or_pass(413, "the body is larger than this proxy reads");
  }
  content_ = read_content(head_.fields[http::field::content_encoding], body_,
                          settings().limits.inflated, plain_);
  switch (content_.kind) {
    case Content::Kind::kPlain:
      co_return co_await serve_text(body_);
    case Content::Kind::kInflated:
      co_return co_await serve_text(plain_);
    case Content::Kind::kBroken:
      co_return co_await refuse_content(content_.why);
    case Content::Kind::kUnknown:
      co_return co_await refuse_or_pass(415, content_.why);
    case Content::Kind::kTooLarge:
      break;
  }
  co_return co_await refuse_or_pass(413, content_.why);
}

Task<bool> Session::serve_pixel() {
  Pixel pixel = read_pixel(head_.query());
  if (pixel.broken) {
    exchange_.trouble = "uninspectable";
    const bool forwards =
        snapshot_->source_of({}).policy.on_uninspectable == OnTrouble::kForward &&
        !acts(snapshot_->source_of({}).policy.mode);
    if (forwards) co_return co_await pass_on();
    const Answer reply = gif_answer();
    co_return co_await answer(reply);
  }
  plain_ = std::move(pixel.body);
  co_return co_await serve_text(plain_);
}

Task<bool> Session::serve_text(std::string_view text) {
  bool admitted = false;
  if (has_header_key_) {
    const bool open = co_await admit(snapshot_->source_of(header_key_), true, admitted);
    if (!admitted) co_return open;
  }
  if (!inspect(text)) co_return co_await without_quarantine();
  if (!has_header_key_) {
    const bool open = co_await admit(*inspection_.source, !inspection_.write_key.empty(), admitted);
    if (!admitted) co_return open;
  }
  co_return co_await enact();
}

// What cannot be looked into goes on or not, as the operator decides; it is counted either way.
Task<bool> Session::refuse_or_pass(unsigned status, std::string_view why) {
  exchange_.trouble = "uninspectable";
  const Policy& policy = snapshot_->source_of(header_key_).policy;
  if (!dry_run_ && policy.mode != Mode::kDryRun && policy.on_uninspectable == OnTrouble::kForward) {
    if (body_.data() == nullptr) co_return co_await pass_on();
    co_return co_await forward(body_, false, {});
  }
  if (body_.data() == nullptr) keep_alive_ = false;  // the rest of it is still on its way
  co_return co_await refuse(status, reason_of(status), why, "uninspectable");
}

// A body that says it is compressed and is not, or not wholly: two readers may read two texts.
Task<bool> Session::refuse_content(std::string_view why) {
  const SourceEntry& source = snapshot_->source_of(header_key_);
  if (!dry_run_ && source.policy.mode == Mode::kObserve) {
    exchange_.trouble = "uninspectable";
    co_return co_await forward(body_, false, {});
  }
  // Its bytes are judged as they stand: no JSON, which is what the finding and the quarantine say.
  if (!inspect(body_)) co_return co_await without_quarantine();
  exchange_.trouble = "uninspectable";
  static_cast<void>(why);
  co_return co_await enact();
}

// ---- enacting the verdict

bool Session::inspect(std::string_view text) {
  Delivery delivery;
  Arrival& arrival = delivery.arrival;
  arrival.route = destination_.route;
  arrival.at_ms = exchange_.from.at_ms;
  arrival.transport = {true,
                       head_.method,
                       head_.path(),
                       upstream().host,
                       head_.fields[http::field::content_type],
                       head_.fields[http::field::authorization],
                       head_.fields.contains(http::field::authorization)};
  delivery.header_key = header_key_;
  delivery.has_header_key = has_header_key_;
  delivery.retry = exchange_.retry != 0;
  delivery.dry_run = dry_run_;
  delivery.tell_all = lane_.may_feed();
  const Clock::time_point start = Clock::now();
  try {
    lane_.inspector.inspect(text, delivery, *snapshot_, inspection_);
  } catch (const std::exception& error) {
    exchange_.trouble = "internal-error";
    lane_.shared.ledger.say("error", error.what());
    return false;
  }
  exchange_.judge_us = microseconds_since(start);
  inspected_ = true;
  return true;
}

Task<bool> Session::enact() {
  if (inspection_.mode == Mode::kDryRun) {
    const Answer reply = results_answer(inspection_, context());
    co_return co_await answer(reply);
  }
  feed_told();
  if (inspection_.outcome == Outcome::kReject || inspection_.outcome == Outcome::kQuarantine) {
    if (!co_await keep_rejected()) co_return co_await without_quarantine();
  }
  notify_others();
  if (inspection_.forward) co_return co_await forward_judged();
  if (destination_.traffic == Traffic::kPixel) {
    const Answer reply = gif_answer();
    co_return co_await answer(reply);
  }
  if (inspection_.outcome != Outcome::kReject) {
    const Answer reply = results_answer(inspection_, context());
    co_return co_await answer(reply);
  }
  const Answer reply = rejected_answer(inspection_, context());
  co_return co_await answer(reply);
}

Task<bool> Session::keep_rejected() {
  std::vector<EventRecord> rejected;
  for (const EventRecord& record : inspection_.told) {
    if (record.outcome == Outcome::kReject) rejected.push_back(record);
  }
  co_return co_await commit(lane_.shared.store, lane_.context.get_executor(), exchange_.from,
                            std::move(rejected));
}

// A pixel is answered with its image, come what may, and nobody sends it again: what the upstream did
// not take is kept.
Task<bool> Session::keep_pixel() {
  EventRecord record;
  record.outcome = Outcome::kReject;
  record.payload = without_keys(plain_, inspected_ ? inspection_.write_key : header_key_);
  record.type = destination_.route.call == Call::kUnknown ? std::string_view()
                                                          : name_of(destination_.route.call);
  record.findings = "[]";
  std::vector<EventRecord> records;
  records.push_back(std::move(record));
  co_await commit(lane_.shared.store, lane_.context.get_executor(), exchange_.from,
                  std::move(records));
  const Answer reply = gif_answer();
  co_return co_await answer(reply);
}

// We failed, not the caller: what came goes on as it came, or the caller keeps it and tries again.
Task<bool> Session::without_quarantine() {
  exchange_.trouble = "internal-error";
  const SourceEntry& source = snapshot_->source_of(header_key_);
  if (dry_run_ || source.policy.on_internal_error == OnTrouble::kRefuse) {
    co_return co_await refuse(503, "Service Unavailable", "the events could not be judged and kept",
                              "internal-error", 1);
  }
  co_return co_await forward(body_, false, {});
}

void Session::feed_told() {
  for (EventRecord& record : inspection_.told) {
    if (record.outcome == Outcome::kReject) continue;
    lane_.shared.store.feed(exchange_.from, record);
  }
}

void Session::notify_others() {
  for (Notice& notice : notices_of(*snapshot_, *inspection_.source, exchange_.from,
                                   inspection_.told)) {
    send_notice(lane_, snapshot_, std::move(notice));
  }
}

// Plain, or compressed as it came, where the caller's own bytes will not do.
std::string_view Session::outgoing_body(std::string_view& encoding) {
  if (content_.kind != Content::Kind::kInflated) return inspection_.body;
  if (!settings().reencode) return inspection_.body;
  recoded_ = gzip(inspection_.body);
  if (recoded_.empty()) return inspection_.body;
  encoding = "gzip";
  return recoded_;
}

Task<bool> Session::forward_judged() {
  // Several members of gzip: readers differ, so what was judged goes on and nothing else.
  const bool unsure = content_.ambiguous && acts(inspection_.mode);
  if (!inspection_.changed && !unsure) co_return co_await forward(body_, false, {});
  if (destination_.traffic == Traffic::kPixel) {
    target_ = std::string(head_.path()) + '?' + pixel_query(head_.query(), inspection_.body);
    co_return co_await forward(body_, false, {});
  }
  std::string_view encoding;
  const std::string_view body = outgoing_body(encoding);
  co_return co_await forward(body, true, encoding);
}

// ---- about the request

bool Session::address_allowed() const {
  const ProxySettings& now = settings();
  if (contains(now.deny, peer_)) return false;
  return now.allow.empty() || contains(now.allow, peer_);
}

void Session::identify(std::string_view write_key) {
  if (!write_key.empty()) {
    exchange_.from.key_hash = lane_.hash_of(write_key);
  }
}

const Origin& Session::upstream() const {
  if (destination_.traffic == Traffic::kSettings) return settings().cdn;
  const std::string_view key =
      has_header_key_ || !inspected_ ? std::string_view(header_key_) : inspection_.write_key;
  return snapshot_->source_of(key).policy.upstream;
}

std::string_view Session::target() const {
  return target_.empty() ? head_.target : std::string_view(target_);
}

AnswerContext Session::context() const {
  AnswerContext context;
  context.request_id = exchange_.from.request_id;
  context.origin = head_.fields[http::field::origin];
  context.requested_headers = head_.fields[http::field::access_control_request_headers];
  context.keep_alive = keep_alive_;
  context.is_head = head_.is_head();
  context.headers = settings().headers;
  context.inspection = inspected_ ? &inspection_ : nullptr;
  return context;
}

}  // namespace specgate::proxy
