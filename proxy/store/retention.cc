#include "proxy/store/retention.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace specgate::proxy {
namespace {

constexpr int64_t kSlack = 8;  // pages that a balancing of trees may take for a moment
constexpr int64_t kEmpty = 16; // pages of a file without rows
constexpr int64_t kHourMs = 3'600'000;
constexpr int64_t kRemovedAtOnce = 16;  // rows
constexpr int64_t kMovedAtOnce = 512;  // pages, while the file is too large anyhow
constexpr std::string_view kTables[] = {"feed", "quarantine"};
constexpr std::string_view kReasons[] = {"age", "size"};

}  // namespace

int64_t Expired::rows() const {
  int64_t out = 0;
  for (const auto& table : of) out += table[0].rows + table[1].rows;
  return out;
}

void Expired::add(const Expired& other) {
  for (size_t table = 0; table < 2; ++table) {
    for (size_t reason = 0; reason < 2; ++reason) {
      of[table][reason].rows += other.of[table][reason].rows;
      of[table][reason].waiting += other.of[table][reason].waiting;
    }
  }
}

StoreRetention::Rows::Rows(Door& door, StoreTable which, const std::string& name)
    : table(which),
      oldest(door, "DELETE FROM " + name + " WHERE id IN (SELECT id FROM " + name +
                       " ORDER BY id LIMIT ?1) RETURNING replayed_ms,id"),
      // The first row that is young enough to stay, by the span it came in.
      young(door, "SELECT min(id) FROM mark WHERE what='" + name + "' AND until>?1"),
      too_old(door, "DELETE FROM " + name + " WHERE id IN (SELECT id FROM " + name +
                        " WHERE id<?1 ORDER BY id LIMIT 256) RETURNING replayed_ms,id"),
      end(door, "SELECT max(id)+1 FROM " + name + " WHERE EXISTS(SELECT 1 FROM mark WHERE what='" +
                    name + "')"),
      last_mark(door, "SELECT id,began FROM mark WHERE what='" + name + "' ORDER BY id DESC LIMIT 1"),
      set_mark(door, "INSERT OR REPLACE INTO mark VALUES('" + name + "',?1,?2,?2)"),
      extend_mark(door, "UPDATE mark SET until=max(until,?2) WHERE what='" + name + "' AND id=?1"),
      drop_marks(door, "DELETE FROM mark WHERE what='" + name + "' AND id<?1") {}

StoreRetention::StoreRetention(Door& door, const StoreBudget& budget, std::string file,
                               int64_t keep_ms)
    : door_(door),
      budget_(budget),
      file_(std::move(file)),
      keep_ms_(keep_ms),
      span_ms_(keep_ms == 0 ? kHourMs : std::max<int64_t>(keep_ms / 64, 1)),
      limit_(budget.file),
      page_count_(door, "PRAGMA page_count"),
      free_count_(door, "PRAGMA freelist_count"),
      begin_(door, "BEGIN IMMEDIATE"),
      commit_(door, "COMMIT"),
      rollback_(door, "ROLLBACK"),
      count_(door, "INSERT INTO expired VALUES(?1,?2,?3,?4) ON CONFLICT(what,reason) DO UPDATE SET "
                   "rows=rows+excluded.rows,waiting=waiting+excluded.waiting"),
      tally_(door, "UPDATE meta SET value=value+?1 WHERE name='rows'"),
      drop_envelopes_(door, "DELETE FROM envelopes WHERE first<=?1 AND last<=?1"),
      feed_(door, StoreTable::kFeed, "feed"),
      quarantine_(door, StoreTable::kQuarantine, "quarantine") {
  reserve_log();
}

void StoreRetention::reserve_log() {
  log_is_long_ = false;
  if (file_.empty() || !budget_.limited) return;
  const int log = ::open((file_ + "-wal").c_str(), O_RDWR | O_CLOEXEC);
  if (log < 0) return;
  // On a disk that is full already there is nothing to have; what fails then is told.
  (void)::posix_fallocate(log, 0, budget_.log * StoreBudget::kPage);
  ::close(log);
}

// Pages that the file may have now: those of the budget, if the disk has them.
int64_t StoreRetention::room_on_disk(int64_t more) {
  const int64_t wanted = std::min(budget_.file, pages() + more + kSlack);
  if (door_.reserve(wanted * StoreBudget::kPage)) return budget_.file;
  struct stat facts {};
  const bool known = ::stat(file_.c_str(), &facts) == 0;
  return known ? std::min(budget_.file, int64_t{facts.st_size} / StoreBudget::kPage) : 0;
}

std::string StoreRetention::prepare(const StoreLoad& load, Expired& gone) {
  const int64_t pages = budget_.taken_by(load);
  if (pages > budget_.record()) {
    return "an event or its batch takes " + std::to_string(pages * 4) +
           " KB, and keep_size leaves room for " + std::to_string(budget_.record() * 4) + " KB";
  }
  if (file_.empty()) return {};
  if (log_is_long_ && door_.truncate_log()) reserve_log();
  const bool large = budget_.touched_by(load) > budget_.for_records();
  if (large && budget_.limited && !is_overfull() && !shrink_for(pages, gone)) return door_.error();
  const bool ready = door_.log_pages() <= (large ? 0 : budget_.turn()) || door_.empty_log();
  log_is_long_ |= large;
  if (!ready && door_.log_pages() > std::max(budget_.log, budget_.file / 2)) {
    return "the log of the store cannot be emptied, as another process keeps reading the store";
  }
  if (!budget_.limited) return {};
  limit_ = room_on_disk(pages);
  // Nothing shall go for what cannot be kept anyway.
  return pages + kSlack + kEmpty > limit_ ? "database or disk is full" : "";
}

void StoreRetention::begin() {
  base_ = used();
  feed_.mark_known = quarantine_.mark_known = false;
}

bool StoreRetention::make_room(int64_t pages, Expired& gone) {
  if (!budget_.limited) return true;
  // A file that is too large anyhow gets smaller step by step, and meanwhile no larger.
  const int64_t limit = std::max(limit_, base_);
  return remove_down_to(limit - pages - kSlack, gone);
}

bool StoreRetention::note(StoreTable table, int64_t id, int64_t stamp) {
  Rows& rows = table == StoreTable::kFeed ? feed_ : quarantine_;
  if (!rows.mark_known) {
    const bool any = rows.last_mark.step() == Statement::Step::kRow;
    rows.mark_id = any ? rows.last_mark.number(0) : 0;
    rows.mark_began = any ? rows.last_mark.number(1) : 0;
    rows.last_mark.reset();
    rows.mark_known = true;
  }
  if (rows.mark_id != 0 && stamp - rows.mark_began < span_ms_)
    return rows.extend_mark.bind(rows.mark_id).bind(stamp).run();
  rows.mark_id = id;
  rows.mark_began = stamp;
  return rows.set_mark.bind(id).bind(stamp).run();
}

bool StoreRetention::finish(int64_t held, const Expired& gone) {
  for (size_t table = 0; table < 2; ++table) {
    for (size_t reason = 0; reason < 2; ++reason) {
      const Expired::Count& count = gone.of[table][reason];
      if (count.rows == 0) continue;
      count_.bind(kTables[table]).bind(kReasons[reason]).bind(count.rows).bind(count.waiting);
      if (!count_.run()) return false;
    }
  }
  const int64_t more = held - gone.held();
  return more == 0 || tally_.bind(more).run();
}

bool StoreRetention::remove(Rows& rows, Statement& statement, Reason reason, Expired& gone) {
  Expired::Count& count = gone.at(rows.table, reason);
  int64_t last = 0;
  Statement::Step step = statement.step();
  for (; step == Statement::Step::kRow; step = statement.step()) {
    ++count.rows;
    const bool waited = rows.table == StoreTable::kQuarantine && statement.number(0) == 0;
    count.waiting += waited ? 1 : 0;
    last = std::max(last, statement.number(1));
  }
  statement.reset();
  if (step == Statement::Step::kFailed) return false;
  return rows.table == StoreTable::kFeed || last == 0 || drop_envelopes_.bind(last).run();
}

bool StoreRetention::remove_down_to(int64_t most, Expired& gone) {
  return remove_oldest(feed_, most, gone) && remove_oldest(quarantine_, most, gone) && used() <= most;
}

// One row, then two, four: for many short ones a statement each is too much, and of long ones no more
// goes than must.
bool StoreRetention::remove_oldest(Rows& rows, int64_t most, Expired& gone) {
  for (int64_t count = 1; used() > most; count = std::min(2 * count, kRemovedAtOnce)) {
    const int64_t before = gone.rows();
    rows.oldest.bind(count);
    if (!remove(rows, rows.oldest, kSize, gone)) return false;
    if (gone.rows() == before) return true;  // none is left
  }
  return true;
}

bool StoreRetention::remove_aged(Rows& rows, int64_t now, Expired& gone) {
  int64_t cut = rows.young.bind(now - keep_ms_).value();
  if (cut == 0) cut = rows.end.value();  // no span is young enough
  if (cut == 0) return true;
  const int64_t before = gone.rows();
  rows.too_old.bind(cut);
  if (!remove(rows, rows.too_old, kAge, gone)) return false;
  return gone.rows() != before || rows.drop_marks.bind(cut).run();
}

template <typename Work>
bool StoreRetention::transact(Expired& gone, Work&& work) {
  if (!begin_.run()) return false;
  Expired here;
  begin();
  if (work(here) && finish(0, here) && commit_.run()) {
    gone.add(here);
    return true;
  }
  if (door_.in_transaction()) rollback_.run();
  return false;
}

bool StoreRetention::step(int64_t now, Expired& gone) {
  if (keep_ms_ == 0 && !budget_.limited) return false;  // as a command has it: it keeps out of the way
  const int64_t before = gone.rows();
  const bool overfull = is_overfull();
  const bool good = transact(gone, [&](Expired& here) {
    if (keep_ms_ > 0 && (!remove_aged(feed_, now, here) || !remove_aged(quarantine_, now, here)))
      return false;
    if (!overfull) return true;
    remove_down_to(std::max(budget_.file, base_ - kMovedAtOnce / 2), here);
    return true;
  });
  if (!good) return false;
  const bool gave = overfull && give_back(std::min(pages() - budget_.file, kMovedAtOnce));
  log_is_long_ |= overfull;
  return gave || gone.rows() != before;
}

// Free pages change places with those at the end, which the file gives back. False: none was free.
bool StoreRetention::give_back(int64_t moved) {
  const int64_t before = pages();
  door_.run(("PRAGMA incremental_vacuum(" + std::to_string(moved) + ")").c_str());
  if (!file_.empty()) door_.empty_log();
  return pages() < before;
}

// A record that is large for the log: what it needs there is taken off the file first.
bool StoreRetention::shrink_for(int64_t record, Expired& gone) {
  const int64_t most = budget_.whole - 2 * record - 2 * kSlack;
  const int64_t step = budget_.turn() / 4 + 1;
  while (used() > most) {
    const int64_t next = std::max(most, used() - step);
    if (!transact(gone, [&](Expired& here) { return remove_down_to(next, here); })) return false;
    door_.empty_log();
  }
  while (pages() > most && give_back(std::min(pages() - most, step))) {
  }
  return true;
}

}  // namespace specgate::proxy
