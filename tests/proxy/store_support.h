// What the tests of the store share: a folder with a file, and records to put into it.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "proxy/net/time_text.h"
#include "proxy/store/store.h"
#include "tests/support/folder.h"

namespace specgate::proxy {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  std::string file() const { return folder_ / "store.sqlite3"; }

  std::unique_ptr<Store> open(StoreSettings settings) const {
    if (settings.file.empty()) settings.file = file();
    Result<std::unique_ptr<Store>> store = Store::open(settings);
    for (const Problem& problem : store.problems()) ADD_FAILURE() << problem.text();
    return store ? *std::move(store) : nullptr;
  }
  std::unique_ptr<Store> open() const { return open(StoreSettings()); }

  std::string problem_of_opening() const {
    StoreSettings settings;
    settings.file = file();
    const Result<std::unique_ptr<Store>> store = Store::open(settings);
    return store ? "none" : store.problems()[0].text();
  }

  // Into the head of the file, sqlite.org/fileformat2.html.
  void write_byte(std::streamoff offset, char byte) const {
    std::fstream stream(file(), std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(offset).put(byte);
  }

  const Folder folder_;
};

inline Origination from(std::string source = "web", std::string key_hash = "aa") {
  return {unix_ms_now(), "req-1", std::move(source), std::move(key_hash), "/v1/batch"};
}

inline EventRecord rejected(std::string message_id, std::string payload = "{}") {
  EventRecord event;
  event.outcome = Outcome::kReject;
  event.type = "track";
  event.name = "Order Completed";
  event.message_id = std::move(message_id);
  event.findings = R"([{"rule":"ID101"}])";
  event.rules = "NAM103 ID101";
  event.worst = Severity::kError;
  event.payload = std::move(payload);
  return event;
}

inline EventRecord fed(Outcome outcome) {
  EventRecord event;
  event.outcome = outcome;
  event.type = "track";
  return event;
}

inline std::future<bool> begin_quarantine(Store& store, const Origination& origin,
                                   std::vector<EventRecord> events) {
  auto told = std::make_shared<std::promise<bool>>();
  std::future<bool> out = told->get_future();
  store.quarantine(origin, std::move(events), [told](bool kept) { told->set_value(kept); });
  return out;
}

inline bool quarantine(Store& store, std::vector<EventRecord> events) {
  return begin_quarantine(store, from(), std::move(events)).get();
}

inline std::vector<std::string> ids_of(const std::vector<StoredEvent>& rows) {
  std::vector<std::string> out;
  for (const StoredEvent& row : rows) out.push_back(row.event.message_id);
  return out;
}

inline mode_t mode_of(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0;
}

}  // namespace specgate::proxy
