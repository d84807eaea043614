#include "proxy/server/server.h"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <future>

#include "proxy/server/ending.h"
#include "proxy/server/listening.h"
#include "proxy/session/session.h"

namespace specgate::proxy {
namespace {

constexpr auto kBusy = std::chrono::milliseconds(50);  // out of descriptors: try again then

const std::string kListener = "the listener";

Task<void> run_session(Worker& lane, Socket socket, std::string peer) {
  {
    Session session(lane, std::move(socket), std::move(peer));
    co_await session.run();
  }
  lane.shared.connections.leave();
}

std::string busy_answer() {
  AnswerContext context;
  context.keep_alive = context.headers = false;
  context.trouble = Trouble::kTooManyConnections;
  Answer answer = problem_answer(503, reason_of(503),
                                 "as many connections are open as there may be (limits.connections)",
                                 context);
  answer.retry_after_s = 1;
  return written(answer, context);
}

// More connections than there may be: said at once, without a session. The first of them are waited
// for, as a close with unread bytes destroys the answer on its way.
Task<void> turn_away(Worker& lane, Socket socket) {
  constexpr unsigned kMostWaitedFor = 64;
  constexpr int64_t kPatience = 1000;
  static const std::string kBusyAnswer = busy_answer();
  Stream stream(std::move(socket), lane.deadlines);
  stream.limit().set(kPatience);
  const bool told = co_await stream.write(net::buffer(kBusyAnswer));
  if (!told || lane.turned_away >= kMostWaitedFor) co_return;
  ++lane.turned_away;
  co_await stream.linger();
  --lane.turned_away;
}

void welcome(Worker& lane, Socket socket, const tcp::endpoint& peer) {
  if (lane.shared.connections.count() >= lane.shared.most_connections) {
    ++lane.shared.refused;
    lane.shared.ledger.count(Trouble::kTooManyConnections);
    net::co_spawn(lane.context, turn_away(lane, std::move(socket)), net::detached);
    return;
  }
  lane.shared.connections.enter();
  net::co_spawn(lane.context,
                run_session(lane, std::move(socket), peer.address().to_string()), net::detached);
}

Task<void> accept_all(Worker& lane, Acceptor& acceptor) {
  while (acceptor.is_open()) {
    tcp::endpoint peer;
    Socket socket(lane.context.get_executor());
    const auto [error] = co_await acceptor.async_accept(socket, peer, kAwait);
    if (error == net::error::operation_aborted) co_return;
    if (error) {
      lane.shared.conditions.begin(kListener, "callers cannot be let in: " + error.message());
      Timer pause(lane.context.get_executor(), kBusy);
      co_await pause.async_wait(kAwait);
      continue;
    }
    lane.shared.conditions.end(kListener);
    welcome(lane, std::move(socket), peer);
  }
}

// Those that the kernel has let in already have sent what they have to send: a close would reset them.
void accept_last(Worker& lane, Acceptor& acceptor) {
  Error error;
  acceptor.non_blocking(true, error);
  while (!error) {
    tcp::endpoint peer;
    Socket socket(lane.context.get_executor());
    acceptor.accept(socket, peer, error);
    if (!error) welcome(lane, std::move(socket), peer);
  }
  acceptor.close(error);
}

std::string why_not(const Error& error) {
  if (error != net::error::address_in_use) return error.message();
  return error.message() + ", by another proxy or program; stop it, or listen elsewhere "
                           "(proxy.listen, --listen)";
}

Problem cannot_listen(const Origin& listen, const std::string& why) {
  return {{}, 0, 0, "cannot listen at " + endpoint_text(listen, listen.port) + ": " + why};
}

}  // namespace

struct Server::Thread {
  enum class Turn : uint8_t { kOnly, kFirst, kLater };
  static constexpr int kWaiting = 1024;  // connections that nobody has accepted yet

  explicit Thread(ProxyState& shared) : lane(shared), acceptor(lane.context.get_executor()) {}

  // The first thread has the port for itself or not at all, whoever else would share it; from then on
  // it shares it with the others. So each has a queue of its own, and no second proxy gets in: it
  // would have to come first.
  Error listen(const tcp::endpoint& at, Turn turn) {
    Error error;
    acceptor.open(at.protocol(), error);
    if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error && turn == Turn::kLater) share_port(error);
    if (!error) acceptor.bind(at, error);
    if (!error) acceptor.listen(kWaiting, error);
    if (!error && turn == Turn::kFirst) share_port(error);
    return error;
  }

  void share_port(Error& error) {
    const int yes = 1;
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0) {
      error.assign(errno, boost::system::system_category());
    }
  }

  Worker lane;
  Acceptor acceptor;
  std::atomic<uint64_t> kept = 0;
  std::thread thread;
};

Server::Server(ProxyState& shared) : shared_(shared) {}

Result<std::unique_ptr<Server>> Server::bind(ProxyState& shared, const Origin& listen, unsigned threads) {
  std::unique_ptr<Server> server(new Server(shared));
  Problems problems = server->take(listen, threads);
  if (!problems.empty()) return problems;
  return server;
}

void Server::run() {
  shared_.snapshots.on_swap([this] { renew(); });
  for (auto& one : threads_) {
    net::co_spawn(one->lane.context, accept_all(one->lane, one->acceptor), net::detached);
    one->thread = std::thread([thread = one.get()] { thread->lane.context.run(); });
  }
}

Problems Server::take(const Origin& listen, unsigned threads) {
  Error error;
  const auto address = net::ip::make_address(listen.host, error);
  if (error) return {cannot_listen(listen, "not an IP address")};
  port_ = listen.port;
  for (unsigned i = 0; i < threads; ++i) {
    auto thread = std::make_unique<Thread>(shared_);
    const auto turn = threads == 1 ? Thread::Turn::kOnly
                      : i == 0     ? Thread::Turn::kFirst
                                   : Thread::Turn::kLater;
    error = thread->listen({address, port_}, turn);
    if (error) return {cannot_listen(listen, why_not(error))};
    port_ = thread->acceptor.local_endpoint().port();
    threads_.push_back(std::move(thread));
  }
  return {};
}

uint64_t Server::upstream_connections() const {
  uint64_t count = 0;
  for (const auto& one : threads_) count += one->lane.upstreams.open_count();
  return count;
}

uint64_t Server::drain(int64_t milliseconds) {
  const Ending ending = ending_of(Clock::now(), std::chrono::milliseconds(milliseconds));
  shared_.draining = true;
  for (auto& one : threads_) {
    net::post(one->lane.context, [thread = one.get()] {
      accept_last(thread->lane, thread->acceptor);
      for (Session* session : thread->lane.sessions) session->close_if_idle();
    });
  }
  shared_.connections.wait_until_empty(ending.requests);
  const uint64_t cut_off = shared_.in_flight;
  std::vector<std::future<void>> expired;
  for (auto& one : threads_) {
    auto done = std::make_shared<std::promise<void>>();
    expired.push_back(done->get_future());
    net::post(one->lane.context, [thread = one.get(), done] {
      thread->lane.deadlines.expire_all();  // of kept connections to upstreams too: they hear of the end
      done->set_value();
    });
  }
  for (std::future<void>& one : expired) one.wait_until(ending.words);
  shared_.connections.wait_until_empty(ending.words);
  return cut_off;
}

void Server::renew() {
  shared_.budget.set_most(shared_.snapshots.current()->settings().limits.memory);
  for (auto& one : threads_) {
    net::post(one->lane.context, [thread = one.get()] { thread->lane.snapshot(); });
  }
}

Server::~Server() {
  shared_.snapshots.on_swap({});
  stop();
  shared_.judges.stop();  // they look into what the sessions hold
}

void Server::stop() {
  for (auto& one : threads_) one->lane.context.stop();
  for (auto& one : threads_) {
    if (one->thread.joinable()) one->thread.join();
  }
}

}  // namespace specgate::proxy
