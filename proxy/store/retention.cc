#include "proxy/store/retention.h"

namespace specgate::proxy {
namespace {

// Rows lie in the order in which they came, so that the oldest are the first.
std::string too_old_sql(std::string_view table) {
  const std::string name(table);
  return "DELETE FROM " + name + " WHERE id IN (SELECT id FROM (SELECT id,at_ms FROM " + name +
         " ORDER BY id LIMIT 256) WHERE at_ms<?1) RETURNING replayed_ms";
}

// 300: what a row takes beside its long texts.
std::string oldest_sql(std::string_view table) {
  const std::string name(table);
  return "DELETE FROM " + name +
         " WHERE id IN (SELECT id FROM (SELECT id,sum(size) OVER (ORDER BY id)-size AS older FROM "
         "(SELECT id,300+length(CAST(payload AS BLOB))+length(CAST(findings AS BLOB))"
         "+length(envelope)+length(patch)+length(reverse) AS size FROM " +
         name + " ORDER BY id LIMIT 256)) WHERE older<?1) RETURNING replayed_ms";
}

}  // namespace

StoreRetention::Table::Table(Door& door, std::string_view table)
    : name(table), too_old(door, too_old_sql(table)), oldest(door, oldest_sql(table)) {}

StoreRetention::StoreRetention(Door& door, const StoreSettings& settings)
    : door_(door),
      keep_ms_(settings.keep_ms),
      keep_bytes_(settings.keep_bytes),
      bytes_(door, "SELECT (page_count-freelist_count)*page_size FROM pragma_page_count,"
                   "pragma_freelist_count,pragma_page_size"),
      begin_(door, "BEGIN IMMEDIATE"),
      commit_(door, "COMMIT"),
      rollback_(door, "ROLLBACK"),
      count_(door, "INSERT INTO expired VALUES(?1,?2,?3,?4) ON CONFLICT(what,reason) DO UPDATE SET "
                   "rows=rows+excluded.rows,waiting=waiting+excluded.waiting"),
      feed_(door, "feed"),
      quarantine_(door, "quarantine") {}

int64_t StoreRetention::bytes_too_many() {
  if (keep_bytes_ == 0) return 0;
  const bool known = bytes_.step() == Statement::Step::kRow;
  const int64_t bytes = known ? bytes_.number(0) : 0;
  bytes_.reset();
  return bytes - static_cast<int64_t>(keep_bytes_);
}

bool StoreRetention::remove(Table& table, Statement& statement, int64_t value, int64_t& rows) {
  int64_t gone = 0, waiting = 0;
  statement.bind(value);
  Statement::Step step = statement.step();
  for (; step == Statement::Step::kRow; step = statement.step()) {
    ++gone;
    waiting += &table == &quarantine_ && statement.number(0) == 0 ? 1 : 0;
  }
  statement.reset();
  rows += gone;
  if (step == Statement::Step::kFailed || gone == 0) return step != Statement::Step::kFailed;
  const std::string_view reason = &statement == &table.too_old ? "age" : "size";
  return count_.bind(table.name).bind(reason).bind(gone).bind(waiting).run();
}

bool StoreRetention::step(int64_t now_ms) {
  if (!begin_.run()) return false;
  int64_t rows = 0;
  bool good = true;
  if (keep_ms_ > 0) {
    const int64_t before = now_ms - keep_ms_;
    good = remove(feed_, feed_.too_old, before, rows) &&
           remove(quarantine_, quarantine_.too_old, before, rows);
  }
  if (const int64_t bytes = good ? bytes_too_many() : 0; bytes > 0) {
    const int64_t so_far = rows;
    good = remove(feed_, feed_.oldest, bytes, rows);
    if (good && rows == so_far) good = remove(quarantine_, quarantine_.oldest, bytes, rows);
  }
  if (!good || !commit_.run()) {
    if (door_.in_transaction()) rollback_.run();
    return false;
  }
  if (rows != 0) door_.run("PRAGMA incremental_vacuum(1024)");  // the file gives back what is free
  return rows != 0;
}

}  // namespace specgate::proxy
