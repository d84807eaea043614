// Events: judged, and the verdict enacted.
#include <exception>

#include "proxy/commit.h"
#include "proxy/pixel.h"
#include "proxy/redact.h"
#include "proxy/send_notice.h"
#include "proxy/session.h"
#include "rules/key/credentials.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kModeField = "Specgate-Mode";  // of a request: "dry-run"

bool acts(Mode mode) { return mode == Mode::kRewrite || mode == Mode::kEnforce; }

}  // namespace

void Session::read_header_key() {
  const std::string_view given = head_.fields[http::field::authorization];
  if (given != authorization_) {
    authorization_ = given;
    const Credentials credentials(given);
    const bool basic = credentials.scheme() == Credentials::Scheme::kBasic;
    authorized_key_ = basic ? credentials.key() : std::string_view();
  }
  header_key_ = authorized_key_;
  has_header_key_ = !header_key_.empty();
}

Task<bool> Session::serve_events() {
  read_header_key();
  dry_run_ = destination_.traffic == Traffic::kValidate ||
             equals_ignoring_case(head_.fields[kModeField], name_of(Mode::kDryRun));
  Got got = Got::kAll;
  if (!take_body()) got = co_await read_body();
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
  co_return co_await serve_body();
}

Task<bool> Session::serve_body() {
  content_ = read_content(head_.fields[http::field::content_encoding], body_,
                          settings().limits.inflated, plain_);
  switch (content_.kind) {
    case Content::Kind::kPlain:
      return serve_text(body_);
    case Content::Kind::kInflated:
      return serve_text(plain_);
    case Content::Kind::kBroken:
      return refuse_content();
    case Content::Kind::kUnknown:
      return refuse_or_pass(415, content_.why);
    case Content::Kind::kTooLarge:
      break;
  }
  return refuse_or_pass(413, content_.why);
}

Task<bool> Session::serve_pixel() {
  Pixel pixel = read_pixel(head_.query());
  if (pixel.broken) {
    exchange_.trouble = "uninspectable";
    const bool forwards =
        snapshot_->source_of({}).policy.on_uninspectable == OnTrouble::kForward &&
        !acts(snapshot_->source_of({}).policy.mode);
    return forwards ? pass_on() : answer(gif_answer());
  }
  plain_ = std::move(pixel.body);
  return serve_text(plain_);
}

Task<bool> Session::serve_text(std::string_view text) {
  if (has_header_key_) {
    auto refusal = turned_away(snapshot_->source_of(header_key_), true);
    if (refusal) return *std::move(refusal);
  }
  if (!inspect(text)) return without_quarantine();
  if (!has_header_key_) {
    auto refusal = turned_away(*inspection_.source, !inspection_.write_key.empty());
    if (refusal) return *std::move(refusal);
  }
  return enact();
}

// What cannot be looked into goes on or not, as the operator decides; it is counted either way.
Task<bool> Session::refuse_or_pass(unsigned status, std::string_view why) {
  const SourceEntry& source = snapshot_->source_of(header_key_);
  if (auto refusal = turned_away(source, has_header_key_)) return *std::move(refusal);
  exchange_.trouble = "uninspectable";
  const Policy& policy = source.policy;
  if (!dry_run_ && policy.mode != Mode::kDryRun && policy.on_uninspectable == OnTrouble::kForward) {
    return body_.data() == nullptr ? pass_on() : forward(body_, false, {});
  }
  if (body_.data() == nullptr) keep_alive_ = false;  // the rest of it is still on its way
  return refuse(status, reason_of(status), why, "uninspectable");
}

// A body that says it is compressed and is not, or not wholly: two readers may read two texts.
Task<bool> Session::refuse_content() {
  const SourceEntry& source = snapshot_->source_of(header_key_);
  if (auto refusal = turned_away(source, has_header_key_)) return *std::move(refusal);
  if (!dry_run_ && source.policy.mode == Mode::kObserve) {
    if (source.policy.on_uninspectable == OnTrouble::kRefuse) {
      return refuse(400, reason_of(400), content_.why, "uninspectable");
    }
    exchange_.trouble = "uninspectable";
    return forward(body_, false, {});
  }
  // Its bytes are judged as they stand: no JSON, which is what the finding and the quarantine say.
  if (!inspect(body_)) return without_quarantine();
  exchange_.trouble = "uninspectable";
  return enact();
}

bool Session::inspect(std::string_view text) {
  Delivery delivery;
  Arrival& arrival = delivery.arrival;
  arrival.route = destination_.route;
  arrival.at_ms = exchange_.from.at_ms;
  // The host is the one the caller asked: the settings see to it that ours is of the source's region.
  arrival.transport = {true,
                       head_.method,
                       head_.path(),
                       head_.fields[http::field::host],
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
  if (inspection_.mode == Mode::kDryRun) return answer(results_answer(inspection_, context()));
  const bool keeps =
      inspection_.outcome == Outcome::kReject || inspection_.outcome == Outcome::kQuarantine;
  return keeps ? enact_rejection() : enact_rest();
}

Task<bool> Session::enact_rejection() {
  const bool kept = co_await keep_rejected();
  if (!kept) co_return co_await without_quarantine();
  co_return co_await enact_rest();
}

Task<bool> Session::enact_rest() {
  feed_told();
  notify_others();
  if (inspection_.forward) return forward_judged();
  if (destination_.traffic == Traffic::kPixel) return answer(gif_answer());
  return answer(inspection_.outcome == Outcome::kReject ? rejected_answer(inspection_, context())
                                                        : results_answer(inspection_, context()));
}

Task<bool> Session::keep_rejected() {
  std::vector<EventRecord> rejected;
  for (const EventRecord& record : inspection_.told) {
    if (record.outcome == Outcome::kReject) rejected.push_back(record);
  }
  return commit(lane_.shared.store, settings().timeouts.store, exchange_.from, std::move(rejected));
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
  co_await commit(lane_.shared.store, settings().timeouts.store, exchange_.from, std::move(records));
  Task<bool> answered = answer(gif_answer());  // g++ 12 destroys the operands of an await twice
  co_return co_await std::move(answered);
}

// We failed, not the caller: what came goes on as it came, or the caller keeps it and tries again.
Task<bool> Session::without_quarantine() {
  exchange_.trouble = "internal-error";
  const SourceEntry& source =
      inspected_ ? *inspection_.source : snapshot_->source_of(header_key_);
  if (dry_run_ || source.policy.on_internal_error == OnTrouble::kRefuse) {
    return refuse(503, "Service Unavailable", "the events could not be judged and kept",
                  "internal-error", 1);
  }
  // Nothing stays behind now: neither the answer nor the audit trail may say so.
  inspection_.outcome = Outcome::kPass;
  inspection_.passed = inspection_.events;
  inspection_.fixed = inspection_.rejected = 0;
  return forward(body_, false, {});
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
  recoded_ = pack(content_.packing, inspection_.body);
  if (recoded_.empty()) return inspection_.body;
  encoding = coding_of(content_.packing);
  return recoded_;
}

Task<bool> Session::forward_judged() {
  // Several members of gzip: readers differ, so what was judged goes on and nothing else.
  const bool unsure = content_.ambiguous && acts(inspection_.mode);
  if (!inspection_.changed && !unsure) return forward(body_, false, {});
  if (destination_.traffic == Traffic::kPixel) {
    target_ = std::string(head_.path()) + '?' + pixel_query(head_.query(), inspection_.body);
    return forward(body_, false, {});
  }
  std::string_view encoding;
  const std::string_view body = outgoing_body(encoding);
  return forward(body, true, encoding);
}

}  // namespace specgate::proxy
