// A body to its verdict: inflated, judged, and what that needs of memory and time. What is short is
// done on the loop at once; what is long goes to the judges, and the loop serves others meanwhile.
#include <algorithm>
#include <exception>

#include "proxy/session/mode_in_force.h"
#include "proxy/session/session.h"
#include "spec/json/value_count.h"

namespace specgate::proxy {
namespace {

// Of a text that is judged beside the loop.
std::optional<Unreadable> too_much_in(std::string_view text) {
  if (values_in(text, kMostValues) > kMostValues) return Unreadable::kTooManyValues;
  if (calls_in(text, kMostCalls) > kMostCalls) return Unreadable::kTooManyCalls;
  return std::nullopt;
}

}  // namespace

Task<bool> Session::serve_body() {
  if (body_.size() > kMostOnLoop || !read_content_within(kMostOnLoop)) return serve_long_body();
  return serve_content();
}

Task<bool> Session::serve_long_body() {
  // Named here and below, as g++ 12 destroys the operands of an await twice.
  Task<void> inflated = aside([this](Decider&) { read_content_within(settings().limits.inflated); });
  co_await std::move(inflated);
  co_return co_await serve_content();
}

bool Session::read_content_within(size_t most) {
  const size_t held = share_.held(), limit = settings().limits.inflated;
  const auto grants = [this, held](size_t bytes) {
    return bytes <= 2 * kWarm || take_memory(held + bytes);
  };
  content_ = read_content(head_.fields, body_, {std::min(most, limit), grants}, plain_);
  const bool too_large = content_.kind == Content::Kind::kUninspectable &&
                         content_.why == Unreadable::kInflatedTooLarge;
  return !too_large || most >= limit;
}

Task<bool> Session::serve_content() {
  switch (content_.kind) {
    case Content::Kind::kPlain:
      return serve_text(body_);
    case Content::Kind::kInflated:
      return serve_text(plain_);
    case Content::Kind::kBroken:
      return serve_broken(content_.why);
    case Content::Kind::kNoRoom:
      return refuse_for_memory();
    case Content::Kind::kUninspectable:
      break;
  }
  return serve_uninspectable(content_.why);
}

Task<bool> Session::serve_text(std::string_view text) {
  if (has_header_key_) {
    auto refusal = turned_away(snapshot_->source_of(header_key_), true);
    if (refusal) return *std::move(refusal);
  }
  return judge(text);
}

Task<bool> Session::judge(std::string_view text) {
  if (text.size() > kWarm) share_.settle(held_bytes());
  if (is_long(text)) return judge_in_steps(text);
  decide(text, delivery(), lane_.decider);
  return inspection_.twin ? judge_in_steps(text) : settle();
}

Task<bool> Session::judge_in_steps(std::string_view text) {
  static_assert(kMostOnLoop < kMostValues && kMostValuesOnLoop < kMostCalls &&
                kShortOnLoop < kMostCalls);
  const bool aside_of_it = is_long(text);
  std::optional<Unreadable> too_much;
  const size_t change = may_change() && aside_of_it ? 2 * text.size() : 0;
  if (!take_memory(share_.held() + change)) co_return co_await refuse_for_memory();
  do {
    if (inspection_.twin) {
      const auto known = std::make_shared<Signal>(lane_.context.get_executor());
      const bool waits = lane_.shared.seen.wait_for(*inspection_.twin, [known] { Signal::tell(known); });
      if (waits) co_await known->wait();
    }
    const Delivery given = delivery();
    if (aside_of_it) {
      Task<void> judged = aside([this, text, &given, &too_much](Decider& decider) {
        too_much = too_much_in(text);
        if (!too_much) decide(text, given, decider);
      });
      co_await std::move(judged);
      if (too_much && exchange_.unreadable) co_return co_await refuse_unreadable();  // it is broken, too
      if (too_much) co_return co_await serve_uninspectable(*too_much);
    } else {
      decide(text, given, lane_.decider);
    }
  } while (inspection_.twin);
  co_return co_await settle();
}

// No more than one request may need, as the settings promise that so much is there.
bool Session::take_memory(size_t bytes) {
  return share_.grow_to(std::min(bytes, settings().limits.memory_of_one()));
}

// Whose policy holds may stand in the body.
bool Session::may_change() const { return snapshot_->rejects(); }

Delivery Session::delivery() {
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
  delivery.unclear_key = unclear_key_;
  delivery.query_keys = query_keys_;
  delivery.retry = exchange_.retry != 0;
  delivery.dry_run = dry_run_;
  delivery.tell_all = lane_.may_feed();
  delivery.may_be_foreign = destination_.vendors;
  return delivery;
}

void Session::decide(std::string_view text, const Delivery& delivery, Decider& decider) {
  inspected_ = false;
  const Clock::time_point start = Clock::now();
  try {
    decider.decide(text, delivery, *snapshot_, inspection_);
    inspected_ = true;
  } catch (const std::exception& error) {
    failure_ = error.what();
    inspection_.twin.reset();
  }
  exchange_.judge_us = microseconds_since(start);
}

// What the judgement comes to, once it is there.
Task<bool> Session::settle() {
  if (!inspected_) {
    lane_.shared.ledger.say("error", "the events of a request could not be judged: " + failure_);
    return without_quarantine();
  }
  if (inspection_.foreign) return serve_foreign();
  if (!holds_what_is_told()) {
    inspected_ = false;  // nothing has been decided: it may come again
    return refuse_for_memory();
  }
  if (exchange_.unreadable) return settle_broken();
  if (!has_header_key_) {
    // Judged by the rules of the strictest source it may be of, it has not been let in by that.
    const bool has_key = !inspection_.write_key.empty();
    auto refusal = turned_away(has_key ? *inspection_.source : snapshot_->source_of({}), has_key);
    if (refusal) return *std::move(refusal);
    exchange_.from.source = inspection_.source->name;
  }
  return enact();
}

// What came, what is told of it and the answer that tells it: all that a slow reader makes us hold.
bool Session::holds_what_is_told() {
  const size_t told = held_bytes() + beyond_warm(inspection_.answer_bytes());
  if (told == 0 && share_.held() == 0) return true;
  const bool fits = take_memory(told);
  if (fits) share_.settle(told);
  return fits;
}

// What is good JSON all the same goes on only where the operator lets it: others may not read it so.
Task<bool> Session::settle_broken() {
  const Policy& policy = inspection_.source->policy;
  const bool refuses =
      on_trouble(policy.on_uninspectable, inspection_.mode) == OnTrouble::kRefuse;
  if (!inspection_.forward || !refuses) return enact();
  exchange_.mode = inspection_.mode;
  inspected_ = false;  // its events do not count
  return refuse_unreadable();
}

}  // namespace specgate::proxy
