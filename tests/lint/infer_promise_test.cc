// The promise of inference: every call fits the plan that was inferred from it, whatever it holds;
// and the plan does not hang on the order of the calls or on how they were shared out.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "bench/corpus.h"
#include "tests/lint/infer_support.h"
#include "tests/spec/plan_maker.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using namespace infer_test;
namespace fs = std::filesystem;

// Calls as no library sends them: odd kinds, keys, names, doubles, escapes.
class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  std::vector<std::string> lines(size_t count) {
    std::vector<std::string> out;
    for (size_t i = 0; i < count; ++i) out.push_back(body());
    return out;
  }

 private:
  size_t below(size_t n) { return random_() % n; }
  template <size_t N>
  std::string one_of(const char* const (&words)[N]) {
    return words[below(N)];
  }

  std::string body() {
    switch (below(12)) {
      case 0:
        return R"({"batch":[)" + call() + ',' + call() + "],\"sentAt\":\"2026-01-01\"}";
      case 1:
        return '[' + call() + ',' + call() + ']';
      case 2:
        return R"({"method":"POST","path":"/v1/batch","headers":{},"body":{"batch":[)" + call() +
               "]}}";
      default:
        return call();
    }
  }

  std::string call() {
    std::string out = R"({"type":")" +
                      one_of({"track", "track", "track", "track", "page", "screen", "identify",
                              "group", "alias", "tracc"}) +
                      '"';
    if (below(10) != 0) {
      out +=
          ",\"event\":" + one_of({R"("Order Completed")", R"("order_completed")", R"("Signed Up")",
                                  R"("Page Viewed")", R"("Screen Viewed")", R"("page viewed")",
                                  R"("a\"b/c")", R"("\ud800x")", "7", R"(" ")", R"(" a ")", R"("é")"});
    }
    if (below(2) != 0) {
      out += ",\"name\":" + one_of({R"("Home")", R"("home")", R"("Page Viewed")", "null", R"("")"});
    }
    const std::string own = one_of({"properties", "properties", "traits"});
    if (below(10) != 0) out += ",\"" + own + "\":" + (below(12) == 0 ? value(0) : object(0));
    if (below(20) == 0) out += ",\"" + own + "\":" + value(0);
    return out + '}';
  }

  std::string object(int level) {
    std::string out = "{";
    for (size_t i = below(6); i > 0; --i) {
      out += out.size() == 1 ? "" : ",";
      out += key() + ':' + value(level + 1);
    }
    return out + '}';
  }

  std::string key() {
    if (below(40) == 0) return "\"k" + std::to_string(below(1000)) + "e7\"";
    return one_of({R"("size")", R"("total")", R"("products")", R"("product_id")", R"("productId")",
                   R"("email")", R"("")", R"("a.b")", R"("$ref")", R"("type")", R"("properties")",
                   R"("required")", R"("\u0061")", R"("a")", R"("\ud800")", R"("2026-01-01")",
                   R"("x/y~z")", R"("ünits")", R"(" ")", R"(" a")", R"("$")", R"("\\$")"});
  }

  std::string value(int level) {
    const size_t kind = below(level > 20 ? 6 : 9);
    if (kind >= 7) return below(3) == 0 ? array(level) : object(level);
    if (kind >= 5) return text();
    return one_of({"null", "true", "1", "1.0", "1e400", "123456789012345678901234567890", "-0",
                   "2.5", "false", "1E2"});
  }

  std::string array(int level) {
    std::string out = "[";
    for (size_t i = below(4); i > 0; --i) out += (out.size() == 1 ? "" : ",") + value(level + 1);
    return out + ']';
  }

  std::string text() {
    return one_of({R"("small")", R"("large")", R"("small")", R"("large")", R"("")",
                   R"("2026-01-01")", R"("2026-01-01T00:00:00Z")", R"("https://example.com/a")",
                   R"("a:b")", R"("\ud800")", R"("::1")", R"("1.2.3.4")", R"("ann@example.com")",
                   R"("\u0073mall")", R"("b3e0c0a2-8f2d-4b7e-9d11-7a5f0c9e2d44")"});
  }

  std::mt19937_64 random_;
};

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

// Nothing is planned that could be somebody's.
void expect_nobody_in(const InferredPlan& inferred) {
  EXPECT_EQ(text_of(inferred).find("ann@"), std::string::npos);
}

void expect_fit(const std::string& text) {
  InferTerms eager;  // the least evidence makes the strictest plan
  eager.schema.least_calls = 1;
  eager.schema.most_values = TextEvidence::kMostValues;
  for (const InferTerms& terms : {InferTerms(), eager}) {
    const InferredPlan inferred = plan_of(text, terms);
    PlanLint lint(inferred.plan);
    EXPECT_EQ(lint.problems, "");
    const std::vector<std::string> found = lint.findings(text);
    EXPECT_TRUE(found.empty()) << found.size() << " findings, such as " << found[0];
    expect_nobody_in(inferred);
  }
}

TEST(InferPromise, OddCallsFit) {
  for (uint64_t seed = 1; seed <= 200 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    expect_fit(joined(Maker(seed).lines(seed % 100 == 0 ? 2000 : 1 + seed % 60)));
  }
}

TEST(InferPromise, EventsAsLibrariesSendThemFit) {
  expect_fit(bench::make_events(3000));
  expect_fit(bench::make_batches(20, 50));
}

TEST(InferPromise, TheExamplesFit) {
  size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(SPECGATE_SOURCE "/examples")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".json") && !name.ends_with(".jsonl")) continue;
    SCOPED_TRACE(name);
    expect_fit(file_text(entry.path()));
    ++count;
  }
  EXPECT_GE(count, 5U);
}

// What `plan infer --to SHAPE` writes is read again, and says what it does not name as lost.
TEST(InferPromise, EveryShapeIsReadAgain) {
  InferTerms eager;
  eager.schema.least_calls = 1;
  for (uint64_t seed = 1; seed <= 150 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    const InferredPlan inferred = plan_of(joined(Maker(seed).lines(1 + seed % 30)), eager);
#define X(id, name) EXPECT_EQ(broken_promise(inferred.plan, PlanShape::id), "");
    SPECGATE_PLAN_SHAPES(X)
#undef X
  }
}

TEST(InferPromise, TheOrderOfCallsDoesNotMatter) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::vector<std::string> lines = Maker(seed).lines(600);
    const std::string whole = text_of(plan_of(joined(lines)));
    std::mt19937_64 random(seed);
    std::shuffle(lines.begin(), lines.end(), random);
    std::vector<CallEvidence> shares(3);
    for (const std::string& line : lines) {
      shares[random() % shares.size()].add(evidence_in(line, spec()));
    }
    CallEvidence sum;
    for (const CallEvidence& share : shares) sum.add(share);
    ASSERT_EQ(text_of(infer_plan(sum, {}, spec())), whole) << seed;
  }
}

}  // namespace
}  // namespace specgate
