// The head and the body of a request, each within its limits of size and time.
#include "proxy/session.h"

namespace specgate::proxy {

Task<bool> Session::read_head() {
  InBuffer& in = stream_.in();
  in.shrink();
  stream_.limit().set(settings().timeouts.idle);
  bool begun = false;
  for (;;) {
    while (in.text().starts_with("\r\n")) in.consume(2);  // RFC 9112 2.2
    if (end_of_head(in.text()) != 0 || in.size() > settings().limits.head) break;
    if (!begun && in.size() != 0) {
      begun = true;
      stream_.limit().set(settings().timeouts.head);
    }
    if (!co_await stream_.read_more()) co_return false;
  }
  stream_.limit().clear();
  co_return true;
}

Task<bool> Session::meet_expectation() {
  if (!std::exchange(head_.expects_continue, false)) co_return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.limit().set(settings().timeouts.body);
  const bool sent = co_await stream_.write(net::buffer(kContinue));
  stream_.limit().clear();
  co_return sent;
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

}  // namespace specgate::proxy
