// The schema, version 3.
//
//   quarantine, feed   one row an event, the same columns; `id` grows with arrival, never reused.
//                      `digest`: of a row of the quarantine with a messageId, what it shares with
//                      repeats of itself (rows.cc); else empty.
//                      `envelope`: in rows of the quarantine of version 2 alone
//   envelopes          what a batch says of all its calls, once for all that were kept: those of the
//                      quarantine with an `id` from `first` to `last`
//   mark               spans of rows, from `id` to the next mark's, and when the first and the last of
//                      a span came, by StoreAge
//   claim              rows of the quarantine that a replay has taken upon itself, and until when
//   expired            what retention removed: how many rows of which table, and why
//   meta               hash_key; rows: of the quarantine; age, age_wall: StoreAge
//
// Long texts come last in a row, so that a search reads past none of them.
//
// Version 1 had no digest, mark, claim nor rows, and took all events of one write key and messageId
// for one. Its rows keep an empty digest: what repeats one of them is a row of its own once. Version 2
// had no envelopes: they stood in each row, and in its digest as they are. What repeats such a row is a
// row of its own once, too.
#include "proxy/store/schema.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace specgate::proxy {
namespace {

constexpr int64_t kApplication = 0x53504754;  // "SPGT"
constexpr int64_t kVersion = 3;

constexpr std::string_view kRow = R"((
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  replayed_ms INTEGER NOT NULL DEFAULT 0, item INTEGER NOT NULL, worst INTEGER NOT NULL,
  outcome TEXT NOT NULL, source TEXT NOT NULL, key_hash TEXT NOT NULL, route TEXT NOT NULL,
  type TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, rules TEXT NOT NULL,
  digest TEXT NOT NULL DEFAULT '',
  request_id TEXT NOT NULL, findings TEXT NOT NULL, payload TEXT NOT NULL,
  envelope TEXT NOT NULL, patch TEXT NOT NULL, reverse TEXT NOT NULL);
)";

constexpr std::string_view kSinceTwo = R"(
CREATE UNIQUE INDEX quarantine_digest ON quarantine(digest) WHERE digest <> '';
CREATE TABLE mark(
  what TEXT NOT NULL, id INTEGER NOT NULL, began INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY(what, id)) WITHOUT ROWID;
CREATE TABLE claim(id INTEGER PRIMARY KEY, owner TEXT NOT NULL, until_ms INTEGER NOT NULL);
)";

constexpr std::string_view kSinceThree = R"(
CREATE TABLE envelopes(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, text TEXT NOT NULL);
)";

constexpr std::string_view kOthers = R"(
CREATE TABLE expired(
  what TEXT NOT NULL, reason TEXT NOT NULL, rows INTEGER NOT NULL, waiting INTEGER NOT NULL,
  PRIMARY KEY(what, reason)) WITHOUT ROWID;
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)";

std::string tables() {
  std::string out = "CREATE TABLE quarantine";
  out.append(kRow).append("CREATE TABLE feed").append(kRow).append(kSinceTwo);
  return out.append(kSinceThree).append(kOthers);
}

// Nothing is rewritten: a file that is too large, on a disk that is full, can be brought over, too. The
// old index goes first, and what follows fits into its pages.
constexpr const char* kFromOne = R"(
DROP INDEX quarantine_message;
ALTER TABLE quarantine ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN digest TEXT NOT NULL DEFAULT '';
)";

Problem problem(const std::string& file, std::string message) {
  return {file, 0, 0, std::move(message)};
}

// Made by us, not by SQLite, for its mode is ours to say.
std::string make_file(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return std::string("cannot open the store: ") + std::strerror(errno);
  struct stat facts {};
  const bool known = ::fstat(descriptor, &facts) == 0;
  std::string wrong;
  if (!known || !S_ISREG(facts.st_mode)) wrong = "the store is no regular file";
  if (wrong.empty() && facts.st_size == 0 && ::fchmod(descriptor, 0600) != 0)
    wrong = std::string("cannot make the store private: ") + std::strerror(errno);
  ::close(descriptor);
  return wrong;
}

std::string random_key() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

bool stamp(Door& door) {
  const std::string sql = "PRAGMA application_id=" + std::to_string(kApplication) +
                          ";PRAGMA user_version=" + std::to_string(kVersion);
  return door.run(sql.c_str());
}

// Rows of version 1 have the wall clock's time alone. It counts where it does not go back from row to
// row and is not of the future.
bool mark_rows(Door& door, const std::string& table, int64_t now_ms, int64_t& newest) {
  Statement spans(door, "SELECT min(id),max(CASE WHEN at_ms<=?1 THEN at_ms ELSE 0 END) FROM " + table +
                            " GROUP BY id/(SELECT 1+(max(id)-min(id))/64 FROM " + table +
                            ") ORDER BY 1");
  Statement mark(door, "INSERT INTO mark VALUES('" + table + "',?1,?2,?2)");
  spans.bind(now_ms);
  int64_t latest = 0;
  Statement::Step step = spans.step();
  for (; step == Statement::Step::kRow; step = spans.step()) {
    latest = std::max(latest, spans.number(1));
    // Of rows from the future alone nobody knows the age: they begin to age now.
    if (!mark.bind(spans.number(0)).bind(latest == 0 ? now_ms : latest).run()) return false;
  }
  newest = std::max(newest, latest);
  return step == Statement::Step::kDone;
}

bool bring_from_one(Door& door, int64_t now_ms) {
  if (!door.run(kFromOne) || !door.run(std::string(kSinceTwo).c_str())) return false;
  int64_t newest = 0;
  if (!mark_rows(door, "quarantine", now_ms, newest) || !mark_rows(door, "feed", now_ms, newest))
    return false;
  Statement keep(door, "INSERT INTO meta VALUES(?1,?2)");
  const int64_t then = newest == 0 ? now_ms : newest;
  for (const std::string_view name : {"age", "age_wall"}) {
    if (!keep.bind(name).bind(then).run()) return false;
  }
  return door.run("INSERT INTO meta VALUES('rows',(SELECT count(*) FROM quarantine))");
}

bool bring_from_two(Door& door) {
  return door.run(std::string(kSinceThree).c_str()) && stamp(door);
}

bool make_tables(Door& door, const std::string& hash_key) {
  const std::string key = hash_key.empty() ? random_key() : hash_key;
  if (key.empty() || !door.run(tables().c_str())) return false;
  Statement keep(door, "INSERT INTO meta VALUES('hash_key', ?)");
  if (!keep.bind(key).run()) return false;
  return door.run("INSERT INTO meta VALUES('rows','0')") && stamp(door);
}

// What speaks against a file that holds something; nothing where it is ours or empty.
std::string objection(Door& door) {
  if (!door.run("SELECT count(*) FROM sqlite_master")) return "cannot read the store: " + door.error();
  const int64_t application = door.number("PRAGMA application_id");
  const int64_t version = door.number("PRAGMA user_version");
  const bool empty = door.number("SELECT count(*) FROM sqlite_master") == 0;
  if (empty && application == 0 && version == 0) return {};
  if (application != kApplication) return "the file is a database, but no store of specgate";
  if (version > kVersion || version <= 0) {
    return "the store has schema " + std::to_string(version) + ", this specgate knows schema " +
           std::to_string(kVersion) + ": use the specgate that wrote it, or another file";
  }
  return {};
}

std::string bring_schema(Door& door, const StoreFacts& facts) {
  if (std::string wrong = objection(door); !wrong.empty()) return wrong;
  // Both must come before the first table is made.
  door.run("PRAGMA auto_vacuum=INCREMENTAL");
  const std::string journal = door.text("PRAGMA journal_mode=WAL");
  if (journal != "wal" && journal != "memory")
    return "the store cannot keep a write-ahead log: " + door.error();
  // What an old index frees is not written over: on a full disk there is no room for that.
  const bool secure = door.number("PRAGMA secure_delete") == 1;
  if (secure) door.run("PRAGMA secure_delete=FAST");
  if (!door.run("BEGIN IMMEDIATE")) return "cannot write to the store: " + door.error();
  std::string wrong = objection(door);  // another process may have been faster
  const int64_t version = door.number("PRAGMA user_version");
  bool brought = true;
  if (wrong.empty() && version == 0) brought = make_tables(door, facts.hash_key);
  if (wrong.empty() && version == 1) brought = bring_from_one(door, facts.now_ms);
  if (wrong.empty() && brought && (version == 1 || version == 2)) brought = bring_from_two(door);
  if (!brought) wrong = "cannot write to the store: " + door.error();
  if (wrong.empty() && !door.run("COMMIT")) wrong = "cannot write to the store: " + door.error();
  if (!wrong.empty()) door.run("ROLLBACK");
  if (secure) door.run("PRAGMA secure_delete=ON");
  return wrong;
}

// Of each connection: a commit is on disk when it returns. The log is never cut: its room is reserved.
bool settle(Door& door) {
  return door.run("PRAGMA synchronous=FULL;PRAGMA journal_size_limit=-1");
}

}  // namespace

Problems open_store(const std::string& file, const StoreFacts& facts, Door& door) {
  std::string wrong = file == ":memory:" ? std::string() : make_file(file);
  if (wrong.empty()) {
    wrong = door.open(file);
    if (!wrong.empty()) wrong = "cannot open the store: " + wrong;
  }
  if (wrong.empty()) wrong = bring_schema(door, facts);
  if (wrong.empty() && !settle(door)) wrong = "cannot open the store: " + door.error();
  return wrong.empty() ? Problems() : Problems{problem(file, std::move(wrong))};
}

Problems open_again(const std::string& file, Door& door) {
  const std::string wrong = door.open(file);
  if (wrong.empty() && settle(door)) return {};
  return {problem(file, "cannot open the store: " + door.error())};
}

}  // namespace specgate::proxy
