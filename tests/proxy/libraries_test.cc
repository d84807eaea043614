// Every library that we know, with its own logic, before the built proxy: none of them sends again what
// was refused. And docs/staging.md has what this knows.
#include "tests/proxy/libraries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>


#include "proxy/http/traffic.h"
#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kBadCall = R"({"type":"track","userId":"u1","messageId":"m1","context":{}})";

std::string page() {
  return file_text(SPECGATE_SOURCE "/docs/staging.md");
}

// Answers as specgate or another server gives them, and how each is called in the table.
struct Said {
  std::string_view words;
  int status;
  std::string_view body;
};
constexpr std::string_view kProblem = R"({"code":"events-rejected","message":"x"})";
constexpr Said kSaid[] = {
    {"400", 400, kProblem},
    {"422", 422, kProblem},
    {"4xx without `code` and `message`", 422, R"({"title":"x"})"},
    {"401, 404", 401, kProblem},
    {"429, 503", 503, kProblem},
    {"200, JSON", 200, R"({"success":true})"},
};

HttpMessage message_of(const Said& said) {
  HttpMessage answer;
  answer.first = "HTTP/1.1 " + std::to_string(said.status) + " X";
  answer.body = said.body;
  return answer;
}

int times_sent(const Library& library, const Said& said, Reading& last) {
  return times_sent(library, [&said] { return message_of(said); }, last);
}

std::string cell(const Library& library, const Said& said) {
  Reading last = Reading::kAgain;
  const int times = times_sent(library, said, last);
  switch (last) {
    case Reading::kDelivered:
      return "delivered";
    case Reading::kDropped:
      return "dropped";
    case Reading::kAgain:
      break;
  }
  if (times == 1) return "lost";
  return "sent " + std::to_string(times) + " times";
}

std::string body_of(const Library& library) {
  const std::string_view key = R"("writeKey":"key")";
  std::string body(kBadCall);
  if (library.path.find("/api/s/") != std::string_view::npos) return body;
  return R"({"batch":[)" + body + "]," + std::string(key) + "}";
}

std::string fields_of(const Library& library) {
  std::string fields = library.key_in_header ? std::string(kWithKey) : "X-Write-Key: key\r\n";
  if (!library.user_agent.empty()) fields += "User-Agent: " + std::string(library.user_agent) + "\r\n";
  return fields;
}

// What was measured, before any of it is relied on.
TEST(Libraries, DoWhatTheyWereSeenToDo) {
  struct Seen {
    std::string_view name;
    int refused_bare, refused, overloaded;  // sent: 422 without and with `code`, 503
  };
  const Seen seen[] = {
      {"analytics.js 1.84 (browser)", 1, 1, 11},
      {"@segment/analytics-node 3.1.0", 1, 1, 11},
      {"@segment/analytics-node 2.3.0", 4, 4, 4},
      {"@segment/analytics-node 1.3.0", 4, 4, 4},
      {"Customer.io node 0.5.9", 4, 4, 4},
      {"Hightouch node 1.1.0", 4, 4, 4},
      {"rudder-sdk-node 3.0.13", 1, 1, 4},
      {"segment-analytics-python 2.4.0", 1, 1, 11},
      {"segment-analytics-python 2.3.6", 11, 1, 11},
      {"Hightouch Python 0.0.4", 11, 1, 11},
      {"rudder-sdk-python 2.1.9", 11, 1, 11},
      {"analytics-go 3.3.0", 10, 10, 10},
      {"RudderStack analytics-go 4.2.3", 10, 10, 10},
      {"analytics-java 3.5.4", 1, 1, 4},
      {"Rust `segment` 0.2.6", 1, 1, 1},
      {"@jitsu/js 1.11.0", 1, 1, 1},
  };
  ASSERT_EQ(std::size(seen), libraries().size());
  for (size_t i = 0; i < std::size(seen); ++i) {
    const Library& library = libraries()[i];
    Reading last;
    EXPECT_EQ(library.name, seen[i].name);
    EXPECT_EQ(times_sent(library, kSaid[2], last), seen[i].refused_bare) << library.name;
    EXPECT_EQ(times_sent(library, kSaid[1], last), seen[i].refused) << library.name;
    EXPECT_EQ(times_sent(library, kSaid[4], last), seen[i].overloaded) << library.name;
  }
}

// Once each, and no row more in the quarantine.
TEST(Libraries, NoneSendsAgainWhatWasRefused) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  for (const Library& library : libraries()) {
    Reading last = Reading::kAgain;
    const std::string body = body_of(library), fields = fields_of(library);
    const auto post = [&] { return proxy.post(library.path, body, fields); };
    EXPECT_EQ(times_sent(library, post, last), 1) << library.name;
    EXPECT_NE(last, Reading::kAgain) << library.name;
    const auto unread = [&] { return proxy.post(library.path, body, "Content-Encoding: br\r\n" + fields); };
    EXPECT_EQ(times_sent(library, unread, last), 1) << library.name;
    EXPECT_NE(last, Reading::kAgain) << library.name;
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

// Each answer of the proxy's own that takes something is one that all of them take.
TEST(Libraries, AllTakeWhatIsTaken) {
  Upstream upstream;
  const Proxy proxy(upstream.url(), {"--offline", "--mode", "enforce"});
  const std::string good = R"({"type":"track","event":"Signed Up","userId":"u1"})";
  for (const Library& library : libraries()) {
    const bool single = library.path.find("/api/s/") != std::string_view::npos;
    const std::string body =
        single ? good : R"({"batch":[)" + good + "," + std::string(kBadCall) + R"(],"writeKey":"key"})";
    const HttpMessage answer = proxy.post(library.path, body, fields_of(library));
    EXPECT_EQ(answer.status(), 200) << library.name;
    EXPECT_EQ(library.reads(answer), Reading::kDelivered) << library.name << answer.body;
  }
}

TEST(Libraries, AreInTheStagingPage) {
  std::string table = "| library |";
  for (const Said& said : kSaid) table.append(" ").append(said.words).append(" |");
  table += " `Retry-After` |\n|---|---|---|---|---|---|---|---|\n";
  for (const Library& library : libraries()) {
    table.append("| ").append(library.name).append(" |");
    for (const Said& said : kSaid) table.append(" ").append(cell(library, said)).append(" |");
    table.append(library.waits.empty() ? " |\n" : " " + std::string(library.waits) + " |\n");
  }
  EXPECT_THAT(page(), HasSubstr(table + "\n"));
}

TEST(Libraries, AreToldHowToBePointed) {
  std::string table = "| library | setting | value | posts to |\n|---|---|---|---|\n";
  for (const Pointing& one : pointings()) {
    for (const std::string_view text : {one.library, one.setting, one.value, one.posts_to}) {
      table.append("| ").append(text).append(" ");
    }
    table += "|\n";
  }
  EXPECT_THAT(page(), HasSubstr(table + "\n"));
}

// What the page says they post to is judged.
TEST(Libraries, PostToPathsThatAreJudged) {
  const auto traffic = [](std::string_view path) {
    return destination_of(spec(), "POST", path).traffic;
  };
  for (const Library& library : libraries()) EXPECT_EQ(traffic(library.path), Traffic::kEvents);
  for (const Pointing& one : pointings()) {
    const std::string text(one.posts_to);
    for (size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at)) {
      const size_t end = text.find('`', at + 1);
      EXPECT_EQ(traffic(text.substr(at + 1, end - at - 1)), Traffic::kEvents) << text;
      at = end + 1;
    }
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
