// To the upstream and back.
#include <charconv>

#include "proxy/session/session.h"

namespace specgate::proxy {
namespace {

// "1f4\r\n"
class ChunkSize {
 public:
  explicit ChunkSize(size_t bytes) {
    char* const end = std::to_chars(text_, text_ + sizeof text_ - 2, bytes, 16).ptr;
    end[0] = '\r';
    end[1] = '\n';
    size_ = static_cast<size_t>(end + 2 - text_);
  }
  std::string_view text() const { return {text_, size_}; }

 private:
  char text_[20];
  size_t size_ = 0;
};

// A body where RFC 9110 9.3 gives it no meaning: an upstream may leave it unread and take it for the
// next request.
bool has_odd_body(const RequestHead& head) {
  const Framing& framing = head.framing;
  const bool has_body = framing.kind == Framing::Kind::kChunked || framing.length != 0;
  return has_body && head.verb != http::verb::post && head.verb != http::verb::put &&
         head.verb != http::verb::patch;
}

constexpr std::string_view kChunkEnd = "\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace

Task<bool> Session::forward(std::string_view body, bool changed, std::string_view encoding) {
  const Origin& origin = upstream();
  if (origin.none) co_return co_await answer_here();
  Framing framing = head_.framing;
  if (changed || framing.kind != Framing::Kind::kNone) {
    framing = {Framing::Kind::kLength, body.size()};
  }
  write_forwarded_head({head_, origin, peer_, target(), settings().trust_forwarded, framing, changed,
                        encoding},
                       written_);
  const Clock::time_point start = Clock::now();
  UpstreamCall call(lane_.upstreams, origin, settings().timeouts);
  if (has_odd_body(head_)) call.use_once();
  const bool safe = head_.method == "GET" || head_.method == "HEAD";
  const bool repeatable = safe || (inspected_ && inspection_.repeatable);
  const bool sent = co_await call.send(written_, body, repeatable, head_.is_head());
  exchange_.upstream_us = microseconds_since(start);
  const bool taken = sent && call.head().status / 100 == 2;
  if (inspected_) settle_ids(taken);
  if (!sent) co_return co_await upstream_failed(call);
  exchange_.upstream_status = call.head().status;
  if (destination_.traffic == Traffic::kPixel) {
    co_await call.discard();
    if (!taken) co_return co_await upstream_failed(call);
    const Answer image = gif_answer();
    co_return co_await answer(image);
  }
  const bool some_stayed = inspected_ && inspection_.outcome == Outcome::kQuarantine;
  if (some_stayed && taken) {
    co_await call.discard();
    Task<bool> told = answer_judged(results_answer);  // g++ 12 destroys the operands of an await twice
    co_return co_await std::move(told);
  }
  co_return co_await relay(call);
}

Task<bool> Session::pass_as_it_came() {
  return body_is_held() ? forward(body_, false, {}) : pass_on();
}

// What was taken is seen from now on; whoever waits with the same ids may know.
void Session::settle_ids(bool taken) {
  for (const SeenIds::Hash& id : inspection_.ids) {
    if (!taken) break;
    const bool again = lane_.shared.seen.add(id);
    if (again && !inspection_.retry) ++inspection_.duplicates;
  }
  inspection_.claims.release();
}

// A body that is not held: piece by piece, as it comes.
Task<bool> Session::send_streaming(UpstreamCall& call, const std::string& head, bool chunked) {
  if (!co_await call.begin(head)) co_return false;
  if (!reader_) reader_.emplace(stream_, head_.framing);
  std::string_view piece = chunks_;  // what had been read before we gave up holding it
  for (;;) {
    if (piece.empty()) {
      stream_.limit().set(settings().timeouts.body);
      if (!co_await reader_->next(piece)) {
        exchange_.trouble = Trouble::kClientGone;
        co_return false;
      }
      stream_.limit().clear();
      if (piece.empty()) break;
    }
    exchange_.bytes_in += piece.size();
    const ChunkSize size(piece.size());
    const std::string_view before = chunked ? size.text() : std::string_view();
    const std::string_view after = chunked ? kChunkEnd : std::string_view();
    const bool sent = co_await call.more(before, piece, after);
    if (!sent) co_return false;
    piece = {};
  }
  if (!chunked) co_return true;
  co_return co_await call.more(kLastChunk);
}

Task<bool> Session::pass_on() {
  const Origin& origin = upstream();
  if (origin.none) co_return co_await answer_here();
  if (!co_await meet_expectation()) co_return false;
  write_forwarded_head(
      {head_, origin, peer_, target(), settings().trust_forwarded, head_.framing, false, {}},
      written_);
  const Clock::time_point start = Clock::now();
  UpstreamCall call(lane_.upstreams, origin, settings().timeouts);
  if (has_odd_body(head_)) call.use_once();
  const bool is_head = head_.is_head();
  bool sent = false;
  if (head_.framing.kind == Framing::Kind::kNone) {
    const bool safe = is_head || head_.method == "GET";
    sent = co_await call.send(written_, {}, safe, is_head);
  } else {
    const bool chunked = head_.framing.kind == Framing::Kind::kChunked;
    sent = co_await send_streaming(call, written_, chunked);
    if (sent) sent = co_await call.finish(is_head);
  }
  exchange_.upstream_us = microseconds_since(start);
  if (!sent) co_return co_await upstream_failed(call);
  exchange_.upstream_status = call.head().status;
  co_return co_await relay(call);
}

Task<bool> Session::relay(UpstreamCall& call) {
  if (lane_.shared.draining) keep_alive_ = false;
  const unsigned version = head_.version;
  Framing framing = call.head().framing;
  if (framing.kind == Framing::Kind::kToEnd || framing.kind == Framing::Kind::kChunked) {
    framing.kind = version == 11 ? Framing::Kind::kChunked : Framing::Kind::kToEnd;
    if (version != 11) keep_alive_ = false;
  }
  exchange_.status = call.head().status;
  write_relayed_head(call.head(), framing, context(), written_);
  std::string_view body;
  bool is_short = share_.grow_to(share_.held() + beyond_warm(call.short_length()));
  if (is_short) is_short = co_await call.read_short_body(body);
  if (!is_short && call.trouble() != UpstreamTrouble::kNone) co_return co_await upstream_failed(call);
  if (!is_short && framing.kind == Framing::Kind::kNone) co_await call.discard();
  exchange_.bytes_out += written_.size() + body.size();
  Parts parts{net::buffer(written_), net::buffer(body)};
  bool sent = stream_.write_now(parts);
  if (!sent) sent = co_await tell(parts);
  if (!sent || is_short || framing.kind == Framing::Kind::kNone) co_return sent;
  co_return co_await relay_pieces(call, framing.kind == Framing::Kind::kChunked);
}

Task<bool> Session::relay_pieces(UpstreamCall& call, bool chunked) {
  for (std::string_view piece;;) {
    if (!co_await call.next(piece)) {
      // Half an answer is out: only a torn connection tells that it is not the whole.
      exchange_.trouble = Trouble::kUpstreamBroken;
      keep_alive_ = false;
      stream_.close();
      co_return false;
    }
    if (piece.empty()) break;
    exchange_.bytes_out += piece.size();
    const ChunkSize size(piece.size());
    const std::string_view before = chunked ? size.text() : std::string_view();
    const std::string_view after = chunked ? kChunkEnd : std::string_view();
    const Parts parts{net::buffer(before), net::buffer(piece), net::buffer(after)};
    const bool sent = co_await tell(parts);
    if (!sent) co_return false;
  }
  if (!chunked) co_return true;
  const Parts last{net::buffer(kLastChunk)};
  co_return co_await tell(last);
}

Task<bool> Session::upstream_failed(const UpstreamCall& call) {
  if (exchange_.trouble == Trouble::kClientGone) {
    if (!reader_->malformed()) co_return false;
    co_return co_await refuse(400, "Bad Request", "the chunked body is malformed", Trouble::kBadRequest);
  }
  const bool late = call.trouble() == UpstreamTrouble::kTimeout;
  exchange_.trouble = call.trouble() == UpstreamTrouble::kConnect ? Trouble::kUpstreamConnect
                      : late                                      ? Trouble::kUpstreamTimeout
                                                                  : Trouble::kUpstreamBroken;
  exchange_.reason = call.why();
  if (destination_.traffic == Traffic::kPixel) co_return co_await keep_pixel();
  if (late) {
    co_return co_await refuse(504, "Gateway Timeout", "the upstream did not answer in time",
                              exchange_.trouble);
  }
  const std::string detail = call.why().empty()
                                 ? "the upstream could not be reached or understood"
                                 : "the upstream could not be reached: " + call.why();
  co_return co_await refuse(502, "Bad Gateway", detail, exchange_.trouble);
}

Task<bool> Session::answer(const Answer& answer) {
  if (keep_alive_ && !body_is_over()) take_body();  // an early answer: nobody has asked for it yet
  exchange_.status = answer.status;
  if (lane_.shared.draining) keep_alive_ = false;
  written_ = written(answer, context());
  if (written_.size() > kWarm) share_.settle(held_bytes());
  exchange_.bytes_out += written_.size();
  return tell({net::buffer(written_)});
}

Task<bool> Session::answer_judged(Telling telling) {
  constexpr uint32_t kMany = 1000;
  return inspection_.events > kMany ? answer_judged_aside(telling)
                                    : answer(telling(inspection_, context()));
}

Task<bool> Session::answer_judged_aside(Telling telling) {
  Answer reply;
  Task<void> told =
      aside([&](Decider&) { reply = telling(inspection_, context()); });
  co_await std::move(told);
  co_return co_await answer(reply);
}

Task<bool> Session::tell(Parts parts) {
  stream_.limit().set(settings().timeouts.body);
  const bool sent = co_await stream_.write(parts);
  stream_.limit().clear();
  co_return sent;
}

Task<bool> Session::refuse(unsigned status, std::string_view title, std::string_view detail,
                           Trouble trouble, unsigned retry_after_s) {
  exchange_.trouble = trouble;
  if (destination_.traffic == Traffic::kPixel) return answer(gif_answer());
  Answer refusal = problem_answer(status, title, detail, context());
  refusal.retry_after_s = retry_after_s;
  return answer(refusal);
}

}  // namespace specgate::proxy
