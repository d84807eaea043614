#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bench/allocations.h"
#include "bench/corpus.h"
#include "spec/decode/decode.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

TEST(DecodeAllocation, NoneOnceWarm) {
  const std::string text = bench::make_events(500) + bench::make_batches(5, 100);
  std::vector<std::string_view> lines;
  for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(std::string_view(text).substr(at, text.find('\n', at) - at));
  }
  DecodeBuffers buffers;
  const auto decode_all = [&] {
    size_t calls = 0;
    for (const std::string_view line : lines) {
      calls += decode(line, {}, spec(), buffers).events.size();
      decode(line.substr(0, line.size() / 2), {}, spec(), buffers);
    }
    return calls;
  };
  EXPECT_EQ(decode_all(), 1000U);
  const size_t before = bench::allocations();
  const size_t calls = decode_all();
  const size_t after = bench::allocations();
  EXPECT_EQ(calls, 1000U);
  EXPECT_EQ(after - before, 0U);
}

}  // namespace
}  // namespace specgate
