#include "proxy/net/stream.h"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstring>

#include "proxy/net/tls.h"

namespace specgate::proxy {

void InBuffer::consume(size_t bytes) {
  begin_ += bytes;
  if (begin_ == end_) begin_ = end_ = 0;
}

void InBuffer::move_to(char* bytes, size_t capacity) {
  std::memmove(bytes, bytes_ + begin_, size());
  end_ = size();
  begin_ = 0;
  bytes_ = bytes;
  capacity_ = capacity;
}

net::mutable_buffer InBuffer::room(size_t bytes) {
  if (size() + bytes > capacity_) {
    move_to_large(std::max(size() + bytes, 2 * capacity_));
  } else if (end_ + bytes > capacity_) {
    move_to(bytes_, capacity_);
  }
  return {bytes_ + end_, capacity_ - end_};
}

void InBuffer::move_to_large(size_t capacity) {
  Block block = std::make_unique_for_overwrite<char[]>(capacity);
  move_to(block.get(), capacity);
  large_ = std::move(block);
}

void InBuffer::shrink() {
  if (large_ == nullptr) return;
  if (size() > kUsual) {
    if (capacity_ / 4 > size()) move_to_large(2 * size());
    return;
  }
  move_to(usual_.get(), kUsual);
  large_.reset();
}

Stream::Stream(Socket socket, Deadlines& deadlines)
    : socket_(std::move(socket)), limit_(deadlines, [this] { close(); }) {
  if (socket_.is_open()) prepare();
}

Stream::~Stream() { close(); }

void Stream::prepare() {
  Error ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

Task<bool> Stream::connect(const tcp::endpoint& address) {
  const auto [error] = co_await socket_.async_connect(address, kAwait);
  if (!note(error)) co_return false;
  prepare();
  co_return true;
}

bool Stream::note(Error error) {
  if (error) error_ = error;
  return !error && !limit_.expired();
}

bool Stream::took(Error error, size_t bytes) {
  in_.added(bytes);
  bytes_read_ += bytes;
  if (bytes != 0) at_rest_ = false;
  return note(error);
}

Task<bool> Stream::read_more(size_t at_least) {
  if (limit_.expired()) co_return false;
  const net::mutable_buffer room = in_.room(at_least);
  // Two branches, each with its own await: g++ 12 destroys operands of ?: twice.
  if (tls_ != nullptr) {
    const auto [error, bytes] = co_await tls_->async_read_some(room, kAwait);
    co_return took(error, bytes);
  }
  const auto [error, bytes] = co_await socket_.async_read_some(room, kAwait);
  co_return took(error, bytes);
}

Task<bool> Stream::write(Parts parts) {
  if (limit_.expired()) co_return false;
  at_rest_ = false;
  if (tls_ != nullptr) {
    const auto [error, bytes] = co_await net::async_write(*tls_, parts, kAwait);
    co_return note(error);
  }
  const auto [error, bytes] = co_await net::async_write(socket_, parts, kAwait);
  co_return note(error);
}

bool Stream::write_now(Parts& parts) {
  if (tls_ != nullptr || limit_.expired()) return false;
  at_rest_ = false;
  Error full;  // or broken
  size_t sent = socket_.write_some(parts, full);
  bool all = !full;
  for (net::const_buffer& part : parts) {
    const size_t of_part = std::min(sent, part.size());
    part += of_part;
    sent -= of_part;
    all = all && part.size() == 0;
  }
  return all;
}

Task<bool> Stream::accept_tls(net::ssl::context& context) {
  tls_ = std::make_unique<Tls>(socket_, context);
  const auto [error] = co_await tls_->async_handshake(net::ssl::stream_base::server, kAwait);
  co_return note(error) && !has_run_out(tls_->native_handle());
}

Task<bool> Stream::connect_tls(net::ssl::context& context, const std::string& host) {
  tls_ = std::make_unique<Tls>(socket_, context);
  expect_host(tls_->native_handle(), host);
  const auto [error] = co_await tls_->async_handshake(net::ssl::stream_base::client, kAwait);
  co_return note(error);
}

Task<void> Stream::linger() {
  constexpr int64_t kPatience = 1000;  // between two pieces
  constexpr int64_t kWhole = 5000;
  constexpr uint64_t kMost = 64 * 1024 * 1024;  // of a body that was refused on sight
  constexpr size_t kPiece = 16 * 1024;
  say_end();
  Error ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  limit_.cap(kWhole);
  for (uint64_t read = 0; read < kMost && !limit_.expired();) {
    in_.consume(in_.size());  // of no meaning any more, encrypted or not
    limit_.set(kPatience);
    const auto [error, bytes] = co_await socket_.async_read_some(in_.room(kPiece), kAwait);
    if (error) break;
    read += bytes;
  }
  close();
}

void Stream::say_end() {
  at_rest_ = false;
  if (tls_ == nullptr || !socket_.is_open()) return;
  const std::string record = close_notify(tls_->native_handle());
  Error ignored;  // a full socket: whoever does not read does not hear either
  if (!record.empty()) socket_.write_some(net::buffer(record), ignored);
}

void Stream::close() {
  if (at_rest_) say_end();
  Error ignored;
  socket_.close(ignored);
}

std::string Stream::failure() const {
  if (limit_.expired()) return "it took too long";
  const std::string why = tls_ == nullptr ? std::string() : distrust(tls_->native_handle());
  if (!why.empty()) return "its certificate is not trusted: " + why;
  return error_ ? error_.message() : std::string();
}

bool Stream::readable_now() {
  char byte;
  const ssize_t got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

bool Stream::ended() const { return error_ == net::error::eof && !limit_.expired(); }

std::string Stream::peer_subject() const {
  if (tls_ == nullptr) return {};
  X509* const certificate = SSL_get_peer_certificate(tls_->native_handle());
  if (certificate == nullptr) return {};
  char text[256];
  X509_NAME_oneline(X509_get_subject_name(certificate), text, sizeof text);
  X509_free(certificate);
  return text;
}

}  // namespace specgate::proxy
