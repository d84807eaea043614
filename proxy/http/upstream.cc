#include "proxy/http/upstream.h"

#include <algorithm>
#include <utility>

namespace specgate::proxy {
namespace {

constexpr size_t kMostIdle = 64;  // connections kept to one host
// A connection in steady use would never ask for the name again.
constexpr auto kOldest = std::chrono::hours(1);
constexpr size_t kMostHead = 64 * 1024;
constexpr size_t kShort = 64 * 1024;
constexpr int kMostInformation = 8;  // 1xx answers before the real one

// The next piece of what goes out; it is taken from `parts`.
Parts front_of(Parts& parts) {
  constexpr size_t kPiece = 64 * 1024;
  Parts out;
  size_t room = kPiece;
  for (size_t i = 0; i < parts.size(); ++i) {
    out[i] = net::buffer(parts[i], room);
    parts[i] += out[i].size();
    room -= out[i].size();
  }
  return out;
}

}  // namespace

std::unique_ptr<UpstreamStream> Upstreams::kept(const Origin& origin) {
  const auto found = hosts_.find(origin);
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
  auto& idle = hosts_[origin].idle;
  if (idle.size() >= kMostIdle || Clock::now() - stream->made > kOldest) return;
  stream->limit().clear();  // of the cap of its last answer
  stream->limit().set(kIdle);
  stream->in().shrink();
  idle.push_back(std::move(stream));
}

Task<Found> Upstreams::find(const Origin& origin, int64_t milliseconds) {
  Found found = co_await means_.lookups.find(context_.get_executor(), origin.host, origin.port,
                                             milliseconds);
  const std::string name = "the name " + origin.host;
  if (found.trouble.empty()) {
    means_.conditions.end(name);
  } else {
    means_.conditions.begin(name, found.trouble + (found.addresses.empty()
                                                       ? ""
                                                       : "; its last good addresses are used"));
  }
  co_return found;
}

Task<Connected> Upstreams::connect_to(const tcp::endpoint& address, const Origin& origin,
                                      int64_t milliseconds) {
  auto stream = std::make_unique<UpstreamStream>(Socket(context_.get_executor()), deadlines_, open_);
  stream->limit().set(milliseconds);
  bool ready = co_await stream->connect(address);
  if (ready && origin.tls) ready = co_await stream->connect_tls(means_.tls, origin.host);
  Connected out;  // named: g++ 12 destroys temporaries of co_return twice
  if (ready) {
    out.stream = std::move(stream);
  } else {
    out.why = stream->failure();
  }
  co_return out;
}

Task<Connected> Upstreams::connect(const Origin& origin, int64_t milliseconds) {
  using std::chrono::duration_cast;
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(milliseconds);
  const Found found = co_await find(origin, milliseconds);
  Connected out{nullptr, "its name is not found: " + found.trouble};
  const std::string upstream = "the upstream " + origin.text();
  auto left = static_cast<int64_t>(found.addresses.size());
  for (const tcp::endpoint& address : found.addresses) {
    const auto rest = duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    // One that does not answer leaves the others their share.
    out = co_await connect_to(address, origin, std::max<int64_t>(rest / left--, 1));
    if (out.stream == nullptr) continue;
    means_.conditions.end(upstream);
    co_return out;
  }
  means_.lookups.doubt(origin.host, origin.port);
  means_.conditions.begin(upstream, out.why);
  co_return out;
}

UpstreamCall::~UpstreamCall() {
  if (stream_ == nullptr) return;
  if (short_body_ != 0) stream_->in().consume(short_body_);
  if (is_whole()) stream_->rest();
  if (may_keep()) upstreams_.keep(origin_, std::move(stream_));
}

bool UpstreamCall::is_whole() const {
  if (!sent_ || early_ || !answered_ || trouble_ != UpstreamTrouble::kNone) return false;
  return short_body_ != 0 || body_->done();
}

bool UpstreamCall::may_keep() const {
  // Bytes beyond the answer are nobody's: whoever sent them cannot be trusted with another request.
  return !once_ && is_whole() && stream_->head.keep_alive && stream_->in().size() == 0;
}

void UpstreamCall::allow(int64_t milliseconds) {
  stream_->limit().set(milliseconds != 0 ? milliseconds : timeouts_.upstream);
}

bool UpstreamCall::fail() {
  const bool late = stream_ != nullptr && stream_->limit().expired();
  trouble_ = late ? UpstreamTrouble::kTimeout : UpstreamTrouble::kBroken;
  return false;
}

bool UpstreamCall::reuse() {
  stream_ = upstreams_.kept(origin_);
  reused_ = stream_ != nullptr;
  if (reused_) stream_->limit().clear();
  return reused_;
}

Task<bool> UpstreamCall::connect() {
  Connected made = co_await upstreams_.connect(origin_, timeouts_.connect);
  stream_ = std::move(made.stream);
  if (stream_ == nullptr) {
    trouble_ = UpstreamTrouble::kConnect;
    why_ = std::move(made.why);
    co_return false;
  }
  stream_->limit().clear();
  co_return true;
}

Task<bool> UpstreamCall::begin(std::string_view head) {
  in_parts_ = true;
  bool ready = reuse();
  if (!ready) ready = co_await connect();
  if (!ready) co_return false;
  co_return co_await more(head);
}

// An answer that comes before the request is out is an answer to less than it: who knows how the rest
// is read. The tickets of a new TLS connection look the same from outside.
void UpstreamCall::listen() {
  if (!in_parts_ && stream_->may_have_tickets()) return;
  early_ = early_ || stream_->in().size() != 0 || stream_->readable_now();
}

Task<bool> UpstreamCall::more(Parts parts) {
  for (Parts now = front_of(parts); net::buffer_size(now) != 0; now = front_of(parts)) {
    listen();
    allow(timeouts_.upstream_idle);
    const bool sent = co_await stream_->write(now);
    stream_->limit().lift();
    if (!sent) co_return fail();
  }
  co_return true;
}

// The next head, be it of information or of the answer. False: none came that can be believed.
Task<bool> UpstreamCall::read_one_head(bool is_head) {
  const InBuffer& in = stream_->in();
  size_t end = end_of_head(in.text());
  while (end == 0) {
    if (in.size() > kMostHead) co_return false;
    const bool more_came = co_await stream_->read_more();
    if (!more_came) co_return false;
    end = end_of_head(in.text());
  }
  const bool believed = read_response_head(in.text().substr(0, end), is_head, stream_->head);
  stream_->in().consume(end);
  co_return believed;
}

Task<bool> UpstreamCall::finish(bool is_head) {
  sent_ = true;
  return read_head(is_head);
}

Task<bool> UpstreamCall::read_head(bool is_head) {
  stream_->limit().cap(timeouts_.upstream);
  allow(timeouts_.upstream_head);
  for (int i = 0; i < kMostInformation; ++i) {
    const bool read = co_await read_one_head(is_head);
    if (!read || head().status == 101) break;  // nobody asked for another protocol
    if (head().status / 100 == 1) continue;
    stream_->limit().lift();
    body_.emplace(*stream_, head().framing);
    answered_ = true;
    co_return true;
  }
  co_return fail();
}

Task<bool> UpstreamCall::send(std::string_view head, std::string_view body, bool repeatable,
                              bool is_head) {
  for (;;) {
    bool going = reuse();
    if (!going) going = co_await connect();
    if (!going) co_return false;
    Parts parts{net::buffer(head), net::buffer(body)};
    going = stream_->write_now(parts);
    if (!going) going = co_await more(parts);
    sent_ = going;
    if (going) going = co_await read_head(is_head);
    if (going) co_return true;
    // A server may hang up on a kept connection just as we use it again: then it has read nothing.
    const bool silent = stream_->in().size() == 0;
    if (!reused_ || !repeatable || !silent || trouble_ != UpstreamTrouble::kBroken) co_return false;
    trouble_ = UpstreamTrouble::kNone;
  }
}

Task<bool> UpstreamCall::next(std::string_view& piece) {
  allow(timeouts_.upstream_idle);
  const bool read = co_await body_->next(piece);
  stream_->limit().lift();
  co_return read || fail();
}

size_t UpstreamCall::short_length() const {
  const Framing& framing = head().framing;
  const bool is_short = framing.kind == Framing::Kind::kLength && framing.length <= kShort;
  return is_short ? static_cast<size_t>(framing.length) : 0;
}

Task<bool> UpstreamCall::read_short_body(std::string_view& body) {
  const size_t length = short_length();
  if (length == 0) co_return false;
  InBuffer& in = stream_->in();
  while (in.size() < length) {
    allow(timeouts_.upstream_idle);
    const bool more_came = co_await stream_->read_more(length - in.size());
    if (!more_came) co_return fail();
  }
  body = in.text().substr(0, length);
  short_body_ = length;
  co_return true;
}

Task<void> UpstreamCall::discard() {
  for (std::string_view piece;;) {
    const bool read = co_await next(piece);
    if (!read || piece.empty()) co_return;
  }
}

}  // namespace specgate::proxy
