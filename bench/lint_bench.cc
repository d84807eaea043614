// The whole command against a parser alone: `specgate lint --isolated` over a generated file,
// with one job and with two, beside RapidJSON's own in-situ parse (no handler) of the same bytes in
// memory, in turns in one run. Prints the median MB/s of each, and the median of the ratios within a
// round, so that the drift of a shared machine hits both sides alike; for information, that to
// RapidJSON's documents as well.
//
//   lint_bench PATH_OF_SPECGATE [MEGABYTES [ROUNDS]]
#include <rapidjson/document.h>
#include <rapidjson/reader.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "bench/corpus.h"

extern char** environ;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct DoNothing : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, DoNothing> {};

// Lines end in NUL; the parse writes into `text`.
double parse_plainly(std::string text) {
  const auto start = std::chrono::steady_clock::now();
  rapidjson::Reader reader;
  for (size_t at = 0; at < text.size();) {
    rapidjson::InsituStringStream in(text.data() + at);
    DoNothing handler;
    if (!reader.Parse<rapidjson::kParseInsituFlag>(in, handler)) std::exit(2);
    at += in.Tell() + 1;
  }
  return seconds_since(start);
}

// Likewise, into a document each, whose memory is kept.
double build_documents(std::string text) {
  const auto start = std::chrono::steady_clock::now();
  rapidjson::MemoryPoolAllocator<> memory;
  for (char* at = text.data(); at < text.data() + text.size();) {
    const size_t size = std::strlen(at);
    memory.Clear();
    rapidjson::Document document(&memory);
    if (document.ParseInsitu(at).HasParseError()) std::exit(2);
    at += size + 1;
  }
  return seconds_since(start);
}

pid_t start_lint(const char* specgate, const std::string& file, const char* jobs) {
  const char* const arguments[] = {specgate,   "lint",      "--isolated", "--no-progress",
                                   "--jobs",   jobs,        "--format",   "jsonl",
                                   "--output", "/dev/null", file.c_str(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, specgate, nullptr, nullptr, const_cast<char**>(arguments), environ) !=
      0) {
    std::perror(specgate);
    std::exit(2);
  }
  return child;
}

void wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) std::exit(2);
}

double lint(const char* specgate, const std::string& file, const char* jobs) {
  const auto start = std::chrono::steady_clock::now();
  wait_for(start_lint(specgate, file, jobs));
  return seconds_since(start);
}

// Two programs that know nothing of each other: what a second core is worth on this machine.
double lint_side_by_side(const char* specgate, const std::string& file) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t first = start_lint(specgate, file, "1");
  const pid_t second = start_lint(specgate, file, "1");
  wait_for(first);
  wait_for(second);
  return seconds_since(start);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Of what stands beside each other in the rounds.
double median_ratio(const std::vector<double>& above, const std::vector<double>& below) {
  std::vector<double> ratios;
  for (size_t i = 0; i < above.size(); ++i) ratios.push_back(above[i] / below[i]);
  return median(std::move(ratios));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: lint_bench PATH_OF_SPECGATE [MEGABYTES [ROUNDS]]\n");
    return 2;
  }
  const size_t megabytes = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200;
  const size_t rounds = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 5;
  std::string piece = specgate::bench::make_events(20000), text;
  for (uint64_t seed = 2; text.size() < megabytes * 1000000; ++seed) {
    text += piece;
    piece = specgate::bench::make_events(20000, seed);
  }
  char file[] = "/tmp/specgate-bench-XXXXXX.jsonl";
  const int handle = mkstemps(file, 6);
  std::FILE* const out = fdopen(handle, "wb");
  if (out == nullptr || fwrite(text.data(), 1, text.size(), out) != text.size()) return 2;
  fclose(out);
  std::replace(text.begin(), text.end(), '\n', '\0');

  std::vector<double> plain, documents, one, two, beside;
  for (size_t i = 0; i < rounds; ++i) {
    parse_plainly(text);  // the first after other programs ran is slower, whichever it is
    documents.push_back(build_documents(text));
    plain.push_back(parse_plainly(text));
    one.push_back(lint(argv[1], file, "1"));
    two.push_back(lint(argv[1], file, "2"));
    beside.push_back(lint_side_by_side(argv[1], file));
  }
  unlink(file);
  const double size = static_cast<double>(text.size()) / 1e6;
  std::printf("%.0f MB, %zu rounds, medians\n", size, rounds);
  std::printf("RapidJSON in situ, parse only  %6.0f MB/s\n", size / median(plain));
  std::printf("specgate lint --jobs 1         %6.0f MB/s  %.2f of RapidJSON\n", size / median(one),
              median_ratio(plain, one));
  std::printf("RapidJSON documents in situ    %6.0f MB/s  lint --jobs 1: %.2f of it\n",
              size / median(documents), median_ratio(documents, one));
  std::printf("specgate lint --jobs 2         %6.0f MB/s  %.2f of one job\n", size / median(two),
              median_ratio(one, two));
  std::printf("two lints side by side         %6.0f MB/s  %.2f of one: the machine's own limit\n",
              2 * size / median(beside), 2 * median_ratio(one, beside));
  return 0;
}
