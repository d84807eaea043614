#include "proxy/store/store.h"

#include <time.h>

#include "proxy/net/time_text.h"
#include "proxy/store/open_file.h"
#include "proxy/store/rows.h"
#include "proxy/store/writer.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kMemory = ":memory:";
// Rows that one search looks at before it lets others in: those who write, and the emptying of the log.
constexpr int64_t kLookedAt = 4096;
constexpr int64_t kLogOfReader = 256;  // pages of the log that a replay leaves to itself at most

// Statements of those who read, and of the little that is written on the caller's thread.
struct Readers {
  explicit Readers(Door& at)
      : door(at),
        held{{at, search_sql("quarantine")}, {at, "SELECT min(id),max(id) FROM quarantine"}},
        fed{{at, search_sql("feed")}, {at, "SELECT min(id),max(id) FROM feed"}},
        found(at, find_sql("quarantine")),
        mark(at, "UPDATE quarantine SET replayed_ms=?2 WHERE id=?1 RETURNING id"),
        claim(at, "INSERT INTO claim SELECT id,?2,?3 FROM quarantine WHERE id=?1 AND "
                  "(?5 OR replayed_ms=0) ON CONFLICT(id) DO UPDATE SET owner=excluded.owner,"
                  "until_ms=excluded.until_ms WHERE claim.until_ms<=?4 OR "
                  "claim.until_ms>?4+(excluded.until_ms-?4)*2 OR claim.owner=excluded.owner "
                  "RETURNING id"),
        unclaim(at, "DELETE FROM claim WHERE id=?1"),
        begin(at, "BEGIN IMMEDIATE"),
        commit(at, "COMMIT"),
        rollback(at, "ROLLBACK") {}

  struct Searched {
    Statement search, ends;
  };
  Door& door;
  Searched held, fed;
  Statement found, mark, claim, unclaim, begin, commit, rollback;
};

class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<OpenFile> file, const StoreSettings& settings, StoreTrouble hear,
              StoreSeams seams)
      : wall_(seams.clocks.wall),
        file_(std::move(file)),
        readers_(std::make_unique<Readers>(file_->reader())),
        writer_(*file_, settings, std::move(hear), std::move(seams), [this] { return reopen(); }) {}

  std::string hash_key() override { return file_->hash_key(); }

  void quarantine(const Origination& from, std::vector<EventRecord> events,
                  std::function<void(bool)> done) override {
    writer_.quarantine(from, std::move(events), std::move(done));
  }
  bool feed(const Origination& from, EventRecord event) override {
    return writer_.feed(from, std::move(event));
  }

  std::vector<StoredEvent> quarantined(const StoreQuery& query) override {
    return search(&Readers::held, query);
  }
  std::vector<StoredEvent> recent(const StoreQuery& query) override {
    return search(&Readers::fed, query);
  }
  std::optional<StoredEvent> find(int64_t id) override;
  bool mark_replayed(int64_t id, int64_t at_ms) override;
  std::optional<std::vector<int64_t>> claim(const std::vector<int64_t>& ids,
                                            const StoreClaim& claim) override;
  bool settle(const std::vector<int64_t>& replayed, const std::vector<int64_t>& waiting,
              int64_t at_ms) override;
  StoreCounts counts() override {
    StoreCounts out = writer_.counts();
    out.late = late_;
    return out;
  }
  std::string trouble() override { return writer_.trouble(); }

 private:
  using Part = Readers::Searched Readers::*;
  std::vector<StoredEvent> search(Part part, const StoreQuery& query);
  bool look(Part part, const StoreQuery& query, StoreWindow& window, std::vector<StoredEvent>& out);
  template <typename Work>
  auto read(Work&& work);
  template <typename Work>
  bool change(Work&& work);
  Problems reopen();

  const std::function<int64_t()> wall_;
  const std::unique_ptr<OpenFile> file_;
  std::mutex mutex_;  // of readers_, which the writer's thread makes anew
  std::unique_ptr<Readers> readers_;  // null: the file is lost just now
  StoreWriter writer_;
};

Problems SqliteStore::reopen() {
  const std::lock_guard lock(mutex_);
  readers_.reset();
  file_->close();
  Problems problems = file_->open_again(wall_());
  if (problems.empty()) readers_ = std::make_unique<Readers>(file_->reader());
  return problems;
}

// What `work` makes of the statements, or nothing of its type.
template <typename Work>
auto SqliteStore::read(Work&& work) {
  const std::lock_guard lock(mutex_);
  if (readers_ == nullptr) return decltype(work(*readers_)){};
  const std::lock_guard using_door(readers_->door.lock);
  return work(*readers_);
}

template <typename Work>
bool SqliteStore::change(Work&& work) {
  return read([&](Readers& readers) {
    if (!readers.begin.run()) return false;
    const bool good = work(readers) && readers.commit.run();
    if (!good && readers.door.in_transaction()) readers.rollback.run();
    if (readers.door.log_pages() > kLogOfReader) readers.door.empty_log();
    return good;
  });
}

// Newest first, some rows at a time.
std::vector<StoredEvent> SqliteStore::search(Part part, const StoreQuery& query) {
  std::vector<StoredEvent> out;
  StoreWindow window;
  while (look(part, query, window, out)) {
  }
  return out;
}

// One window; false: it was the last.
bool SqliteStore::look(Part part, const StoreQuery& query, StoreWindow& window,
                       std::vector<StoredEvent>& out) {
  return read([&](Readers& readers) {
    Readers::Searched& use = readers.*part;
    const bool any = use.ends.step() == Statement::Step::kRow;
    const int64_t first = any ? use.ends.number(0) : 0, last = any ? use.ends.number(1) : 0;
    use.ends.reset();
    int64_t end = last + 1;
    if (query.after_id != 0) end = std::min(end, query.after_id);
    if (window.end != 0) end = std::min(end, window.begin);
    window = {std::max(first, end - kLookedAt), end};
    size_t bytes = 0;
    for (const StoredEvent& row : out) bytes += bytes_of(row);
    bind_query(query, window, use.search);
    bool more = true;
    while (more && out.size() < query.limit && use.search.step() == Statement::Step::kRow) {
      out.push_back(read_row(use.search));
      bytes += bytes_of(out.back());
      more = bytes < query.most_bytes;
    }
    use.search.reset();
    return more && out.size() < query.limit && window.begin > first;
  });
}

std::optional<StoredEvent> SqliteStore::find(int64_t id) {
  return read([&](Readers& readers) {
    std::optional<StoredEvent> out;
    readers.found.bind(id);
    if (readers.found.step() == Statement::Step::kRow) out = read_row(readers.found);
    readers.found.reset();
    return out;
  });
}

bool SqliteStore::mark_replayed(int64_t id, int64_t at_ms) {
  return read([&](Readers& readers) {
    readers.mark.bind(id).bind(at_ms);
    const bool known = readers.mark.step() == Statement::Step::kRow;
    return readers.mark.run() && known;
  });
}

std::optional<std::vector<int64_t>> SqliteStore::claim(const std::vector<int64_t>& ids,
                                                       const StoreClaim& claim) {
  std::vector<int64_t> out;
  const bool good = change([&](Readers& readers) {
    for (const int64_t id : ids) {
      readers.claim.bind(id).bind(claim.owner).bind(claim.until_ms).bind(claim.now_ms);
      if (readers.claim.bind(int64_t{claim.again}).value() == id) out.push_back(id);
    }
    return true;
  });
  return good ? std::optional(std::move(out)) : std::nullopt;
}

bool SqliteStore::settle(const std::vector<int64_t>& replayed, const std::vector<int64_t>& waiting,
                         int64_t at_ms) {
  return change([&](Readers& readers) {
    for (const int64_t id : replayed) {
      if (!readers.mark.bind(id).bind(at_ms).run() || !readers.unclaim.bind(id).run()) return false;
    }
    for (const int64_t id : waiting) {
      if (!readers.unclaim.bind(id).run()) return false;
    }
    return true;
  });
}

int64_t steady_now() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);  // goes on while the machine sleeps
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace

size_t bytes_of(const StoredEvent& row) {
  return sizeof row + size_of(row.from, row.event) + row.event.envelope.get().size();
}

StoreClocks StoreClocks::of_system() { return {unix_ms_now, steady_now}; }

bool Store::settle(const std::vector<int64_t>& replayed, const std::vector<int64_t>&,
                   int64_t at_ms) {
  bool good = true;
  for (const int64_t id : replayed) good = mark_replayed(id, at_ms) && good;
  return good;
}

Result<std::unique_ptr<Store>> Store::open(const StoreSettings& given, StoreTrouble hear,
                                           StoreSeams seams) {
  StoreSettings settings = given;
  if (settings.file.empty()) settings.file = kMemory;
  auto file = std::make_unique<OpenFile>(settings.file);
  Problems problems = file->open(seams.clocks.wall());
  if (!problems.empty()) return problems;
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
      std::move(file), settings, std::move(hear), std::move(seams)));
}

}  // namespace specgate::proxy
