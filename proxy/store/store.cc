#include "proxy/store/store.h"

#include "proxy/store/rows.h"
#include "proxy/store/schema.h"
#include "proxy/store/writer.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kMemory = ":memory:";

// Statements of those who read, and of the little that is written on the caller's thread.
struct Readers {
  explicit Readers(Door& at)
      : door(at),
        held(at, search_sql("quarantine")),
        fed(at, search_sql("feed")),
        found(at, find_sql("quarantine")),
        mark(at, "UPDATE quarantine SET replayed_ms=?2 WHERE id=?1 RETURNING id"),
        size(at, "SELECT (SELECT count(*) FROM quarantine),page_count*page_size FROM "
                 "pragma_page_count,pragma_page_size"),
        expired(at, "SELECT total(rows),total(rows) FILTER(WHERE reason='size'),total(waiting) "
                    "FROM expired") {}

  Door& door;
  Statement held, fed, found, mark, size, expired;
};

// With a file, readers have a door of their own and never wait for the writer; in memory there is
// one door for all.
class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<Door> writer, std::unique_ptr<Door> reader,
              const StoreSettings& settings, StoreTrouble hear)
      : writer_door_(std::move(writer)),
        reader_door_(std::move(reader)),
        readers_(reader_door_ == nullptr ? *writer_door_ : *reader_door_),
        key_(readers_.door.text("SELECT value FROM meta WHERE name='hash_key'")),
        writer_(*writer_door_, settings, std::move(hear)) {}

  std::string hash_key() override { return key_; }

  void quarantine(const Origination& from, std::vector<EventRecord> events,
                  std::function<void(bool)> done) override {
    writer_.quarantine(from, std::move(events), std::move(done));
  }
  bool feed(const Origination& from, EventRecord event) override {
    return writer_.feed(from, std::move(event));
  }

  std::vector<StoredEvent> quarantined(const StoreQuery& query) override {
    return search(readers_.held, query);
  }
  std::vector<StoredEvent> recent(const StoreQuery& query) override {
    return search(readers_.fed, query);
  }
  std::optional<StoredEvent> find(int64_t id) override;
  bool mark_replayed(int64_t id, int64_t at_ms) override;
  StoreCounts counts() override;
  std::string trouble() override { return writer_.trouble(); }

 private:
  std::vector<StoredEvent> search(Statement& statement, const StoreQuery& query);

  std::unique_ptr<Door> writer_door_, reader_door_;
  Readers readers_;
  const std::string key_;
  StoreWriter writer_;
};

std::vector<StoredEvent> SqliteStore::search(Statement& statement, const StoreQuery& query) {
  const std::lock_guard lock(readers_.door.lock);
  std::vector<StoredEvent> out;
  bind_query(query, statement);
  while (statement.step() == Statement::Step::kRow) out.push_back(read_row(statement));
  statement.reset();
  return out;
}

std::optional<StoredEvent> SqliteStore::find(int64_t id) {
  const std::lock_guard lock(readers_.door.lock);
  std::optional<StoredEvent> out;
  readers_.found.bind(id);
  if (readers_.found.step() == Statement::Step::kRow) out = read_row(readers_.found);
  readers_.found.reset();
  return out;
}

bool SqliteStore::mark_replayed(int64_t id, int64_t at_ms) {
  const std::lock_guard lock(readers_.door.lock);
  readers_.mark.bind(id).bind(at_ms);
  const bool known = readers_.mark.step() == Statement::Step::kRow;
  return readers_.mark.run() && known;
}

StoreCounts SqliteStore::counts() {
  StoreCounts out = writer_.counts();
  const auto count = [](const Statement& statement, int column) {
    return static_cast<uint64_t>(statement.number(column));
  };
  const std::lock_guard lock(readers_.door.lock);
  if (readers_.size.step() == Statement::Step::kRow) {
    out.rows = count(readers_.size, 0);
    out.bytes = count(readers_.size, 1);
  }
  if (readers_.expired.step() == Statement::Step::kRow) {
    out.expired = count(readers_.expired, 0);
    out.expired_by_size = count(readers_.expired, 1);
    out.expired_waiting = count(readers_.expired, 2);
  }
  readers_.size.reset();
  readers_.expired.reset();
  return out;
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const StoreSettings& settings,
                                           StoreTrouble hear) {
  const std::string file = settings.file.empty() ? std::string(kMemory) : settings.file;
  auto writer = std::make_unique<Door>();
  std::unique_ptr<Door> reader;
  Problems problems = open_store(file, *writer);
  if (problems.empty() && file != kMemory) {
    reader = std::make_unique<Door>();
    problems = open_again(file, *reader);
  }
  if (!problems.empty()) return problems;
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
      std::move(writer), std::move(reader), settings, std::move(hear)));
}

}  // namespace specgate::proxy
