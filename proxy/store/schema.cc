// The schema, version 1.
//
//   quarantine, feed   one row an event, the same columns; `id` grows with arrival, never reused
//   expired            what retention removed: how many rows of which table, and why
//   meta               hash_key
//
// Long texts come last in a row, so that a search reads past none of them.
#include "proxy/store/schema.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace specgate::proxy {
namespace {

constexpr int64_t kApplication = 0x53504754;  // "SPGT"
constexpr int64_t kVersion = 1;

constexpr std::string_view kRow = R"((
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  replayed_ms INTEGER NOT NULL DEFAULT 0, item INTEGER NOT NULL, worst INTEGER NOT NULL,
  outcome TEXT NOT NULL, source TEXT NOT NULL, key_hash TEXT NOT NULL, route TEXT NOT NULL,
  type TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, rules TEXT NOT NULL,
  request_id TEXT NOT NULL, findings TEXT NOT NULL, payload TEXT NOT NULL,
  envelope TEXT NOT NULL, patch TEXT NOT NULL, reverse TEXT NOT NULL);
)";

constexpr std::string_view kOthers = R"(
CREATE UNIQUE INDEX quarantine_message ON quarantine(key_hash, message_id) WHERE message_id <> '';
CREATE TABLE expired(
  what TEXT NOT NULL, reason TEXT NOT NULL, rows INTEGER NOT NULL, waiting INTEGER NOT NULL,
  PRIMARY KEY(what, reason)) WITHOUT ROWID;
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)";

std::string tables() {
  std::string out = "CREATE TABLE quarantine";
  return out.append(kRow).append("CREATE TABLE feed").append(kRow).append(kOthers);
}

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

bool make_tables(Door& door) {
  const std::string key = random_key();
  if (key.empty() || !door.run(tables().c_str())) return false;
  Statement keep(door, "INSERT INTO meta VALUES('hash_key', ?)");
  if (!keep.bind(key).run()) return false;
  const std::string stamp = "PRAGMA application_id=" + std::to_string(kApplication) +
                            ";PRAGMA user_version=" + std::to_string(kVersion);
  return door.run(stamp.c_str());
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

std::string bring_schema(Door& door) {
  if (std::string wrong = objection(door); !wrong.empty()) return wrong;
  // Both must come before the first table is made.
  door.run("PRAGMA auto_vacuum=INCREMENTAL");
  const std::string journal = door.text("PRAGMA journal_mode=WAL");
  if (journal != "wal" && journal != "memory")
    return "the store cannot keep a write-ahead log: " + door.error();
  if (!door.run("BEGIN IMMEDIATE")) return "cannot write to the store: " + door.error();
  std::string wrong = objection(door);  // another process may have been faster
  if (wrong.empty() && door.number("PRAGMA user_version") == 0 && !make_tables(door))
    wrong = "cannot write to the store: " + door.error();
  if (wrong.empty() && !door.run("COMMIT")) wrong = "cannot write to the store: " + door.error();
  if (!wrong.empty()) door.run("ROLLBACK");
  return wrong;
}

// Of each connection: a commit is on disk when it returns, and the log does not stay large.
bool settle(Door& door) {
  return door.run("PRAGMA synchronous=FULL;PRAGMA journal_size_limit=67108864");
}

}  // namespace

Problems open_store(const std::string& file, Door& door) {
  std::string wrong = file == ":memory:" ? std::string() : make_file(file);
  if (wrong.empty()) {
    wrong = door.open(file);
    if (!wrong.empty()) wrong = "cannot open the store: " + wrong;
  }
  if (wrong.empty()) wrong = bring_schema(door);
  if (wrong.empty() && !settle(door)) wrong = "cannot open the store: " + door.error();
  return wrong.empty() ? Problems() : Problems{problem(file, std::move(wrong))};
}

Problems open_again(const std::string& file, Door& door) {
  const std::string wrong = door.open(file);
  if (wrong.empty() && settle(door)) return {};
  return {problem(file, "cannot open the store: " + door.error())};
}

}  // namespace specgate::proxy
