// Names and their addresses, looked up by a resolver of the test's own: no network, no clock.
#include "proxy/net/lookups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <thread>

#include "proxy/http/upstream.h"
#include "proxy/net/conditions.h"
#include "tests/proxy/scripted_upstream.h"

namespace specgate::proxy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kHost = "upstream.test";
constexpr int64_t kPatience = 60'000;  // longer than any test
constexpr int64_t kShort = 2;          // ms, for what never comes

Lookups::Addresses address_of(const char* text, uint16_t port = 443) {
  return {{net::ip::make_address(text), port}};
}

class LookupsTest : public ::testing::Test {
 protected:
  // The result comes to be there once it is known and the loop has run.
  std::shared_ptr<std::optional<Found>> find(int64_t patience = kPatience,
                                             std::string host = kHost) {
    auto out = std::make_shared<std::optional<Found>>();
    net::co_spawn(context_.get_executor(), ask(std::move(host), patience, out), net::detached);
    turn();
    return out;
  }
  // What can be done without waiting.
  void turn() {
    context_.restart();
    context_.poll();
  }
  void finish(size_t number, Lookups::Addresses addresses) {
    asked_.at(number)({}, std::move(addresses));
    turn();
  }
  void fail(size_t number) {
    asked_.at(number)(net::error::host_not_found, {});
    turn();
  }
  // Waits for what has a time limit of its own.
  void wait_for(const std::optional<Found>& found) {
    context_.restart();
    while (!found) context_.run_one();
  }
  // The name is known, since some time.
  void know(const char* address, Clock::duration since) {
    find();
    finish(asked_.size() - 1, address_of(address));
    now_ += since;
  }

  Task<void> ask(std::string host, int64_t patience, std::shared_ptr<std::optional<Found>> out) {
    *out = co_await lookups_->find(context_.get_executor(), std::move(host), 443, patience);
  }

  std::vector<Lookups::Done> asked_;
  Clock::time_point now_ = Clock::now();
  net::io_context context_{1};
  std::unique_ptr<Lookups> lookups_ = std::make_unique<Lookups>(
      [this](const std::string&, uint16_t, Lookups::Done done) { asked_.push_back(std::move(done)); },
      [this] { return now_; });
};

TEST_F(LookupsTest, OneLookUpServesAllWhoWait) {
  const auto first = find(), second = find(), third = find();
  ASSERT_THAT(asked_, SizeIs(1));
  EXPECT_FALSE(*first);
  finish(0, address_of("192.0.2.1"));
  for (const auto& one : {first, second, third}) {
    ASSERT_TRUE(*one);
    EXPECT_EQ((*one)->addresses, address_of("192.0.2.1"));
    EXPECT_EQ((*one)->trouble, "");
  }
  find(kPatience, "other.test");
  EXPECT_THAT(asked_, SizeIs(2));
}

TEST_F(LookupsTest, AnAddressIsNotLookedUp) {
  EXPECT_EQ((*find(kPatience, "::1"))->addresses, address_of("::1"));
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(LookupsTest, FreshAddressesAreNotLookedUpAgain) {
  know("192.0.2.1", Lookups::kFresh - std::chrono::milliseconds(1));
  EXPECT_TRUE(*find());
  EXPECT_THAT(asked_, SizeIs(1));
}

TEST_F(LookupsTest, OlderOnesServeWhileTheyAreLookedUpAgain) {
  know("192.0.2.1", Lookups::kFresh);
  EXPECT_EQ((*find())->addresses, address_of("192.0.2.1"));
  ASSERT_THAT(asked_, SizeIs(2));
  find();
  EXPECT_THAT(asked_, SizeIs(2));
  finish(1, address_of("192.0.2.2"));
  EXPECT_EQ((*find())->addresses, address_of("192.0.2.2"));
}

TEST_F(LookupsTest, MuchOlderOnesAreWaitedFor) {
  know("192.0.2.1", Lookups::kUsable);
  const auto found = find();
  EXPECT_FALSE(*found);
  finish(1, address_of("192.0.2.2"));
  ASSERT_TRUE(*found);
  EXPECT_EQ((*found)->addresses, address_of("192.0.2.2"));
}

TEST_F(LookupsTest, ThoseThatNobodyAnsweredAtAreWaitedFor) {
  know("192.0.2.1", std::chrono::seconds(0));
  lookups_->doubt(kHost, 443);
  const auto found = find();
  EXPECT_FALSE(*found);
  finish(1, address_of("192.0.2.2"));
  ASSERT_TRUE(*found);
  EXPECT_EQ((*found)->addresses, address_of("192.0.2.2"));
  find();
  EXPECT_THAT(asked_, SizeIs(2));
}

TEST_F(LookupsTest, TheLastGoodOnesServeWhileLookingUpFails) {
  know("192.0.2.1", Lookups::kUsable);
  const auto found = find();
  fail(1);
  ASSERT_TRUE(*found);
  EXPECT_EQ((*found)->addresses, address_of("192.0.2.1"));
  EXPECT_THAT((*found)->trouble, HasSubstr("not found"));
  // Nobody waits for what has failed; it is tried again, though not at once.
  EXPECT_TRUE(*find());
  EXPECT_THAT(asked_, SizeIs(2));
  now_ += std::chrono::hours(25);
  EXPECT_EQ((*find())->addresses, address_of("192.0.2.1"));
  ASSERT_THAT(asked_, SizeIs(3));
  finish(2, address_of("192.0.2.3"));
  EXPECT_EQ((*find())->addresses, address_of("192.0.2.3"));
  EXPECT_EQ((*find())->trouble, "");
}

TEST_F(LookupsTest, TheLastGoodOnesServeWhileLookingUpHangs) {
  know("192.0.2.1", Lookups::kUsable);
  const auto found = find(kShort);
  wait_for(*found);
  EXPECT_EQ((*found)->addresses, address_of("192.0.2.1"));
  EXPECT_THAT((*found)->trouble, HasSubstr("too long"));
  EXPECT_TRUE(*find());  // once known, it holds nobody up
  EXPECT_THAT(asked_, SizeIs(2));
}

TEST_F(LookupsTest, OneThatHangsIsFollowedByAnotherAndByNotMoreThanSome) {
  know("192.0.2.1", Lookups::kUsable);
  wait_for(*find(kShort));
  for (unsigned i = 0; i < 2 * Lookups::kMostHanging; ++i) {
    now_ += Lookups::kGivenUp;
    find();
  }
  EXPECT_THAT(asked_, SizeIs(1 + Lookups::kMostHanging));
  finish(1, address_of("192.0.2.2"));  // late, and welcome
  EXPECT_EQ((*find())->addresses, address_of("192.0.2.2"));
}

TEST_F(LookupsTest, WithoutAnAddressTheWaitEndsInTime) {
  const auto first = find(kShort), second = find(kPatience);
  wait_for(*first);
  EXPECT_THAT((*first)->addresses, IsEmpty());
  EXPECT_THAT((*first)->trouble, HasSubstr("too long"));
  EXPECT_FALSE(*second);
  finish(0, address_of("192.0.2.1"));
  ASSERT_TRUE(*second);
  EXPECT_EQ((*second)->addresses, address_of("192.0.2.1"));
}

TEST_F(LookupsTest, WithoutAnAddressAFailureIsTriedAgain) {
  const auto found = find();
  fail(0);
  ASSERT_TRUE(*found);
  EXPECT_THAT((*found)->addresses, IsEmpty());
  EXPECT_THAT((*found)->trouble, HasSubstr("not found"));
  find();
  EXPECT_THAT(asked_, SizeIs(2));
}

TEST_F(LookupsTest, ALateAnswerFindsNobody) {
  auto waiting = std::make_unique<net::io_context>(1);
  net::co_spawn(waiting->get_executor(),
                [](Lookups& lookups, Executor executor) -> Task<void> {
                  co_await lookups.find(executor, kHost, 443, kPatience);
                }(*lookups_, waiting->get_executor()),
                net::detached);
  waiting->poll();
  waiting.reset();
  lookups_.reset();
  ASSERT_THAT(asked_, SizeIs(1));
  asked_[0]({}, address_of("192.0.2.1"));
}

TEST_F(LookupsTest, TheAnswerMayComeFromAnyThread) {
  const auto found = find();
  std::thread resolver([this] { asked_.at(0)({}, address_of("192.0.2.1")); });
  wait_for(*found);
  resolver.join();
  EXPECT_EQ((*found)->addresses, address_of("192.0.2.1"));
}

TEST(SystemLookups, FindsThisMachine) {
  Lookups lookups;
  net::io_context context{1};
  std::optional<Found> found;
  net::co_spawn(context.get_executor(),
                [](Lookups& from, Executor executor, std::optional<Found>& out) -> Task<void> {
                  out = co_await from.find(executor, "localhost", 80, kPatience);
                }(lookups, context.get_executor(), found),
                net::detached);
  context.run();
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->addresses.empty()) << found->trouble;
  for (const tcp::endpoint& one : found->addresses) EXPECT_TRUE(one.address().is_loopback());
}

// Connections of the pool, whose names the test resolves.
class Pool : public LookupsTest {
 protected:
  Connected connect(int64_t patience = kPatience) {
    std::optional<Connected> out;
    net::co_spawn(context_.get_executor(), make(patience, out), net::detached);
    turn();
    if (!answers_.empty()) {
      finish(asked_.size() - 1, answers_);
    }
    context_.restart();
    while (!out) context_.run_one();
    return *std::move(out);
  }
  Task<void> make(int64_t patience, std::optional<Connected>& out) {
    const Origin origin{kHost, 443, false, {}};  // g++ 12 destroys temporaries of co_await twice
    out = co_await upstreams_.connect(origin, patience);
  }
  tcp::endpoint listening() const { return *parse_endpoint(upstream_.url()); }
  static std::optional<tcp::endpoint> parse_endpoint(const std::string& url) {
    const auto origin = parse_origin(url);
    return tcp::endpoint(net::ip::make_address(origin->host), origin->port);
  }

  ScriptedUpstream upstream_;
  std::vector<std::string> told_;
  Conditions conditions_{[this](std::string_view level, std::string_view message) {
    told_.push_back(std::string(level) + ": " + std::string(message));
  }};
  net::ssl::context tls_{net::ssl::context::tls_client};
  Deadlines deadlines_{context_.get_executor()};
  Upstreams upstreams_{context_, deadlines_, {tls_, *lookups_, conditions_}};
  Lookups::Addresses answers_;
};

TEST_F(Pool, ADeadAddressIsPassedBy) {
  net::io_context other;
  tcp::endpoint dead;
  {
    tcp::acceptor nobody(other, {net::ip::address_v4::loopback(), 0});
    dead = nobody.local_endpoint();
  }
  answers_ = {dead, listening()};
  EXPECT_NE(connect().stream, nullptr);
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(Pool, AnOldAddressServesAndIsTold) {
  answers_ = {listening()};
  EXPECT_NE(connect().stream, nullptr);
  answers_.clear();
  now_ += Lookups::kUsable;
  EXPECT_NE(connect(2 * kShort).stream, nullptr);
  EXPECT_THAT(told_, ElementsAre("error: the name upstream.test: the look-up takes too long; its last "
                                 "good addresses are used"));
  EXPECT_THAT(conditions_.now(), SizeIs(1));
  finish(1, {listening()});
  EXPECT_NE(connect().stream, nullptr);
  EXPECT_THAT(conditions_.now(), IsEmpty());
  EXPECT_THAT(told_, SizeIs(2));
}

TEST_F(Pool, ANameThatHangsIsNoConnectionInTime) {
  const Connected none = connect(kShort);
  EXPECT_EQ(none.stream, nullptr);
  EXPECT_EQ(none.why, "its name is not found: the look-up takes too long");
  EXPECT_THAT(told_, SizeIs(2));  // of the name and of the upstream
}

TEST(Conditions, AreToldWhenTheyBeginAndEnd) {
  std::vector<std::string> told;
  Conditions conditions([&told](std::string_view level, std::string_view message) {
    told.push_back(std::string(level) + ": " + std::string(message));
  });
  conditions.end("a");
  conditions.begin("a", "is ill");
  conditions.begin("a", "is ill");
  ASSERT_THAT(conditions.now(), SizeIs(1));
  EXPECT_EQ(conditions.now()[0].times, 2U);
  EXPECT_EQ(conditions.now()[0].problem, "is ill");
  conditions.end("a");
  EXPECT_THAT(conditions.now(), IsEmpty());
  EXPECT_THAT(told, ElementsAre("error: a: is ill", "info: a: well again, after 2 failures"));
}

// A thing that comes and goes does not fill the operator's disk.
TEST(Conditions, AreNotToldAllTheTime) {
  size_t told = 0;
  Conditions conditions([&told](std::string_view, std::string_view) { ++told; });
  for (int i = 0; i < 1000; ++i) {
    conditions.begin("a", "is ill");
    conditions.end("a");
  }
  EXPECT_EQ(told, 2U);
}

}  // namespace
}  // namespace specgate::proxy
