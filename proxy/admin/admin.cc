#include "proxy/admin/admin.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>
#include <thread>

#include "proxy/admin/routes.h"
#include "proxy/net/asio.h"
#include "proxy/server/listening.h"

namespace specgate::proxy {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Connection = beast::basic_stream<tcp, Executor>;
using Parser = http::request_parser<http::string_body>;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

constexpr std::chrono::seconds kLimit{10};  // for a request, and again for its answer
constexpr auto kLinger = std::chrono::seconds(1);
constexpr uint32_t kHeadLimit = 8 * 1024;
constexpr uint64_t kBodyLimit = 64 * 1024;
constexpr size_t kMostConnections = 64;
constexpr size_t kMostProbes = 32;  // connections beyond these, for what answers at once alone
constexpr std::chrono::seconds kProbeLimit{1};
constexpr size_t kWorkers = 2;      // a reload does not keep lists waiting

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// The field's value where it stands once.
std::string_view only(const Request& request, http::field name) {
  return request.count(name) == 1 ? view(request[name]) : std::string_view{};
}

AdminRequest seen(const Request& request) {
  return {.method = view(request.method_string()),
          .target = view(request.target()),
          .host = only(request, http::field::host),
          .origin = view(request[http::field::origin]),
          .authorization = only(request, http::field::authorization)};
}

Response written(AdminAnswer answer, bool head, bool keep_alive) {
  Response response{http::int_to_status(answer.status), 11};
  const auto set = [&](http::field name, std::string_view value) {
    response.set(name, beast::string_view(value.data(), value.size()));
  };
  set(http::field::content_type, answer.type);
  set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (!answer.allow.empty()) set(http::field::allow, answer.allow);
  if (answer.status == 401) set(http::field::www_authenticate, "Bearer");
  response.keep_alive(keep_alive);
  response.content_length(answer.body.size());
  if (!head) response.body() = std::move(answer.body);
  return response;
}

// What is said of a request that could not be read; nothing where nobody listens any more.
std::optional<AdminAnswer> reading_failed(const Error& error) {
  if (error == http::error::header_limit) return admin_error(431, "the head is over 8 KB");
  if (error == http::error::body_limit) return admin_error(413, "the body is over 64 KB");
  if (error == http::error::end_of_stream || error == http::error::partial_message) return {};
  if (error.category() != http::make_error_code(http::error::bad_method).category()) return {};
  return admin_error(400, "this is not HTTP");
}

class BeastAdmin : public Admin {
 public:
  BeastAdmin(const Origin& listen, bool loopback, Secret token, AdminPorts ports)
      : routes_(listen.host, loopback, std::move(token), std::move(ports)) {}
  ~BeastAdmin() override {
    io_.stop();
    if (thread_.joinable()) thread_.join();
    workers_.join();  // what they are at is still needed
  }

  Error listen(const tcp::endpoint& endpoint) {
    Error error;
    (void)acceptor_.open(endpoint.protocol(), error);
    if (!error) (void)acceptor_.set_option(net::socket_base::reuse_address(true), error);
    if (!error) (void)acceptor_.bind(endpoint, error);
    if (!error) (void)acceptor_.listen(net::socket_base::max_listen_connections, error);
    return error;
  }
  void run() {
    net::co_spawn(io_.get_executor(), accept(), net::detached);
    thread_ = std::thread([this] { io_.run(); });
  }
  uint16_t port() const override { return acceptor_.local_endpoint().port(); }

 private:
  // Counts the connections that are open.
  struct Place {
    explicit Place(size_t& places) : open(places) { ++open; }
    ~Place() { --open; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    size_t& open;
  };

  // Whether a connection may ask for everything, or came when there were too many.
  enum class Access : uint8_t { kAll, kProbes };

  Task<void> accept();
  Task<void> serve(Socket socket, Access access);
  Task<bool> serve_one(Connection& connection, beast::flat_buffer& buffer, Access access);
  Task<AdminAnswer> answer(const AdminRequest& request, Access access);
  Task<AdminAnswer> work(const AdminRequest& request);
  Task<bool> write(Connection& connection, Response response);

  const AdminRoutes routes_;
  size_t open_ = 0;
  net::io_context io_{1};  // its end is that of the coroutines, which use what stands above
  Acceptor acceptor_{io_};
  std::thread thread_;
  net::thread_pool workers_{kWorkers};
};

Task<void> BeastAdmin::accept() {
  Timer pause(io_.get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (!error && open_ < kMostConnections + kMostProbes) {
      const Access access = open_ < kMostConnections ? Access::kAll : Access::kProbes;
      net::co_spawn(io_.get_executor(), serve(std::move(socket), access), net::detached);
    } else if (error) {  // no descriptors left, say: others may end meanwhile
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(kAwait);
    }
  }
}

Task<void> BeastAdmin::serve(Socket socket, Access access) {
  const Place place(open_);
  Connection connection(std::move(socket));
  beast::flat_buffer buffer;
  while (co_await serve_one(connection, buffer, access)) {
  }
  // What still comes is read for a moment: a close with bytes unread would destroy the answer.
  Error ignored;
  (void)connection.socket().shutdown(tcp::socket::shutdown_send, ignored);
  connection.expires_after(kLinger);
  for (;;) {
    buffer.clear();
    auto [error, bytes] = co_await connection.async_read_some(buffer.prepare(4096), kAwait);
    if (error) co_return;
  }
}

// Whether another request may follow.
Task<bool> BeastAdmin::serve_one(Connection& connection, beast::flat_buffer& buffer,
                                 Access access) {
  Parser parser;
  parser.header_limit(kHeadLimit);
  parser.body_limit(kBodyLimit);
  connection.expires_after(access == Access::kAll ? kLimit : kProbeLimit);
  auto [error, bytes] = co_await http::async_read(connection, buffer, parser, kAwait);
  if (error) {
    auto answer = reading_failed(error);
    if (answer) co_await write(connection, written(std::move(*answer), false, false));
    co_return false;
  }
  const Request& request = parser.get();
  // Nobody needs one here, and there is more than one way to read some.
  const bool coded = request.count(http::field::transfer_encoding) != 0;
  const bool keep_alive = request.keep_alive() && !coded && access == Access::kAll;
  const AdminRequest asked = seen(request);
  AdminAnswer told = admin_error(400, "a body of known length is wanted");
  if (!coded) told = co_await answer(asked, access);
  connection.expires_never();
  Response response = written(std::move(told), request.method() == http::verb::head, keep_alive);
  const bool sent = co_await write(connection, std::move(response));
  co_return sent&& keep_alive;
}

// What answers at once does so here; the rest must not keep it waiting.
Task<AdminAnswer> BeastAdmin::answer(const AdminRequest& request, Access access) {
  if (routes_.is_prompt(request)) co_return routes_.answer(request);
  if (access == Access::kProbes) co_return admin_error(503, "too many connections are open");
  co_return co_await work(request);
}

// On a thread of the workers, while the one who asked waits here; the request lives as long.
Task<AdminAnswer> BeastAdmin::work(const AdminRequest& request) {
  struct Working {
    explicit Working(Executor on) : timer(on, Clock::time_point::max()) {}
    Timer timer;
    bool done = false;
    AdminAnswer answer;
  };
  const auto working = std::make_shared<Working>(io_.get_executor());
  net::post(workers_, [this, working, &request] {
    AdminAnswer answer = routes_.answer(request);
    net::post(io_, [working, answer = std::move(answer)]() mutable {
      working->done = true;
      working->answer = std::move(answer);
      working->timer.cancel();
    });
  });
  if (!working->done) co_await working->timer.async_wait(kAwait);
  co_return std::move(working->answer);
}

Task<bool> BeastAdmin::write(Connection& connection, Response response) {
  connection.expires_after(kLimit);
  auto [error, bytes] = co_await http::async_write(connection, response, kAwait);
  co_return !error;
}

// An address; "localhost" is one.
std::optional<net::ip::address> address_of(std::string_view host) {
  if (host == "localhost") return net::ip::address_v4::loopback();
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  Error error;
  const auto address = net::ip::make_address(std::string(host), error);
  return error ? std::nullopt : std::optional(address);
}

Problem problem_of(const Origin& listen, const std::string& message) {
  return {{}, 0, 0, "admin address " + endpoint_text(listen, listen.port) + ": " + message};
}

}  // namespace

Result<std::unique_ptr<Admin>> Admin::start(const Origin& listen, Secret token, AdminPorts ports) {
  const auto address = address_of(listen.host);
  if (!address) return problem_of(listen, "not an IP address");
  if (!address->is_loopback() && token.empty()) {
    return problem_of(listen,
                      "other machines can reach it and there is no admin token, wanted a token or "
                      "an address of loopback such as 127.0.0.1");
  }
  auto admin = std::make_unique<BeastAdmin>(listen, address->is_loopback(), std::move(token),
                                            std::move(ports));
  if (const Error error = admin->listen({*address, listen.port})) {
    return problem_of(listen, "cannot listen: " + error.message());
  }
  admin->run();
  return std::unique_ptr<Admin>(std::move(admin));
}

}  // namespace specgate::proxy
