// Writes lines to a log, in blocks, and accounts for each that it cannot write: dropped, counted, and
// told when a spell of that begins and when it ends.
//
// Used by one thread, but for what says otherwise. Waits for a reader that is too slow, and for nothing
// else.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>

#include "proxy/ledger/log_file.h"

namespace specgate::proxy {

// The lines that wait for the writer.
class LogQueue {
 public:
  virtual ~LogQueue() = default;
  virtual size_t waiting() = 0;
  virtual size_t overrun() = 0;  // lines it has dropped so far, the oldest, being full
};

class LogWriter {
 public:
  using Clock = std::chrono::steady_clock;
  // An operator's line.
  using Tell = std::function<void(std::string_view level, std::string_view message)>;

  LogWriter(const LogSettings& log, LogQueue& queue, Tell tell);

  int open() { return file_.open(); }  // see LogFile
  // Writes at once if nothing more waits: prompt when idle, in blocks under load.
  void add(std::string_view line);
  void write_all();

  // Any thread: asks for the file to be opened again, with the next line or write_all().
  void reopen_soon() { reopen_ = true; }
  // Any thread: a reader that has not read by then is waited for no longer.
  void end_at(Clock::time_point end) { end_ = end.time_since_epoch().count(); }
  // Any thread: lines dropped by this writer, lines that are out, and lines that it holds.
  size_t failed() const { return failed_; }
  size_t written() const { return written_; }
  size_t in_hand() const { return in_hand_; }
  // Any thread: why lines are dropped just now; empty: they are not.
  std::string trouble() const;
  // Any thread, once nothing is written any more: `left` lines in the queue go unwritten. Told if there
  // is a spell.
  void close(size_t left);

 private:
  bool write_some();
  bool wait();
  bool renew();
  bool give_up(const std::string& why);
  void rotate_for(size_t bytes);
  void forget_torn();
  size_t torn_of(size_t bytes) const;
  void note_overrun();
  void note(size_t lines, const std::string& why);
  void end_spell(std::string_view level, std::string_view how);

  static constexpr Clock::rep kNever = std::numeric_limits<Clock::rep>::max();

  LogQueue& queue_;
  const std::string name_;
  const Tell tell_;
  LogFile file_;
  std::string block_;   // whole lines, but for the first where `torn_` says so
  size_t torn_ = 0;     // bytes of a line that are out already, while the rest is not
  bool rest_lost_ = false;  // and never will be: nothing can be written behind its begin
  std::atomic<size_t> overrun_ = 0;  // of the queue, as far as it was noted
  bool crowded_ = false;  // the file cannot be rotated
  std::atomic<size_t> failed_ = 0, written_ = 0, in_hand_ = 0;
  std::atomic<bool> reopen_ = false;
  std::atomic<Clock::rep> end_ = kNever;
  mutable std::mutex spell_;  // of what follows
  std::string why_;
  size_t of_spell_ = 0;
};

}  // namespace specgate::proxy
