#include "proxy/store/sqlite.h"

#include <sqlite3.h>

#include "proxy/store/budget.h"

namespace specgate::proxy {
namespace {

// How long a connection waits for another one, of this or another process, to finish writing.
constexpr int kPatienceMs = 5000;
constexpr int kShortPatienceMs = 250;  // for those that read what would be taken from the log
constexpr int kChunk = StoreBudget::kChunk * StoreBudget::kPage;  // by which the file grows

}  // namespace

Door::~Door() { sqlite3_close_v2(db); }

std::string Door::open(const std::string& file) {
  // The lock of the door is the only one needed; a file named "file:x" is a file all the same.
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  const std::string name = file.starts_with("file:") ? "./" + file : file;
  if (sqlite3_open_v2(name.c_str(), &db, kFlags, nullptr) != SQLITE_OK) return error();
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, kPatienceMs);
  sqlite3_wal_hook(db, &Door::on_commit, this);  // in place of SQLite's own emptying of the log
  int bytes = kChunk;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_CHUNK_SIZE, &bytes);
  return {};
}

int Door::on_commit(void* self, sqlite3*, const char*, int pages) {
  static_cast<Door*>(self)->log_pages_ = pages;
  return SQLITE_OK;
}

bool Door::empty_log() {
  int left = 0, done = 0;
  const ShortPatience short_patience(*this);
  const int code =
      sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_RESTART, &left, &done);
  if (code == SQLITE_OK) log_pages_ = 0;
  return code == SQLITE_OK;
}

bool Door::truncate_log() {
  if (db == nullptr) return false;
  const ShortPatience short_patience(*this);
  const int code =
      sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code == SQLITE_OK) log_pages_ = 0;
  return code == SQLITE_OK;
}

bool Door::reserve(int64_t bytes) {
  sqlite3_int64 size = bytes;
  return sqlite3_file_control(db, "main", SQLITE_FCNTL_SIZE_HINT, &size) == SQLITE_OK;
}

bool Door::has_moved() {
  if (db == nullptr) return true;  // it could not be opened
  int moved = 0;
  return sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

void Door::leave_log() {
  if (db == nullptr) return;
  int yes = 1;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &yes);
}

bool Door::run(const char* sql) {
  return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

int64_t Door::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() == Statement::Step::kRow ? statement.number(0) : 0;
}

std::string Door::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() == Statement::Step::kRow ? statement.text(0) : std::string();
}

std::string Door::error() const { return db == nullptr ? "out of memory" : sqlite3_errmsg(db); }

bool Door::in_transaction() const { return sqlite3_get_autocommit(db) == 0; }

ShortPatience::ShortPatience(Door& door) : door_(door) {
  sqlite3_busy_timeout(door_.db, kShortPatienceMs);
}

ShortPatience::~ShortPatience() { sqlite3_busy_timeout(door_.db, kPatienceMs); }

Statement::Statement(Door& door, std::string_view sql) {
  failed_ = sqlite3_prepare_v3(door.db, sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK;
}

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement& Statement::bind(int64_t value) {
  failed_ |= sqlite3_bind_int64(handle_, ++bound_, value) != SQLITE_OK;
  return *this;
}

Statement& Statement::bind(std::string_view value) {
  const char* const bytes = value.data() == nullptr ? "" : value.data();  // null would be NULL
  failed_ |= sqlite3_bind_text64(handle_, ++bound_, bytes, value.size(), SQLITE_STATIC,
                                 SQLITE_UTF8) != SQLITE_OK;
  return *this;
}

Statement::Step Statement::step() {
  if (failed_) return Step::kFailed;
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return Step::kRow;
  return code == SQLITE_DONE ? Step::kDone : Step::kFailed;
}

bool Statement::run() {
  Step step = this->step();
  while (step == Step::kRow) step = this->step();
  reset();
  return step == Step::kDone;
}

void Statement::reset() {
  bound_ = 0;
  failed_ = handle_ == nullptr;
  sqlite3_reset(handle_);
}

int64_t Statement::value(int64_t otherwise) {
  const int64_t out = step() == Step::kRow ? number(0) : otherwise;
  reset();
  return out;
}

size_t Statement::size(int column) const {
  return static_cast<size_t>(sqlite3_column_bytes(handle_, column));
}

int64_t Statement::number(int column) const { return sqlite3_column_int64(handle_, column); }

std::string Statement::text(int column) const {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  const int size = sqlite3_column_bytes(handle_, column);
  return size == 0 ? std::string() : std::string(bytes, static_cast<size_t>(size));
}

}  // namespace specgate::proxy
