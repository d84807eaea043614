// Connections to upstreams: kept alive and used again by the sessions of one thread; and one request
// over such a connection with its answer, whose bytes are distrusted like a caller's.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "proxy/http/body_reader.h"
#include "proxy/net/conditions.h"
#include "proxy/net/lookups.h"
#include "proxy/settings/settings.h"

namespace specgate::proxy {

// A connection to an upstream, counted while it is open, and the head it answered with last.
struct UpstreamStream : Stream {
  UpstreamStream(Socket socket, Deadlines& deadlines, std::atomic<uint64_t>& open)
      : Stream(std::move(socket), deadlines), open_(open) {
    ++open_;
  }
  ~UpstreamStream() { --open_; }

  ResponseHead head;
  const Clock::time_point made = Clock::now();

 private:
  std::atomic<uint64_t>& open_;
};

// What a connection is made with, shared by all threads.
struct ConnectionMeans {
  net::ssl::context& tls;
  Lookups& lookups;
  Conditions& conditions;  // are told of names that are not found and upstreams that are not reached
};

// A new connection, or why there is none: words that name no address and no secret.
struct Connected {
  std::unique_ptr<UpstreamStream> stream;  // null: none
  std::string why;
};

// Of one thread.
class Upstreams {
 public:
  Upstreams(net::io_context& context, Deadlines& deadlines, ConnectionMeans means)
      : context_(context), deadlines_(deadlines), means_(means) {}

  // Looks the name up, connects and shakes hands, all within `milliseconds`.
  Task<Connected> connect(const Origin& origin, int64_t milliseconds);
  std::unique_ptr<UpstreamStream> kept(const Origin& origin);
  void keep(const Origin& origin, std::unique_ptr<UpstreamStream> stream);
  uint64_t open_count() const { return open_; }  // kept and in use; any thread

 private:
  struct Host {
    std::vector<std::unique_ptr<UpstreamStream>> idle;
  };
  Task<Found> find(const Origin& origin, int64_t milliseconds);
  Task<Connected> connect_to(const tcp::endpoint& address, const Origin& origin,
                             int64_t milliseconds);

  net::io_context& context_;
  Deadlines& deadlines_;
  const ConnectionMeans means_;
  struct SameHost {
    bool operator()(const Origin& a, const Origin& b) const {
      return std::tie(a.port, a.tls, a.host) < std::tie(b.port, b.tls, b.host);
    }
  };
  std::map<Origin, Host, SameHost> hosts_;
  std::atomic<uint64_t> open_ = 0;
};

// What went wrong on the way to an upstream's answer.
enum class UpstreamTrouble : uint8_t { kNone, kConnect, kTimeout, kBroken };

class UpstreamCall {
 public:
  UpstreamCall(Upstreams& upstreams, const Origin& origin, const Timeouts& timeouts)
      : upstreams_(upstreams), origin_(origin), timeouts_(timeouts) {}
  ~UpstreamCall();  // keeps the connection where may_keep() says so
  UpstreamCall(const UpstreamCall&) = delete;
  UpstreamCall& operator=(const UpstreamCall&) = delete;

  // Sends a whole request and reads the head of its answer. `repeatable`: nobody is hurt if it
  // arrives twice, so that a kept connection which turns out to be dead is replaced by a new one.
  Task<bool> send(std::string_view head, std::string_view body, bool repeatable, bool is_head);
  // The same in parts, for bodies that are not held: never repeated. Without finish() the request is
  // not whole.
  Task<bool> begin(std::string_view head);
  Task<bool> more(std::string_view first, std::string_view second = {},
                  std::string_view third = {}) {
    return more(Parts{net::buffer(first), net::buffer(second), net::buffer(third)});
  }
  Task<bool> finish(bool is_head);
  // No other request goes on the same connection: this one may be read in two ways.
  void use_once() { once_ = true; }

  const ResponseHead& head() const { return stream_->head; }  // once it is read
  // Of the body of the answer; see BodyReader::next.
  Task<bool> next(std::string_view& piece);
  size_t short_length() const;  // what read_short_body() would hold; 0: nothing
  // The whole body if it is short and has a length: a view until next() or the end.
  Task<bool> read_short_body(std::string_view& body);
  Task<void> discard();

  UpstreamTrouble trouble() const { return trouble_; }
  const std::string& why() const { return why_; }  // of kConnect, in words
  bool answered() const { return answered_; }  // a head was read and believed

 private:
  bool reuse();  // takes a kept connection, if there is one
  Task<bool> connect();
  Task<bool> more(Parts parts);
  void listen();
  Task<bool> read_head(bool is_head);
  Task<bool> read_one_head(bool is_head);
  void allow(int64_t milliseconds);  // for what is waited for next; 0: as for the whole answer
  bool fail();                       // notes why; false
  // The one place that decides whether another request may follow on this connection.
  bool is_whole() const;  // request and answer, each to its end
  bool may_keep() const;

  Upstreams& upstreams_;
  const Origin& origin_;
  const Timeouts& timeouts_;
  std::unique_ptr<UpstreamStream> stream_;
  std::optional<BodyReader> body_;
  size_t short_body_ = 0;
  bool reused_ = false, answered_ = false;
  bool in_parts_ = false, once_ = false;
  bool sent_ = false;   // the whole request has been written
  bool early_ = false;  // something to read was there before that
  UpstreamTrouble trouble_ = UpstreamTrouble::kNone;
  std::string why_;
};

}  // namespace specgate::proxy
