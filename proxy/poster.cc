#include "proxy/poster.h"

#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "proxy/asio.h"

namespace specgate::proxy {
namespace {

namespace http = boost::beast::http;
using Request = http::request<http::string_body>;

constexpr size_t kMostAnswer = 64 * 1024;

bool is_address(const std::string& host) {
  Error error;
  net::ip::make_address(host, error);
  return !error;
}

Request request_of(const Origin& to, const Posting& posting) {
  Request request(http::verb::post, to.prefix + posting.target, 11);
  request.set(http::field::host, to.authority());
  for (const auto& [name, value] : posting.headers) request.set(name, value);
  request.body() = posting.body;
  request.prepare_payload();
  return request;
}

}  // namespace

struct Poster::State {
  using Resolver = net::ip::basic_resolver<tcp, Executor>;
  using Tls = net::ssl::stream<Socket>;

  State(Origin origin, std::string ca) : to(std::move(origin)), ca_file(std::move(ca)) {}

  Task<Error> connect();
  Task<Error> secure();
  template <typename Stream>
  Task<Error> exchange(Stream& stream, const Request& request);
  Task<void> post(const Request& request);
  Error trust();
  void close();

  const Origin to;
  const std::string ca_file;
  net::io_context context;
  net::ssl::context tls_context{net::ssl::context::tls_client};
  bool trusting = false;  // tls_context is set up
  Resolver resolver{context.get_executor()};
  std::optional<Socket> plain;  // at most one of the two is there
  std::optional<Tls> tls;
  PostResult result;
  const char* step = "";  // what goes on, for the words of a failure
  bool finished = false;
};

Poster::Poster(Origin to, std::string ca_file)
    : state_(std::make_unique<State>(std::move(to), std::move(ca_file))) {}

Poster::~Poster() = default;

void Poster::State::close() {
  Error ignored;
  resolver.cancel();
  if (plain) plain->close(ignored);
  if (tls) tls->next_layer().close(ignored);
}

Error Poster::State::trust() {
  Error error;
  if (trusting) return error;
  if (ca_file.empty()) {
    tls_context.set_default_verify_paths(error);
  } else {
    tls_context.load_verify_file(ca_file, error);
  }
  SSL_CTX_set_min_proto_version(tls_context.native_handle(), TLS1_2_VERSION);
  trusting = !error;
  return error;
}

Task<Error> Poster::State::connect() {
  step = "look up";
  auto [unknown, addresses] =
      co_await resolver.async_resolve(to.host, std::to_string(to.port), kAwait);
  if (unknown) co_return unknown;
  step = "connect to";
  plain.emplace(context.get_executor());
  auto [error, endpoint] = co_await net::async_connect(*plain, addresses, kAwait);
  if (error || !to.tls) co_return error;
  co_return co_await secure();
}

Task<Error> Poster::State::secure() {
  step = "trust";
  if (const Error error = trust()) co_return error;
  tls.emplace(std::move(*plain), tls_context);
  plain.reset();
  if (!is_address(to.host)) SSL_set_tlsext_host_name(tls->native_handle(), to.host.c_str());
  tls->set_verify_mode(net::ssl::verify_peer);
  tls->set_verify_callback(net::ssl::host_name_verification(to.host));
  const auto [error] = co_await tls->async_handshake(net::ssl::stream_base::client, kAwait);
  co_return error;
}

template <typename Stream>
Task<Error> Poster::State::exchange(Stream& stream, const Request& request) {
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
    if (!parser.keep_alive() || buffer.size() != 0) close();
    co_return Error();
  }
}

Task<void> Poster::State::post(const Request& request) {
  Error error;
  for (bool again = true; again;) {
    const bool kept = (plain && plain->is_open()) || (tls && tls->next_layer().is_open());
    error = Error();
    if (!kept) {
      plain.reset();
      tls.reset();
      error = co_await connect();
    }
    if (!error && tls) {  // no ?: here: g++ 12 awaits both of its arms
      error = co_await exchange(*tls, request);
    } else if (!error) {
      error = co_await exchange(*plain, request);
    }
    if (error) close();
    again = error && kept && error != net::error::operation_aborted;
  }
  if (error && result.trouble.empty())
    result.trouble = std::string("cannot ") + step + " " + to.text() + ": " + error.message();
  finished = true;
}

PostResult Poster::post(const Posting& posting) {
  State& state = *state_;
  const Request request = request_of(state.to, posting);
  state.result = {};
  state.finished = false;
  state.context.restart();
  net::co_spawn(state.context.get_executor(), state.post(request), [](std::exception_ptr) {});
  state.context.run_for(std::chrono::milliseconds(posting.timeout_ms));
  if (!state.finished) {
    state.result.trouble = "no answer from " + state.to.text() + " within " +
                           std::to_string(posting.timeout_ms) + " ms";
    state.close();
    state.context.run();
  }
  return std::move(state.result);
}

}  // namespace specgate::proxy
