// What each step of a judgement costs: decode, check (the walk with every default rule on), and judge,
// which is both; ns and allocations per call, after warm-up.
#include <benchmark/benchmark.h>

#include <string_view>
#include <vector>

#include "bench/allocations.h"
#include "bench/corpus.h"
#include "bench/embedded_spec.h"
#include "rules/engine/gate.h"

namespace specgate::bench {
namespace {

constexpr size_t kCalls = 4000;
constexpr int64_t kNow = 1780272000000;  // 2026-06-01T00:00:00Z

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
    lines.push_back(text.substr(0, end));
  }
  return lines;
}

struct Subject {
  std::string text = make_events(kCalls);
  std::vector<std::string_view> lines = lines_of(text);
  std::shared_ptr<const Spec> spec{&embedded(), [](const Spec*) {}};
  std::shared_ptr<const Gate> gate = whole(Gate::load(spec, {}));
  Arrival arrival;
  Scratch scratch;

  Subject() { arrival.at_ms = kNow; }
};

// Runs `work` over all lines, again and again, and counts.
template <typename Work>
void run(benchmark::State& state, Subject& subject, const Work& work) {
  for (const std::string_view line : subject.lines) work(line);
  const size_t before = allocations();
  for (auto _ : state) {
    for (const std::string_view line : subject.lines) work(line);
  }
  const auto rounds = static_cast<double>(state.iterations());
  const double calls = rounds * static_cast<double>(subject.lines.size());
  state.counters["allocs"] = static_cast<double>(allocations() - before) / calls;
  state.counters["ns"] =
      benchmark::Counter(calls / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(subject.text.size()));
}

void decode_only(benchmark::State& state) {
  Subject subject;
  run(state, subject, [&](std::string_view line) {
    benchmark::DoNotOptimize(
        decode(line, subject.arrival, *subject.spec, subject.scratch.decode));
  });
}

// One line checked again and again: its nodes are warm, so this is the walk alone.
void check_only(benchmark::State& state) {
  Subject subject;
  size_t next = 0;
  const size_t before = allocations();
  for (auto _ : state) {
    state.PauseTiming();
    const std::string_view line = subject.lines[next++ % subject.lines.size()];
    const Batch batch = decode(line, subject.arrival, *subject.spec, subject.scratch.decode);
    state.ResumeTiming();
    for (int i = 0; i < 100; ++i) {
      subject.scratch.text.clear();
      subject.scratch.violations.clear();
      subject.scratch.edits.clear();
      subject.scratch.suggestions.clear();
      subject.gate->rules().check(batch, subject.scratch);
    }
  }
  const double calls = static_cast<double>(state.iterations()) * 100;
  state.counters["allocs"] = static_cast<double>(allocations() - before) / calls;
  state.counters["ns"] =
      benchmark::Counter(calls / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void judge(benchmark::State& state) {
  Subject subject;
  run(state, subject, [&](std::string_view line) {
    benchmark::DoNotOptimize(subject.gate->judge(line, subject.arrival, subject.scratch));
  });
}

BENCHMARK(decode_only)->Name("decode");
BENCHMARK(check_only)->Name("check");
BENCHMARK(judge)->Name("judge");

}  // namespace
}  // namespace specgate::bench
