// One path: the linter and the proxy say the same of the same bytes, and in observe mode every byte
// of every example reaches the upstream as it came.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "bench/corpus.h"
#include "lint/lint.h"
#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"

namespace specgate::proxy::testing {
namespace {

namespace fs = std::filesystem;

// Whole JSON files, and the lines of JSON Lines.
std::vector<std::string> bodies() {
  std::vector<std::string> out;
  const auto add_lines = [&out](const std::string& text) {
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      if (end > at) out.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  };
  for (const auto& entry : fs::recursive_directory_iterator(SPECGATE_SOURCE "/examples")) {
    const std::string extension = entry.path().extension();
    if (extension == ".jsonl") add_lines(file_text(entry.path()));
    if (extension == ".json") out.push_back(file_text(entry.path()));
  }
  add_lines(bench::make_events(60));
  add_lines(bench::make_batches(3, 20));
  return out;
}

TEST(Parity, ObserveIsByteIdentity) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  for (const std::string& body : bodies()) {
    upstream.forget();
    EXPECT_EQ(proxy.post("/v1/batch", body).status(), 200);
    ASSERT_EQ(upstream.requests().size(), 1U);
    EXPECT_EQ(upstream.requests()[0].body, body);
  }
}

// Of a report: "NAM101 /event", without what only the transport can tell.
using Reported = std::multiset<std::string>;

bool is_of_the_call(std::string_view rule) {
  return !rule.starts_with("KEY") && rule != "ENV105" && rule != "ENV103" && !rule.starts_with("RUN");
}

Reported told_by_proxy(const std::string& answer) {
  Reported out;
  constexpr std::string_view kRule = "{\"rule\":\"", kPath = "\"path\":\"";
  for (size_t at = 0; (at = answer.find(kRule, at)) != std::string::npos;) {
    at += kRule.size();
    const std::string rule = answer.substr(at, answer.find('"', at) - at);
    const size_t path = answer.find(kPath, at) + kPath.size();
    if (is_of_the_call(rule)) out.insert(rule + " " + answer.substr(path, answer.find('"', path) - path));
  }
  return out;
}

Reported told_by_linter(const Linter& linter, const std::string& body) {
  Reported out;
  for (const Finding& finding : linter.lint("body.json", body).findings) {
    if (is_of_the_call(finding.rule->id)) out.insert(std::string(finding.rule->id) + " " + finding.pointer);
  }
  return out;
}

TEST(Parity, LinterAndProxyFindTheSame) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "dry-run"});
  LintOptions options;
  options.isolated = true;
  const auto linter = Linter::create(options);
  ASSERT_TRUE(linter);
  size_t compared = 0;
  for (const std::string& body : bodies()) {
    // A captured request is judged as the request it records, and that is the linter's alone.
    if (body.find("\"headers\"") != std::string::npos) continue;
    const bool batch = body.find("\"batch\"") != std::string::npos;
    const std::string answer = proxy.post(batch ? "/v1/batch" : "/v1/track", body).body;
    EXPECT_EQ(told_by_proxy(answer), told_by_linter(*linter, body)) << body;
    ++compared;
  }
  EXPECT_GT(compared, 70U);
}

}  // namespace
}  // namespace specgate::proxy::testing
