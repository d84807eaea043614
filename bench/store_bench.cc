// How many rejected events a second the store keeps: without a limit and with a small keep_size, by
// turns, so that their ratio holds on a machine that others use.
//
//   store_bench [FOLDER [SECONDS]]    FOLDER on the disk that counts, SECONDS of each of six rounds
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <semaphore>
#include <string>

#include "proxy/net/time_text.h"
#include "proxy/store/store.h"

namespace {

using namespace specgate::proxy;
using Clock = std::chrono::steady_clock;

constexpr int kCallers = 64;  // who each wait for their event before they send the next
constexpr uint64_t kSmall = 5'000'000;

EventRecord bad_event(uint64_t number) {
  EventRecord event;
  event.outcome = Outcome::kReject;
  event.type = "track";
  event.name = "Order Completed";
  event.message_id = "m" + std::to_string(number);
  event.findings = R"([{"rule":"ID101","severity":"error","path":"/userId","message":"is absent"}])";
  event.rules = "ID101";
  event.worst = specgate::Severity::kError;
  event.payload = R"({"type":"track","event":"Order Completed","properties":{"x":")" +
                  std::string(500, 'x') + "\"}}";
  return event;
}

// Events a second.
double round(const std::string& folder, uint64_t keep_bytes, double seconds) {
  StoreSettings settings;
  settings.file = folder + "/store_bench.sqlite3";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(settings.file + end);
  settings.keep_bytes = keep_bytes;
  auto opened = Store::open(settings);
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.problems()[0].text().c_str());
    std::exit(2);
  }
  const auto store = *std::move(opened);
  std::counting_semaphore<kCallers> free(kCallers);
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration<double>(seconds);
  for (uint64_t i = 0; Clock::now() < end; ++i) {
    free.acquire();
    store->quarantine({unix_ms_now(), "r", "web", "aa", "/v1/track"}, {bad_event(i)},
                      [&free](bool) { free.release(); });
  }
  for (int i = 0; i < kCallers; ++i) free.acquire();
  const StoreCounts counts = store->counts();
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  if (counts.failed != 0) std::fprintf(stderr, "%s\n", store->trouble().c_str());
  return static_cast<double>(counts.quarantined) / took;
}

}  // namespace

int main(int count, char** words) {
  const std::string folder = count > 1 ? words[1] : ".";
  const double seconds = count > 2 ? std::atof(words[2]) : 5;
  double all = 0, small = 0;
  for (int i = 0; i < 3; ++i) {
    const double one = round(folder, 0, seconds), other = round(folder, kSmall, seconds);
    std::printf("no limit %8.0f events/s, keep_size 5MB %8.0f events/s, ratio %.2f\n", one, other,
                other / one);
    std::fflush(stdout);
    all += one;
    small += other;
  }
  std::printf("ratio of all %.2f\n", small / all);
}
