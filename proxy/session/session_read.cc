// The head and the body of a request, each within its limits of size and time.
#include <algorithm>

#include "proxy/session/session.h"

namespace specgate::proxy {

Task<bool> Session::read_head() {
  InBuffer& in = stream_.in();
  stream_.limit().set(lane_.snapshot()->settings().timeouts.idle);
  bool begun = false;
  for (;;) {
    while (in.text().starts_with("\r\n")) in.consume(2);  // RFC 9112 2.2
    if (end_of_head(in.text()) != 0 || in.size() > lane_.snapshot()->settings().limits.head) break;
    if (!begun && in.size() != 0) {
      begun = true;
      stream_.limit().set(lane_.snapshot()->settings().timeouts.head);
    }
    if (!co_await stream_.read_more()) co_return false;
  }
  stream_.limit().clear();
  co_return true;
}

Task<bool> Session::meet_expectation() {
  if (!std::exchange(head_.expects_continue, false)) co_return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const Parts go_on{net::buffer(kContinue)};
  co_return co_await tell(go_on);
}

bool Session::body_is_over() const {
  if (reader_) return reader_->done();
  const Framing& framing = head_.framing;
  return framing.kind == Framing::Kind::kNone ||
         (framing.kind == Framing::Kind::kLength && framing.length == held_);
}

// One with a length stays where it was read.
bool Session::take_body() {
  const Framing& framing = head_.framing;
  if (reader_ || framing.kind == Framing::Kind::kChunked || framing.length > settings().limits.body ||
      framing.length > stream_.in().size()) {
    return false;
  }
  held_ = static_cast<size_t>(framing.length);
  body_ = stream_.in().text().substr(0, held_);
  exchange_.bytes_in += held_;
  return true;
}

// A string that grows takes twice as much as it had, within the limit, and meanwhile both.
bool Session::hold_chunk(std::string_view piece) {
  const size_t size = chunks_.size() + piece.size();
  if (size > chunks_.capacity() && size > kWarm) {
    const size_t most = settings().limits.body;
    const size_t next = std::max(size, std::min(2 * chunks_.capacity(), most));
    if (!share_.grow_to(chunks_.capacity() + next)) return false;
    chunks_.reserve(next);
    share_.settle(next);
  }
  chunks_.append(piece);
  return true;
}

// The whole body, within the limit and the memory for it.
Task<Session::Got> Session::read_body() {
  const size_t most = settings().limits.body;
  const Framing& framing = head_.framing;
  if (framing.length > most) co_return Got::kTooLarge;
  if (!share_.grow_to(beyond_warm(static_cast<size_t>(framing.length)))) co_return Got::kNoRoom;
  if (!co_await meet_expectation()) co_return Got::kNothing;
  stream_.limit().set(settings().timeouts.body);
  if (framing.kind == Framing::Kind::kChunked) {
    reader_.emplace(stream_, framing);
    for (std::string_view piece;;) {
      if (!co_await reader_->next(piece)) co_return Got::kNothing;
      if (piece.empty()) break;
      if (!hold_chunk(piece)) co_return Got::kNoRoom;
      if (chunks_.size() > most) co_return Got::kTooLarge;
    }
    body_ = chunks_;
    exchange_.bytes_in += body_.size();
  } else {
    while (!take_body()) {
      const size_t missing = static_cast<size_t>(framing.length) - stream_.in().size();
      if (!co_await stream_.read_more(missing)) co_return Got::kNothing;
    }
  }
  stream_.limit().clear();
  co_return Got::kAll;
}

}  // namespace specgate::proxy
