#include "proxy/upstream.h"

#include <utility>

namespace specgate::proxy {
namespace {

constexpr size_t kMostIdle = 64;  // connections kept to one host
constexpr auto kResolveAgain = std::chrono::seconds(30);
constexpr size_t kMostHead = 64 * 1024;
constexpr size_t kShort = 64 * 1024;
constexpr int kMostInformation = 8;  // 1xx answers before the real one

}  // namespace

std::unique_ptr<UpstreamStream> Upstreams::kept(const Origin& origin) {
  const auto found = hosts_.find(origin.text());
  if (found == hosts_.end()) return nullptr;
  auto& idle = found->second.idle;
  while (!idle.empty()) {
    std::unique_ptr<UpstreamStream> stream = std::move(idle.back());
    idle.pop_back();
    if (!stream->limit().expired() && !stream->readable_now()) return stream;
  }
  return nullptr;
}

void Upstreams::keep(const Origin& origin, std::unique_ptr<UpstreamStream> stream) {
  constexpr int64_t kIdle = 50'000;  // below the minute after which most servers hang up
  auto& idle = hosts_[origin.text()].idle;
  if (idle.size() >= kMostIdle) return;
  stream->limit().set(kIdle);
  stream->in().shrink();
  idle.push_back(std::move(stream));
}

Task<bool> Upstreams::resolve(const Origin& origin, Host& host) {
  if (!host.addresses.empty() && Clock::now() - host.resolved < kResolveAgain) co_return true;
  const auto [error, results] =
      co_await resolver_.async_resolve(origin.host, std::to_string(origin.port), kAwait);
  if (error) co_return !host.addresses.empty();  // better an old address than none
  host.addresses.clear();
  for (const auto& entry : results) host.addresses.push_back(entry.endpoint());
  host.resolved = Clock::now();
  co_return !host.addresses.empty();
}

Task<std::unique_ptr<UpstreamStream>> Upstreams::connect(const Origin& origin, int64_t milliseconds) {
  Host& host = hosts_[origin.text()];
  if (!co_await resolve(origin, host)) co_return nullptr;
  const std::vector<tcp::endpoint> addresses = host.addresses;
  for (const tcp::endpoint& address : addresses) {
    auto stream = std::make_unique<UpstreamStream>(Socket(context_.get_executor()), deadlines_, open_);
    stream->limit().set(milliseconds);
    const auto [error] = co_await stream->socket().async_connect(address, kAwait);
    if (error) continue;
    Error ignored;
    stream->socket().set_option(tcp::no_delay(true), ignored);
    if (origin.tls && !co_await stream->connect_tls(tls_, origin.host)) continue;
    co_return stream;
  }
  host.addresses.clear();
  co_return nullptr;
}

UpstreamCall::~UpstreamCall() {
  if (stream_ == nullptr || !answered_ || trouble_ != UpstreamTrouble::kNone) return;
  if (short_body_ != 0) stream_->in().consume(short_body_);
  const bool whole = short_body_ != 0 || (body_ != nullptr && body_->done());
  // Bytes beyond the answer are nobody's: whoever sent them cannot be trusted with another request.
  if (whole && head_.keep_alive && stream_->in().size() == 0) {
    upstreams_.keep(origin_, std::move(stream_));
  }
}

Task<bool> UpstreamCall::fail() {
  const bool late = stream_ != nullptr && stream_->limit().expired();
  trouble_ = late ? UpstreamTrouble::kTimeout : UpstreamTrouble::kBroken;
  co_return false;
}

Task<bool> UpstreamCall::begin(std::string_view head) {
  stream_ = upstreams_.kept(origin_);
  reused_ = stream_ != nullptr;
  if (!reused_) stream_ = co_await upstreams_.connect(origin_, timeouts_.connect);
  if (stream_ == nullptr) {
    trouble_ = UpstreamTrouble::kConnect;
    co_return false;
  }
  stream_->limit().set(timeouts_.upstream);
  co_return head.empty() || co_await more(head);
}

Task<bool> UpstreamCall::more(std::string_view first, std::string_view second,
                              std::string_view third) {
  bool sent = co_await stream_->write(net::buffer(first), net::buffer(second));
  if (sent && !third.empty()) sent = co_await stream_->write(net::buffer(third));
  if (!sent) co_return co_await fail();
  co_return true;
}

Task<bool> UpstreamCall::read_head(bool is_head) {
  for (int i = 0; i < kMostInformation; ++i) {
    size_t end = 0;
    while ((end = end_of_head(stream_->in().text())) == 0) {
      if (stream_->in().size() > kMostHead || !co_await stream_->read_more()) {
        co_return co_await fail();
      }
    }
    if (!read_response_head(stream_->in().text().substr(0, end), is_head, head_)) {
      co_return co_await fail();
    }
    stream_->in().consume(end);
    if (head_.status() == 101) break;  // nobody asked for another protocol
    if (head_.status() / 100 == 1) continue;
    body_ = std::make_unique<BodyReader>(*stream_, head_.framing);
    answered_ = true;
    co_return true;
  }
  co_return co_await fail();
}

Task<bool> UpstreamCall::send_once(std::string_view head, std::string_view body, bool is_head) {
  if (!co_await begin({})) co_return false;
  if (!co_await more(head, body)) co_return false;
  co_return co_await read_head(is_head);
}

Task<bool> UpstreamCall::send(std::string_view head, std::string_view body, bool repeatable,
                              bool is_head) {
  for (;;) {
    if (co_await send_once(head, body, is_head)) co_return true;
    // A server may hang up on a kept connection just as we use it again: then it has read nothing.
    const bool silent = stream_ != nullptr && stream_->in().size() == 0;
    if (!reused_ || !repeatable || !silent || trouble_ != UpstreamTrouble::kBroken) co_return false;
    trouble_ = UpstreamTrouble::kNone;
  }
}

Task<bool> UpstreamCall::next(std::string_view& piece) {
  if (co_await body_->next(piece)) co_return true;
  co_return co_await fail();
}

Task<bool> UpstreamCall::read_short_body(std::string_view& body) {
  const Framing& framing = head_.framing;
  if (framing.kind != Framing::Kind::kLength || framing.length > kShort || framing.length == 0) {
    co_return false;
  }
  const auto length = static_cast<size_t>(framing.length);
  InBuffer& in = stream_->in();
  while (in.size() < length) {
    if (!co_await stream_->read_more(length - in.size())) {
      co_await fail();
      co_return false;
    }
  }
  body = in.text().substr(0, length);
  short_body_ = length;
  co_return true;
}

Task<void> UpstreamCall::discard() {
  std::string_view piece;
  do {
    if (!co_await next(piece)) co_return;
  } while (!piece.empty());
}

}  // namespace specgate::proxy
