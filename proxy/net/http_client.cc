#include "proxy/net/http_client.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "proxy/net/asio.h"
#include "proxy/net/lookups.h"
#include "proxy/net/tls.h"

namespace specgate::proxy {
namespace {

namespace http = boost::beast::http;
using Request = http::request<http::string_body>;

constexpr size_t kMostAnswer = 64 * 1024;

Request request_of(const Origin& to, const Posting& posting) {
  Request request(http::verb::post, to.prefix + posting.target, 11);
  request.set(http::field::host, to.authority());
  for (const auto& [name, value] : posting.headers) request.set(name, value);
  request.body() = posting.body;
  request.prepare_payload();
  return request;
}

}  // namespace

struct HttpClient::State {
  using Tls = net::ssl::stream<Socket>;

  State(Origin origin, std::string ca) : to(std::move(origin)), ca_file(std::move(ca)) {}

  // Each true, or `result.trouble` says why not.
  Task<bool> connect();
  Task<bool> reach(const Found& found);
  Task<bool> secure();
  bool failed(const std::string& why);  // false
  template <typename Stream>
  Task<Error> exchange(Stream& stream, const Request& request);
  Task<void> post(const Request& request);
  Error trust();
  void say_end();
  void close();
  void give_up();

  const Origin to;
  const std::string ca_file;
  net::io_context context;
  net::ssl::context tls_context{net::ssl::context::tls_client};
  bool trusting = false;  // tls_context is set up
  Lookups lookups;
  int64_t connect_ms = 0;  // of the posting at hand
  Timer limit{context.get_executor()};  // of its connection
  bool late = false;                    // it took too long
  std::optional<Socket> plain;  // at most one of the two is there
  std::optional<Tls> tls;
  PostResult result;
  const char* step = "";  // what goes on, for the words of a failure
  bool finished = false;
};

HttpClient::HttpClient(Origin to, std::string ca_file)
    : state_(std::make_unique<State>(std::move(to), std::move(ca_file))) {}

HttpClient::~HttpClient() { state_->say_end(); }

void HttpClient::State::close() {
  Error ignored;
  if (plain) plain->close(ignored);
  if (tls) tls->next_layer().close(ignored);
}

// Nothing is half said; where something is, the socket is closed already.
void HttpClient::State::say_end() {
  if (!tls || !tls->next_layer().is_open()) return;
  const std::string record = close_notify(tls->native_handle());
  Error ignored;
  tls->next_layer().non_blocking(true, ignored);
  if (!record.empty()) tls->next_layer().write_some(net::buffer(record), ignored);
}

Error HttpClient::State::trust() {
  Error error;
  if (trusting) return error;
  if (ca_file.empty()) {
    tls_context.set_default_verify_paths(error);
  } else {
    // The proxy has read it before, when it began.
    const bool trusted = trust_file(tls_context, ca_file).empty();
    if (!trusted) error = boost::system::errc::make_error_code(boost::system::errc::io_error);
  }
  SSL_CTX_set_min_proto_version(tls_context.native_handle(), TLS1_2_VERSION);
  trusting = !error;
  return error;
}

bool HttpClient::State::failed(const std::string& why) {
  if (result.trouble.empty()) {
    result.trouble = std::string("cannot ") + step + " " + to.text() + ": " +
                     (late ? std::string("it took too long") : why);
  }
  return false;
}

Task<bool> HttpClient::State::connect() {
  step = "look up";
  limit.expires_after(std::chrono::milliseconds(connect_ms));
  const Found found =
      co_await lookups.find(context.get_executor(), to.host, to.port, connect_ms);
  if (found.addresses.empty()) co_return failed(found.trouble);
  limit.async_wait([this](Error ended) {
    if (!ended) give_up();
  });
  bool ready = !late;
  if (ready) ready = co_await reach(found);
  limit.cancel();
  co_return ready;
}

void HttpClient::State::give_up() {
  late = true;
  close();
}

Task<bool> HttpClient::State::reach(const Found& found) {
  step = "connect to";
  plain.emplace(context.get_executor());
  auto [error, endpoint] = co_await net::async_connect(*plain, found.addresses, kAwait);
  if (error) {
    lookups.doubt(to.host, to.port);
    co_return failed(error.message());
  }
  if (!to.tls) co_return true;
  co_return co_await secure();
}

Task<bool> HttpClient::State::secure() {
  step = "trust";
  if (const Error error = trust()) co_return failed(error.message());
  tls.emplace(std::move(*plain), tls_context);
  plain.reset();
  expect_host(tls->native_handle(), to.host);
  tls->set_verify_mode(net::ssl::verify_peer);
  const auto [error] = co_await tls->async_handshake(net::ssl::stream_base::client, kAwait);
  if (!error) co_return true;
  const std::string why = distrust(tls->native_handle());
  co_return failed(why.empty() ? error.message() : why);
}

template <typename Stream>
Task<Error> HttpClient::State::exchange(Stream& stream, const Request& request) {
  step = "get an answer from";
  const auto [unsent, bytes] = co_await http::async_write(stream, request, kAwait);
  if (unsent) co_return unsent;
  boost::beast::flat_buffer buffer;
  for (;;) {
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMostAnswer);
    const auto [error, read] = co_await http::async_read(stream, buffer, parser, kAwait);
    if (error) co_return error;
    const auto& answer = parser.get();
    if (answer.result_int() / 100 == 1) continue;  // an interim answer
    result.status = answer.result_int();
    result.body = answer.body();
    result.retry_after = std::string(answer[http::field::retry_after]);
    if (!parser.keep_alive() || buffer.size() != 0) {
      say_end();
      close();
    }
    co_return Error();
  }
}

Task<void> HttpClient::State::post(const Request& request) {
  Error error;
  for (bool again = true; again;) {
    const bool kept = (plain && plain->is_open()) || (tls && tls->next_layer().is_open());
    error = Error();
    if (!kept) {
      plain.reset();
      tls.reset();
      const bool connected = co_await connect();
      if (!connected) {
        close();
        break;
      }
    }
    if (tls) {  // no ?: here: g++ 12 awaits both of its arms
      error = co_await exchange(*tls, request);
    } else {
      error = co_await exchange(*plain, request);
    }
    if (error) close();
    again = error && kept && error != net::error::operation_aborted;
  }
  if (error) failed(error.message());
  finished = true;
}

PostResult HttpClient::post(const Posting& posting) {
  State& state = *state_;
  const Request request = request_of(state.to, posting);
  state.connect_ms = std::min(posting.connect_ms, posting.timeout_ms);
  state.late = false;
  state.result = {};
  state.finished = false;
  state.context.restart();
  net::co_spawn(state.context.get_executor(), state.post(request), [](std::exception_ptr) {});
  state.context.run_for(std::chrono::milliseconds(posting.timeout_ms));
  if (!state.finished) {
    state.result.trouble = "no answer from " + state.to.text() + " within " +
                           std::to_string(posting.timeout_ms) + " ms";
    state.give_up();
    state.context.run();
  }
  return std::move(state.result);
}

}  // namespace specgate::proxy
