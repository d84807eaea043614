// Events: judged, and the verdict enacted.
#include "proxy/http/pixel.h"
#include "proxy/session/await_store.h"
#include "proxy/session/mode_in_force.h"
#include "proxy/session/send_notice.h"
#include "proxy/session/session.h"
#include "proxy/session/strictest_owner.h"
#include "proxy/store/redact.h"
#include "rules/key/credentials.h"

namespace specgate::proxy {
void Session::read_header_key() {
  const std::string_view given = head_.fields[http::field::authorization];
  if (given != authorization_) {
    authorization_ = given;
    const Credentials credentials(given);
    const bool basic = credentials.scheme() == Credentials::Scheme::kBasic;
    authorized_key_ = basic ? credentials.key() : std::string_view();
    authorization_clear_ = credentials.clear();
  }
  unclear_key_ = !authorization_clear_;
  header_key_ = authorized_key_;
  if (header_key_.empty() && destination_.vendors) header_key_ = vendors_key();
  has_header_key_ = !header_key_.empty();
  read_query_keys();
}

void Session::read_query_keys() {
  query_keys_.clear();
  if (snapshot_->has_sources()) query_keys_ = write_keys_in_query(head_.query());
}

// Where the head names no key, it may be of any source.
const SourceEntry& Session::owner_unread() const {
  if (!has_header_key_) return snapshot_->strictest();
  StrictestOwner owner(*snapshot_, header_key_);
  for (const std::string& beside : query_keys_) owner.meet(beside);
  return owner.get();
}

Task<bool> Session::serve_events() {
  const bool is_pixel = destination_.traffic == Traffic::kPixel;
  Got got = Got::kAll;
  if (!take_body()) got = co_await read_body();
  if (got == Got::kNothing) {
    if (reader_ && reader_->malformed()) {
      co_return co_await refuse(400, "Bad Request", "the chunked body is malformed", Trouble::kBadRequest);
    }
    exchange_.trouble = Trouble::kClientGone;
    co_return false;
  }
  if (got == Got::kNoRoom) co_return co_await refuse_for_memory();
  if (got == Got::kTooLarge) co_return co_await serve_uninspectable(Unreadable::kBodyTooLarge);
  if (is_pixel) co_return co_await serve_pixel();
  co_return co_await serve_body();
}

Task<bool> Session::serve_pixel() {
  Pixel pixel = read_pixel(head_.query());
  plain_ = std::move(pixel.body);
  // Of what is not base64 the keys outside are all there is to know; of these the head's is the first.
  const bool broken = pixel.wrong == Unreadable::kBrokenPixelData;
  if (pixel.from_data && !has_header_key_) {
    header_key_ = std::move(pixel.write_key);
    has_header_key_ = !header_key_.empty();
  }
  if (broken) return serve_broken(*pixel.wrong);
  if (pixel.wrong) note_unreadable(*pixel.wrong);
  return serve_text(plain_);
}

void Session::note_unreadable(Unreadable why) {
  exchange_.trouble = Trouble::kUninspectable;
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
  if (auto refusal = turned_away(snapshot_->source_of(header_key_), has_header_key_)) {
    return *std::move(refusal);
  }
  const SourceEntry& source = owner_unread();
  exchange_.from.source = source.name;
  return serve_unread(source, why);
}

Task<bool> Session::serve_unread(const SourceEntry& source, Unreadable why) {
  note_unreadable(why);
  exchange_.mode = mode_now(source.policy);
  const bool refuses =
      on_trouble(source.policy.on_uninspectable, exchange_.mode) == OnTrouble::kRefuse;
  return refuses ? refuse_unreadable() : pass_as_it_came();
}

Task<bool> Session::refuse_unreadable() {
  exchange_.trouble = Trouble::kUninspectable;
  if (destination_.traffic == Traffic::kPixel) return answer(gif_answer());
  return answer(unread_answer(source_now().policy.reject_status, context()));
}

const SourceEntry& Session::source_now() const {
  const bool judged = inspection_.source != nullptr;  // if it failed, it failed later
  return judged ? *inspection_.source : owner_unread();
}

// It was judged to learn that, and its events do not count. Whoever has a key in the head was let in
// before.
Task<bool> Session::serve_foreign() {
  inspected_ = false;
  const SourceEntry& source = source_now();
  if (!has_header_key_) {
    auto refusal = turned_away(source, false);
    if (refusal) return *std::move(refusal);
  }
  return serve_unread(source, Unreadable::kForeignShape);
}

// What is not what it says, or not wholly: two readers may read two texts, so it goes on in observe
// at most.
Task<bool> Session::serve_broken(Unreadable why) {
  const Mode mode = mode_now(owner_unread().policy);
  if (mode == Mode::kObserve) return serve_uninspectable(why);
  if (auto refusal = turned_away(snapshot_->source_of(header_key_), has_header_key_)) {
    return *std::move(refusal);
  }
  note_unreadable(why);
  if (destination_.traffic == Traffic::kPixel) return refuse_unreadable();
  // Its bytes are judged as they stand: no JSON, which is what the finding and the quarantine say.
  return judge(body_);
}

// The sender keeps what we cannot hold.
Task<bool> Session::refuse_for_memory() {
  return refuse(503, reason_of(503),
                "the bodies of other requests take all the memory that they may (limits.memory)",
                Trouble::kMemoryFull, 1);
}

Task<bool> Session::enact() {
  const bool is_pixel = destination_.traffic == Traffic::kPixel;
  if (inspection_.mode == Mode::kDryRun) {
    return is_pixel ? answer(gif_answer()) : answer_judged(results_answer);
  }
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
  return answer_judged(inspection_.outcome == Outcome::kReject ? rejected_answer : results_answer);
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
  if (exchange_.unreadable && !inspected_) {  // of what cannot be read there is nothing to keep
    Task<bool> told = answer(gif_answer());
    co_return co_await std::move(told);
  }
  EventRecord record;
  record.outcome = Outcome::kReject;
  record.payload = blotted(plain_, {&snapshot_->keys(), KnownKeys({inspection_.write_key, header_key_})});
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
  exchange_.trouble = Trouble::kInternalError;
  const SourceEntry& source = source_now();
  exchange_.mode = inspected_ ? inspection_.mode : mode_now(source.policy);
  if (on_trouble(source.policy.on_internal_error, exchange_.mode) == OnTrouble::kRefuse) {
    return refuse(503, "Service Unavailable", "the events could not be judged and kept",
                  Trouble::kInternalError, 1);
  }
  return forward_untouched();
}

// Nothing stays behind and nothing changes: neither the answer nor the audit trail may say so.
Task<bool> Session::forward_untouched() {
  inspection_.outcome = Outcome::kPass;
  inspection_.passed = inspection_.events;
  inspection_.fixed = inspection_.rejected = 0;
  inspection_.left_alone.clear();
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

Task<bool> Session::forward_judged() {
  // Of what has two readings what was judged goes on and nothing else.
  const bool unsure = content_.ambiguous && acts(inspection_.mode);
  if (!inspection_.changed && !unsure) return forward(body_, false, {});
  // What is not understood cannot be written anew either.
  if (exchange_.unreadable && destination_.traffic == Traffic::kPixel) return forward_untouched();
  if (destination_.traffic == Traffic::kPixel) {
    target_ = std::string(head_.path()) + '?' + pixel_query(head_.query(), inspection_.body);
    return forward(body_, false, {});
  }
  const bool packs = content_.kind == Content::Kind::kInflated && settings().reencode;
  return packs ? forward_packed() : forward(inspection_.body, true, {});
}

// Compressed as it came, where the caller's own bytes will not do.
Task<bool> Session::forward_packed() {
  const auto pack_it = [this](Decider&) { recoded_ = pack(content_.packing, inspection_.body); };
  if (inspection_.body.size() > kMostOnLoop) {
    Task<void> packed = aside(pack_it);  // g++ 12 destroys the operands of an await twice
    co_await std::move(packed);
    share_.settle(held_bytes());
  } else {
    pack_it(lane_.decider);
  }
  if (recoded_.empty()) co_return co_await forward(inspection_.body, true, {});
  co_return co_await forward(recoded_, true, coding_of(content_.packing));
}

}  // namespace specgate::proxy
