// A judgement that throws, for want of memory: who sent the event is told to come again or it goes on as
// it came, as on_internal_error says; the connection and the judge serve the next one.
#include <gmock/gmock.h>

#include <atomic>
#include <boost/asio/ssl/context.hpp>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "proxy/server/server.h"
#include "proxy/session/proxy_state.h"
#include "tests/proxy/built_proxy.h"

namespace {

constexpr size_t kAny = std::numeric_limits<size_t>::max();
std::atomic<size_t> most{kAny};  // bytes of one allocation, in this program

void* try_to_allocate(size_t size) {
  return size > most ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void* allocate(size_t size) {
  void* const memory = try_to_allocate(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(size_t size) { return allocate(size); }
void* operator new[](size_t size) { return allocate(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return try_to_allocate(size); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return try_to_allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// The whole proxy but its process, so that allocations are this program's. It lives as long as the
// process does, as the proxy's does (proxy/main_loop.cc).
struct World {
  explicit World(const std::string& config) : file(config) {
    auto loaded = load_settings(file.path(), {});
    if (!loaded) throw std::runtime_error(loaded.problems()[0].text());
    snapshots = std::make_unique<Snapshots>(*Snapshot::make(*std::move(loaded)));
    ledger = *Ledger::open({});
    StoreSettings memory;
    memory.file = ":memory:";
    store = *Store::open(memory);
    shared.reset(new ProxyState{*snapshots, *store, *ledger, seen, judges, budget, rates, hash_key, tls});
    shared->most_connections = 16;
    Origin listen;
    listen.host = "127.0.0.1";
    listen.port = 0;
    server = *Server::bind(*shared, listen, 1);
    server->run();
  }
  const ConfigFile file;
  std::unique_ptr<Snapshots> snapshots;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Store> store;
  SeenIds seen{1024, 3'600'000};
  Judges judges{seen, 1};
  MemoryBudget budget{size_t{64} << 20};
  Rates rates;
  const std::string hash_key = "key";
  net::ssl::context tls{net::ssl::context::tls_client};
  std::unique_ptr<ProxyState> shared;
  std::unique_ptr<Server> server;
};

World& new_world(const std::string& config) {
  static auto& all = *new std::vector<World*>;
  return *all.emplace_back(new World(config));
}

struct Thrown {
  const char* name;
  int values;        // of the event, each of them a node of many bytes
  size_t most;       // of one allocation: more than all buffers of the body, less than its nodes
  const char* mode;
  const char* on_internal_error;
  int status;
};

class ThrownTest : public ::testing::TestWithParam<Thrown> {};

// On the loop up to kMostOnLoop, beside it above.
INSTANTIATE_TEST_SUITE_P(
    All, ThrownTest,
    ::testing::Values(Thrown{"ObserveOnTheLoop", 25'000, 300'000, "observe", "auto", 200},
                      Thrown{"EnforceOnTheLoop", 25'000, 300'000, "enforce", "auto", 503},
                      Thrown{"ForwardOnTheLoop", 25'000, 300'000, "enforce", "forward", 200},
                      Thrown{"ObserveBesideIt", 120'000, 2'000'000, "observe", "auto", 200},
                      Thrown{"EnforceBesideIt", 120'000, 2'000'000, "enforce", "auto", 503},
                      Thrown{"ForwardBesideIt", 120'000, 2'000'000, "enforce", "forward", 200}),
    [](const auto& param) { return param.param.name; });

TEST_P(ThrownTest, IsDecidedByOnInternalError) {
  const Thrown& thrown = GetParam();
  Upstream upstream;
  std::string config = std::string("proxy: {mode: ") + thrown.mode + ", upstream: '" + upstream.url() + "'";
  if (std::string_view(thrown.on_internal_error) != "auto")
    config += std::string(", on_internal_error: ") + thrown.on_internal_error;
  World& world = new_world(config + "}\n");
  std::string body = R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m1",)"
                     R"("timestamp":"2026-11-21T12:05:51.320Z","properties":{"v":[0)";
  for (int i = 1; i < thrown.values; ++i) body += ",0";
  body += "]}}";
  const std::string request = request_text(
      "POST", "/v1/track", body, std::string("Content-Type: application/json\r\n") += kWithKey);
  Connection connection(world.server->port());
  most = thrown.most;
  connection.send(request);
  const HttpMessage answer = connection.read();
  most = kAny;
  EXPECT_EQ(answer.status(), thrown.status) << answer.body;
  const bool forwards = thrown.status == 200;
  EXPECT_THAT(upstream.requests(), SizeIs(forwards ? 1 : 0));
  if (forwards) {
    EXPECT_EQ(upstream.requests().at(0).body, body);
  } else {
    EXPECT_THAT(answer.body, HasSubstr("the events could not be judged and kept"));
    EXPECT_EQ(answer.field("Retry-After"), "1");
  }
  EXPECT_EQ(world.store->counts().rows, 0U);

  // The same connection, with memory enough: a call above 32 KB is bad.
  const bool enforces = std::string_view(thrown.mode) == "enforce";
  connection.send(request);
  EXPECT_EQ(connection.read().status(), enforces ? 400 : 200);
  EXPECT_EQ(world.store->counts().rows, enforces ? 1U : 0U);
  EXPECT_THAT(upstream.requests(), SizeIs((forwards ? 1 : 0) + (enforces ? 0 : 1)));
  world.server->stop();
}

}  // namespace
}  // namespace specgate::proxy::testing
