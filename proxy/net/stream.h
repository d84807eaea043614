// One connection, to a caller or to an upstream: TCP or TLS, with a time limit on whatever waits.
//
// Owned and used by one thread. After an error or an expired limit the stream is finished.
#pragma once

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/net/asio.h"
#include "proxy/net/deadline.h"
#include "proxy/net/memory_budget.h"

namespace specgate::proxy {

// Bytes that were read and wait to be used: [begin, end) of a block. A large body gets a block of its
// own, which goes with it: whoever needs the next one is given the same memory, still warm.
class InBuffer {
 public:
  std::string_view text() const { return {bytes_ + begin_, size()}; }
  size_t size() const { return end_ - begin_; }
  void consume(size_t bytes);
  // Room for at least `bytes` more behind what waits. Views into the buffer die.
  net::mutable_buffer room(size_t bytes);
  void added(size_t bytes) { end_ += bytes; }
  // Gives a large block back where a smaller one will do. Views into the buffer die.
  void shrink();

 private:
  using Block = std::unique_ptr<char[]>;
  static constexpr size_t kUsual = kWarm;
  void move_to(char* bytes, size_t capacity);
  void move_to_large(size_t capacity);

  Block usual_ = std::make_unique_for_overwrite<char[]>(kUsual);
  Block large_;  // null: the usual one is in use
  char* bytes_ = usual_.get();
  size_t capacity_ = kUsual;
  size_t begin_ = 0, end_ = 0;
};

// What goes out, in its order.
using Parts = std::array<net::const_buffer, 3>;

class Stream {
 public:
  static constexpr size_t kUsualRead = 4 * 1024;

  Stream(Socket socket, Deadlines& deadlines);
  ~Stream();

  // Connects a socket that is not, within the limit.
  Task<bool> connect(const tcp::endpoint& address);

  // Reads something, with room for at least so much. False: closed, broken or too late.
  Task<bool> read_more(size_t at_least = kUsualRead);
  Task<bool> write(Parts parts);
  Task<bool> write(net::const_buffer first, net::const_buffer second = {},
                   net::const_buffer third = {}) {
    return write(Parts{first, second, third});
  }
  // Writes what the socket takes at once, nearly always all: no coroutine, no turn of the loop. False:
  // `parts` is what write() still has to send, and any trouble is told there.
  bool write_now(Parts& parts);

  // TLS, after which everything above is encrypted. Within the limit of the stream.
  Task<bool> accept_tls(net::ssl::context& context);
  Task<bool> connect_tls(net::ssl::context& context, const std::string& host);

  // Nothing is half said: until the next byte either way an end is an orderly one, and whoever ends it,
  // be it a limit or the destructor, says so in TLS too (close_notify). Otherwise the other side sees a
  // torn connection, and knows that what it has is not the whole.
  void rest() { at_rest_ = true; }
  // Tells the other side that no more comes, reads what it still sends for a short while (or the
  // close would destroy the answer on its way), and closes.
  Task<void> linger();
  void close();  // torn, unless at rest
  bool readable_now();  // a kept connection that has bytes or an end to read is of no use

  InBuffer& in() { return in_; }
  Deadline& limit() { return limit_; }
  Socket& socket() { return socket_; }
  std::string peer_subject() const;  // of the other side's certificate; empty: none
  // Why it is finished, in words that name no address and no secret.
  std::string failure() const;
  uint64_t bytes_read() const { return bytes_read_; }
  // Of TLS, and nothing was read: what there is to read may be tickets of the handshake.
  bool may_have_tickets() const { return tls_ != nullptr && bytes_read_ == 0; }
  bool ended() const;       // the other side has said all it had to say

 private:
  using Tls = net::ssl::stream<Socket&>;
  void prepare();
  bool note(Error error);
  bool took(Error error, size_t bytes);
  void say_end();  // close_notify, where there is TLS; never waits

  Socket socket_;
  std::unique_ptr<Tls> tls_;
  Deadline limit_;
  InBuffer in_;
  Error error_;
  uint64_t bytes_read_ = 0;
  bool at_rest_ = false;
};

}  // namespace specgate::proxy
