#include "proxy/session/session.h"

#include <algorithm>
#include <charconv>

#include "proxy/http/framing.h"
#include "proxy/net/cidr.h"
#include "proxy/net/time_text.h"
#include "spec/text/give_back.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kUnknownMethod = "OTHER";  // of the audit trail
constexpr std::string_view kModeField = "Specgate-Mode";  // of a request: "dry-run"

void write_request_id(uint64_t number, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out.assign(16, '0');
  for (size_t i = out.size(); i-- > 0; number >>= 4) out[i] = kHex[number & 15];
}

// Of one request. Nothing: it asks for another mode, and whoever asks expects it.
std::optional<bool> wants_dry_run(const Fields& fields) {
  bool wanted = false;
  for (const Field& field : fields) {
    if (!equals_ignoring_case(field.name, kModeField)) continue;
    if (!equals_ignoring_case(field.value, name_of(Mode::kDryRun))) return std::nullopt;
    wanted = true;
  }
  return wanted;
}

uint32_t retry_count(std::string_view field) {
  uint32_t count = 0;
  std::from_chars(field.data(), field.data() + field.size(), count);
  return count;
}

}  // namespace

Session::Session(Worker& lane, Socket socket, std::string peer)
    : lane_(lane),
      stream_(std::move(socket), lane.deadlines),
      peer_(std::move(peer)),
      share_(lane.shared.budget) {
  lane_.sessions.insert(this);
}

Session::~Session() { lane_.sessions.erase(this); }

bool Session::has_come() { return stream_.in().size() != 0 || stream_.readable_now(); }

void Session::close_if_idle() {
  if (idle_ && !has_come()) stream_.close();
}

Task<void> Session::run() {
  if (lane_.shared.listen_tls != nullptr) {
    stream_.limit().set(lane_.snapshot()->settings().timeouts.head);
    if (!co_await stream_.accept_tls(*lane_.shared.listen_tls)) co_return;
    subject_ = stream_.peer_subject();
  }
  stream_.rest();
  while (!lane_.shared.draining || has_come()) {
    const bool begun = co_await read_head();
    if (!begun) co_return;
    idle_ = false;
    ++lane_.shared.in_flight;
    begin_request();
    const bool answered = co_await serve();
    const bool goes_on = answered && stays_open();
    finish_request();
    --lane_.shared.in_flight;
    idle_ = true;
    if (!goes_on) break;
    stream_.rest();
  }
  if (!stream_.limit().expired()) co_await stream_.linger();
}

void Session::begin_request() {
  began_ = Clock::now();
  snapshot_ = lane_.snapshot();
  head_.clear();
  destination_ = {};
  exchange_.clear();
  exchange_.from.at_ms = unix_ms_now();
  write_request_id(lane_.shared.next_request++, exchange_.from.request_id);
  exchange_.peer = peer_;
  exchange_.tls_subject = subject_;
  exchange_.config_hash = snapshot_->hash();
  inspected_ = dry_run_ = has_header_key_ = false;
  keep_alive_ = false;  // until the head is read, nobody knows where the next request begins
  reader_.reset();
  body_ = {};
  held_ = 0;
  header_key_.clear();
  query_keys_.clear();
  unclear_key_ = false;
  chunks_.clear();
  target_.clear();
  content_ = {};
  failure_.clear();
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
    exchange_.left_alone = static_cast<uint32_t>(
        std::count(inspection_.left_alone.begin(), inspection_.left_alone.end(), true));
    exchange_.errors = inspection_.errors;
    exchange_.warnings = inspection_.warnings;
    exchange_.infos = inspection_.infos;
    exchange_.rules.swap(inspection_.rules);
  }
  lane_.shared.ledger.record(exchange_);
  give_back();
}

void Session::give_back() {
  body_ = {};
  inspection_.clear();
  inspection_.give_back();
  Keeping keep;
  for (std::string* const text :
       {&header_key_, &exchange_.method, &exchange_.from.route, &written_, &target_, &recoded_,
        &chunks_, &plain_}) {
    keep(*text);
  }
  if (beyond_warm(authorization_) != 0) {  // with it goes what was read from it
    specgate::give_back(authorization_);
    specgate::give_back(authorized_key_);
  }
  if (beyond_warm(head_.text) + beyond_warm(head_.own_target) != 0) {
    head_.clear();
    specgate::give_back(head_.text);
    specgate::give_back(head_.own_target);
  }
  stream_.in().shrink();
  share_.settle(0);
  snapshot_.reset();
}

size_t Session::held_bytes() const {
  size_t bytes = beyond_warm(held_) + inspection_.large_bytes();
  for (const std::string* const text : {&chunks_, &plain_, &recoded_, &written_}) {
    bytes += beyond_warm(*text);
  }
  return bytes;
}

Task<bool> Session::serve() {
  const size_t end = end_of_head(stream_.in().text());
  const Refusal refusal =
      end == 0 || end > settings().limits.head
          ? Refusal{431, "the head is too large"}
          : read_request_head(stream_.in().text().substr(0, end), settings().limits.fields, head_);
  stream_.in().consume(end);
  exchange_.bytes_in += end;
  if (refusal) {
    const bool endless = head_.framing.length >= kMostLength;
    return refuse(refusal.status, reason_of(refusal.status), refusal.why, endless ? Trouble::kBodyTooLarge : Trouble::kBadRequest);
  }
  keep_alive_ = head_.keep_alive && !lane_.shared.draining;
  destination_ = destination_of(snapshot_->spec(), head_.method, head_.path());
  read_header_key();
  destination_ = at_upstream(snapshot_->source_of(header_key_).policy.upstream.host, destination_);
  // What is no known word may be a secret, and these are logged and kept.
  exchange_.method = head_.verb == http::verb::unknown ? kUnknownMethod : head_.method;
  snapshot_->path_words().show(head_.path(), exchange_.from.route);
  exchange_.traffic = name_of(destination_.traffic);
  exchange_.fields_left_out = static_cast<uint32_t>(head_.fields.left_out());
  exchange_.retry = retry_count(head_.fields["X-Retry-Count"]);
  if (!address_allowed()) {
    keep_alive_ = false;
    return refuse(403, "Forbidden", "this address may not send here", Trouble::kClientAddress);
  }
  const std::optional<bool> wanted = wants_dry_run(head_.fields);
  if (!wanted) {
    keep_alive_ = false;  // its body is not read
    return refuse(400, reason_of(400), "Specgate-Mode is \"dry-run\" or absent, nothing else",
                  Trouble::kUnknownMode);
  }
  dry_run_ = *wanted || destination_.dry_run;
  switch (destination_.traffic) {
    case Traffic::kPreflight:
      return answer(preflight_answer(context()));
    case Traffic::kEvents:
    case Traffic::kValidate:
      return serve_events();
    case Traffic::kPixel:
      if (auto away = turned_away_by_body()) return *std::move(away);
      return serve_events();
    case Traffic::kMetrics:
      return serve_metrics();
    case Traffic::kSettings:
      if (auto away = turned_away_by_body()) return *std::move(away);
      return serve_settings();
    case Traffic::kOtherMethod:
      return serve_unjudged(Unjudged::kOtherMethod);
    case Traffic::kOther:
      break;
  }
  return serve_unjudged(Unjudged::kUnknownPath);
}

std::optional<Task<bool>> Session::turned_away(const SourceEntry& source, bool has_key) {
  if (has_key) identify(has_header_key_ ? header_key_ : inspection_.write_key);
  exchange_.from.source = source.name;
  if (settings().refuse_unknown && source.settings == nullptr) {
    return refuse(401, "Unauthorized", "the write key is of no source that may send here",
                  Trouble::kUnknownSource);
  }
  const unsigned wait = lane_.shared.rates.take(source.name, source.policy.rate, began_);
  if (wait == 0) return std::nullopt;
  return refuse(429, "Too Many Requests", "the source sends faster than it may", Trouble::kRateLimited,
                wait);
}

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
  if (destination_.route.kind == Route::Kind::kSettings) return settings().cdn;
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
  context.keep_alive = stays_open();
  context.version = head_.version;
  context.is_head = head_.is_head();
  context.headers = settings().headers;
  context.user_agent = head_.fields[http::field::user_agent];
  context.decision = inspected_ ? &inspection_ : nullptr;
  context.unreadable = exchange_.unreadable;
  context.trouble = exchange_.trouble;
  return context;
}

}  // namespace specgate::proxy
