// Bodies -> nodes: decode() against RapidJSON's own in-situ parse with a handler that does nothing,
// of the same bytes in the same run, round by round.
//
//   time      of decode(), all lines; CPU time like the rest
//   ns        per call (a line holds one, or a hundred)
//   allocs    per call, after warm-up
//   rapidjson MB/s of the plain parse; its copy of the text is made outside of the clock
//   ratio     decode's speed by RapidJSON's
#include <benchmark/benchmark.h>
#include <rapidjson/reader.h>
#include <time.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "bench/allocations.h"
#include "bench/corpus.h"
#include "bench/embedded_spec.h"
#include "spec/decode/decode.h"

namespace specgate::bench {
namespace {

constexpr size_t kCalls = 4000;
constexpr size_t kCallsPerBatch = 100;

struct DoNothing : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, DoNothing> {};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// CPU time: what other programs on the machine take is not counted.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <typename Work>
double seconds(const Work& work) {
  const double start = thread_seconds();
  work();
  return thread_seconds() - start;
}

void parse_plainly(std::string& text) {
  rapidjson::Reader reader;
  for (size_t at = 0; at < text.size();) {
    rapidjson::InsituStringStream in(text.data() + at);
    DoNothing handler;
    reader.Parse<rapidjson::kParseInsituFlag>(in, handler);
    benchmark::DoNotOptimize(handler);
    at += in.Tell() + 1;
  }
}

void run(benchmark::State& state, const std::string& text, double calls_per_line) {
  const std::vector<std::string_view> lines = lines_of(text);
  DecodeBuffers buffers;
  const auto decode_all = [&] {
    for (const std::string_view line : lines) {
      benchmark::DoNotOptimize(decode(line, {}, embedded(), buffers));
    }
  };
  decode_all();
  std::string ended = text;  // RapidJSON wants a NUL after each line
  std::replace(ended.begin(), ended.end(), '\n', '\0');
  std::string plain;
  double own = 0, plainly = 0;
  size_t allocated = 0;
  for (auto _ : state) {
    plain = ended;
    plainly += seconds([&] { parse_plainly(plain); });
    const size_t before = allocations();
    const double elapsed = seconds(decode_all);
    allocated += allocations() - before;
    own += elapsed;
    state.SetIterationTime(elapsed);
  }
  const auto rounds = static_cast<double>(state.iterations());
  const double calls = rounds * calls_per_line * static_cast<double>(lines.size());
  const double megabytes = rounds * static_cast<double>(text.size()) / 1e6;
  state.counters["ns"] = own * 1e9 / calls;
  state.counters["allocs"] = static_cast<double>(allocated) / calls;
  state.counters["MB/s"] = megabytes / own;
  state.counters["rapidjson"] = megabytes / plainly;
  state.counters["ratio"] = plainly / own;
}

void decode_lines(benchmark::State& state) { run(state, make_events(kCalls), 1); }
void decode_batches(benchmark::State& state) {
  run(state, make_batches(kCalls / kCallsPerBatch, kCallsPerBatch), kCallsPerBatch);
}
BENCHMARK(decode_lines)->UseManualTime()->Unit(benchmark::kMillisecond)->Name("decode/lines");
BENCHMARK(decode_batches)->UseManualTime()->Unit(benchmark::kMillisecond)->Name("decode/batches");

}  // namespace
}  // namespace specgate::bench
