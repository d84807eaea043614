// The few names of Asio that the proxy speaks: one executor type throughout, so that nothing is
// type-erased, and errors as values, never as exceptions.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>

namespace specgate::proxy {

namespace net = boost::asio;
using tcp = net::ip::tcp;
using Error = boost::system::error_code;
using Executor = net::io_context::executor_type;
using Socket = net::basic_stream_socket<tcp, Executor>;
using Acceptor = net::basic_socket_acceptor<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = net::basic_waitable_timer<Clock, net::wait_traits<Clock>, Executor>;

// A coroutine of one of our threads.
template <typename T>
using Task = net::awaitable<T, Executor>;

// auto [error, bytes] = co_await socket.async_read_some(buffer, kAwait);
// Deferred: the coroutine that awaits starts the operation itself, where use_awaitable would make a
// coroutine of the operation as well.
inline constexpr auto kAwait = net::as_tuple(net::deferred);

inline uint64_t microseconds_since(Clock::time_point start) {
  using std::chrono::duration_cast, std::chrono::microseconds;
  return static_cast<uint64_t>(duration_cast<microseconds>(Clock::now() - start).count());
}

}  // namespace specgate::proxy
