// Events: judged, and the verdict enacted.
#include <exception>

#include "proxy/commit.h"
#include "proxy/mode_in_force.h"
#include "proxy/pixel.h"
#include "proxy/redact.h"
#include "proxy/send_notice.h"
#include "proxy/session.h"
#include "rules/key/credentials.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kModeField = "Specgate-Mode";  // of a request: "dry-run"

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
  const bool is_pixel = destination_.traffic == Traffic::kPixel;
  if (!is_pixel) {
    read_header_key();
    dry_run_ = destination_.traffic == Traffic::kValidate ||
               equals_ignoring_case(head_.fields[kModeField], name_of(Mode::kDryRun));
  }
  Got got = Got::kAll;
  if (!take_body()) got = co_await read_body();
  if (got == Got::kNothing) {
    if (reader_ && reader_->malformed()) {
      co_return co_await refuse(400, "Bad Request", "the chunked body is malformed", "bad-request");
    }
    exchange_.trouble = "client-gone";
    co_return false;
  }
  if (got == Got::kTooLarge) co_return co_await serve_uninspectable(Unreadable::kBodyTooLarge);
  if (is_pixel) co_return co_await serve_pixel();
  co_return co_await serve_body();
}

Task<bool> Session::serve_body() {
  content_ = read_content(head_.fields, body_, settings().limits.inflated, plain_);
  switch (content_.kind) {
    case Content::Kind::kPlain:
      return serve_text(body_);
    case Content::Kind::kInflated:
      return serve_text(plain_);
    case Content::Kind::kBroken:
      return serve_broken(content_.why);
    case Content::Kind::kUninspectable:
      break;
  }
  return serve_uninspectable(content_.why);
}

Task<bool> Session::serve_pixel() {
  Pixel pixel = read_pixel(head_.query());
  plain_ = std::move(pixel.body);
  if (!pixel.broken) return serve_text(plain_);
  header_key_ = std::move(pixel.write_key);
  has_header_key_ = !header_key_.empty();
  return serve_broken(Unreadable::kBrokenPixelData);
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

void Session::note_unreadable(Unreadable why) {
  exchange_.trouble = "uninspectable";
  exchange_.unreadable = why;
}

// A share of the requests is the same share of their retries, as far as these can be told.
Mode Session::mode_now(const Policy& policy) const {
  if (dry_run_) return Mode::kDryRun;
  if (destination_.traffic == Traffic::kPixel) return mode_in_force(policy, head_.target);
  if (body_is_held()) return mode_in_force(policy, body_);
  const std::string_view begin = std::string_view(chunks_).substr(0, settings().limits.body);
  return mode_in_force(policy,
                       begin.empty() ? head_.fields[http::field::content_length] : begin);
}

// What cannot be looked into goes on or not, as the operator decides; it is counted either way.
Task<bool> Session::serve_uninspectable(Unreadable why) {
  const SourceEntry& source = snapshot_->source_of(header_key_);
  if (auto refusal = turned_away(source, has_header_key_)) return *std::move(refusal);
  note_unreadable(why);
  exchange_.mode = mode_now(source.policy);
  const bool refuses =
      on_trouble(source.policy.on_uninspectable, exchange_.mode) == OnTrouble::kRefuse;
  return refuses ? refuse_unreadable() : pass_as_it_came();
}

// 400 as Segment itself answers: after 413, 415 or 422 many libraries send the same again.
Task<bool> Session::refuse_unreadable() {
  return refuse(400, reason_of(400), words_of(*exchange_.unreadable), "uninspectable");
}

// What is not what it says, or not wholly: two readers may read two texts, so it goes on in observe
// at most.
Task<bool> Session::serve_broken(Unreadable why) {
  const SourceEntry& source = snapshot_->source_of(header_key_);
  const Mode mode = mode_now(source.policy);
  if (mode == Mode::kObserve) return serve_uninspectable(why);
  if (auto refusal = turned_away(source, has_header_key_)) return *std::move(refusal);
  note_unreadable(why);
  if (destination_.traffic == Traffic::kPixel) return refuse_unreadable();
  // Its bytes are judged as they stand: no JSON, which is what the finding and the quarantine say.
  if (!inspect(body_)) return without_quarantine();
  const bool is_json = inspection_.forward;  // all the same, but others may not read it so
  const Policy& policy = inspection_.source->policy;
  if (is_json && on_trouble(policy.on_uninspectable, inspection_.mode) == OnTrouble::kRefuse) {
    exchange_.mode = inspection_.mode;
    inspected_ = false;  // its events do not count
    return refuse_unreadable();
  }
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
  if (exchange_.unreadable) {  // of what cannot be read there is nothing to keep
    Task<bool> told = answer(gif_answer());
    co_return co_await std::move(told);
  }
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
  const bool has_source = inspection_.source != nullptr;  // it failed only then
  const SourceEntry& source = has_source ? *inspection_.source : snapshot_->source_of(header_key_);
  exchange_.mode = inspected_ ? inspection_.mode : mode_now(source.policy);
  if (on_trouble(source.policy.on_internal_error, exchange_.mode) == OnTrouble::kRefuse) {
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
