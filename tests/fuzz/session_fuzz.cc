// libFuzzer: any bytes at all from a caller, and any as the answers of an upstream, through a whole
// session over pairs of sockets of this process. It never crashes and never hangs; what goes up are
// requests that came, whole and in their order, and in observe with the very bytes that came; what comes
// back is HTTP.
//
//   observe, rewrite, enforce or dry-run, by its first letter; then the bytes of a piece, by one letter
//   what the caller sends
//   =====
//   the upstream's answer to the first request; further ones behind further lines of "=====". After the
//   last it hangs up.
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proxy/http/chunks.h"
#include "proxy/session/session.h"
#include "tests/fuzz/silent_store.h"

namespace {

using namespace specgate;
using namespace specgate::proxy;

void demand(bool holds) {
  if (!holds) std::abort();
}

// A request as it came, or as it arrived at the upstream.
struct Request {
  std::string method, target, body;
};

// Reads messages one after another, as far as they are whole and well-formed.
class Messages {
 public:
  explicit Messages(std::string_view text) : text_(text) {}

  bool next(Request& out) {
    while (text_.starts_with("\r\n")) text_.remove_prefix(2);
    const size_t end = end_of_head(text_);
    RequestHead head;
    if (end == 0 || read_request_head(text_.substr(0, end), kMostFields, head)) return false;
    const std::string_view rest = text_.substr(end);
    out = {std::string(head.method), std::string(head.target), {}};
    size_t used = 0;
    if (!read_body(rest, head.framing, out.body, used)) return false;
    text_.remove_prefix(end + used);
    return true;
  }

  // False: what came is cut short. What is no HTTP at all is a fault.
  bool next_answer(bool to_head, ResponseHead& head) {
    const size_t end = end_of_head(text_);
    if (end == 0) return text_ = {}, false;
    demand(read_response_head(text_.substr(0, end), to_head, head));
    text_.remove_prefix(end);
    if (head.framing.kind == Framing::Kind::kToEnd) return text_ = {}, true;
    std::string body;
    size_t used = 0;
    const bool whole = read_body(text_, head.framing, body, used);
    text_.remove_prefix(whole ? used : text_.size());
    return whole;
  }

  std::string_view rest() const { return text_; }

 private:
  static constexpr size_t kMostFields = 200;

  static bool read_body(std::string_view text, const Framing& framing, std::string& body,
                        size_t& used) {
    if (framing.kind != Framing::Kind::kChunked) {
      if (text.size() < framing.length) return false;
      used = static_cast<size_t>(framing.length);
      body = text.substr(0, used);
      return true;
    }
    ChunkReader chunks;
    while (!chunks.done()) {
      const ChunkReader::Step step = chunks.next(text.substr(used));
      if (step.used == 0) return false;
      used += step.used;
      body.append(step.data);
    }
    return true;
  }

  std::string_view text_;
};

// A proxy of one mode, without its listener: made once, lives as long as the process.
struct World {
  explicit World(std::string_view mode) {
    const std::string url = "http://127.0.0.1:1";  // nobody is there: only pairs of sockets are
    const Flags flags = {{"mode", std::string(mode)}, {"upstream", url}, {"cdn", url},
                         {"threads", "1"}};
    auto loaded = load_settings({}, flags);
    demand(static_cast<bool>(loaded));
    auto made = Snapshot::make(*std::move(loaded));
    demand(static_cast<bool>(made));
    snapshots = std::make_unique<Snapshots>(*std::move(made));
    ledger = *Ledger::open({});
    // clang 14 makes no aggregate from parentheses, as std::make_unique would have it.
    shared.reset(new ProxyState{*snapshots, store, *ledger, seen, judges, budget, rates, hash_key, tls});
    lane = std::make_unique<Worker>(*shared);
    observes = mode == "observe";
  }
  const Origin& upstream() const { return snapshots->current()->settings().policy.upstream; }

  SilentStore store;
  std::unique_ptr<Snapshots> snapshots;
  std::unique_ptr<Ledger> ledger;
  SeenIds seen{1024, 3'600'000};
  Judges judges{seen, 1};
  MemoryBudget budget{size_t{64} << 20};
  Rates rates;
  const std::string hash_key = "key";
  net::ssl::context tls{net::ssl::context::tls_client};
  std::unique_ptr<ProxyState> shared;
  std::unique_ptr<Worker> lane;
  bool observes = false;
};

World& world_of(char letter) {
  static World* const worlds[] = {new World("observe"), new World("rewrite"), new World("enforce"),
                                  new World("dry-run")};
  constexpr std::string_view kLetters = "ored";
  const size_t at = kLetters.find(letter);
  return *worlds[at == std::string_view::npos ? 0 : at];
}

// One caller, from its first byte to the end of its connection.
class Run {
 public:
  Run(World& world, std::string_view sent, size_t piece, std::deque<std::string_view> answers)
      : world_(world), sent_(sent), piece_(piece), answers_(std::move(answers)) {}

  void go() {
    auto [ours, theirs] = pair();
    begin(session(std::move(ours)));
    begin(caller(std::move(theirs)));
    for (size_t i = 0; i < kUpstreams; ++i) {
      auto [kept, peer] = pair();
      auto stream = std::make_unique<UpstreamStream>(std::move(kept), world_.lane->deadlines, open_);
      world_.lane->upstreams.keep(world_.upstream(), std::move(stream));
      peers_.push_back(std::make_unique<Socket>(std::move(peer)));
      begin(upstream(*peers_.back()));
    }
    turn_until_all_have_ended();
    while (world_.lane->upstreams.kept(world_.upstream()) != nullptr) continue;
    check();
  }

 private:
  static constexpr size_t kUpstreams = 6;
  static constexpr int kMostTurns = 1'000'000;
  static constexpr int kMostWaits = 300;  // of a tenth of a second

  Executor executor() { return world_.lane->context.get_executor(); }

  std::pair<Socket, Socket> pair() {
    int ends[2];
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    Socket first(executor()), second(executor());
    first.assign(tcp::v4(), ends[0]);
    second.assign(tcp::v4(), ends[1]);
    return {std::move(first), std::move(second)};
  }

  void begin(Task<void> task) {
    ++running_;
    net::co_spawn(executor(), std::move(task), [this](std::exception_ptr thrown) {
      demand(thrown == nullptr);
      --running_;
    });
  }

  // Where nobody can go on, the upstream hangs up; where nobody can go on after that, somebody waits for
  // what never comes, unless it is a thread that looks up names or judges.
  void turn_until_all_have_ended() {
    net::io_context& context = world_.lane->context;
    bool hung_up = false;
    int waits = 0;
    for (int turn = 0; running_ != 0; ++turn) {
      demand(turn < kMostTurns);
      context.restart();
      if (context.poll() + context.poll() != 0) continue;
      if (std::exchange(hung_up, true)) {
        context.run_one_for(std::chrono::milliseconds(100));
        demand(++waits < kMostWaits);
        continue;
      }
      for (const auto& peer : peers_) ::shutdown(peer->native_handle(), SHUT_RDWR);
    }
  }

  Task<void> session(Socket socket) {
    Session session(*world_.lane, std::move(socket), "192.0.2.1");
    co_await session.run();
  }

  Task<void> caller(Socket socket) {
    for (std::string_view rest = sent_; !rest.empty();) {
      const std::string_view piece = rest.substr(0, piece_);
      rest.remove_prefix(piece.size());
      const auto [error, bytes] = co_await net::async_write(socket, net::buffer(piece), kAwait);
      if (error) break;
      co_await net::post(executor(), net::deferred);
    }
    Error ignored;
    socket.shutdown(Socket::shutdown_send, ignored);
    while (co_await read_some(socket, heard_)) continue;
  }

  Task<void> upstream(Socket& socket) {
    std::string come;
    size_t used = 0;
    for (Request request;;) {
      Messages messages(std::string_view(come).substr(used));
      const size_t before = messages.rest().size();
      if (!messages.next(request)) {
        if (!co_await read_some(socket, come)) break;
        continue;
      }
      used += before - messages.rest().size();
      taken_.push_back(std::move(request));
      if (answers_.empty()) break;
      const std::string_view answer = answers_.front();
      answers_.pop_front();
      const auto [error, bytes] = co_await net::async_write(socket, net::buffer(answer), kAwait);
      if (error) break;
    }
    Error ignored;
    socket.shutdown(Socket::shutdown_both, ignored);
  }

  Task<bool> read_some(Socket& socket, std::string& into) {
    char block[4096];
    const auto [error, bytes] = co_await socket.async_read_some(net::buffer(block), kAwait);
    into.append(block, bytes);
    co_return !error;
  }

  void check() {
    std::vector<Request> asked;
    Messages messages(sent_);
    for (Request one; messages.next(one);) asked.push_back(one);
    check_taken(asked);
    check_heard(asked);
  }

  // Each is one that came, not before the one taken before it: the same again, if it was sent again.
  void check_taken(const std::vector<Request>& asked) const {
    size_t at = 0;
    for (const Request& taken : taken_) {
      while (at < asked.size() && !is_same(taken, asked[at])) ++at;
      demand(at < asked.size());
    }
  }

  bool is_same(const Request& taken, const Request& asked) const {
    const auto path = [](const std::string& target) { return target.substr(0, target.find('?')); };
    if (taken.method != asked.method || path(taken.target) != path(asked.target)) return false;
    return !world_.observes || (taken.target == asked.target && taken.body == asked.body);
  }

  void check_heard(const std::vector<Request>& asked) const {
    Messages messages(heard_);
    size_t answered = 0;
    bool last = false;
    for (ResponseHead head; !messages.rest().empty();) {
      demand(!last);
      const bool to_head = answered < asked.size() && asked[answered].method == "HEAD";
      last = !messages.next_answer(to_head, head);
      if (head.status / 100 == 1) continue;
      last = last || !head.keep_alive;
      ++answered;
    }
    demand(answered <= asked.size() + 1);  // and the one that was refused
  }

  World& world_;
  const std::string_view sent_;
  const size_t piece_;
  std::deque<std::string_view> answers_;
  std::atomic<uint64_t> open_ = 0;
  std::vector<std::unique_ptr<Socket>> peers_;
  int running_ = 0;
  std::vector<Request> taken_;
  std::string heard_;
};

std::deque<std::string_view> parts_of(std::string_view text) {
  constexpr std::string_view kBetween = "=====\n";
  std::deque<std::string_view> out;
  for (;;) {
    const size_t end = text.find(kBetween);
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + kBetween.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kHead = 3;  // "o9\n"
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (size < kHead || size > 64 * 1024) return 0;
  std::deque<std::string_view> parts = parts_of(text.substr(kHead));
  const std::string_view sent = parts.front();
  parts.pop_front();
  const size_t piece = text[1] == '*' ? size : 1 + static_cast<unsigned char>(text[1]) % 64;
  Run(world_of(text[0]), sent, piece, std::move(parts)).go();
  return 0;
}
