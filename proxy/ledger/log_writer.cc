#include "proxy/ledger/log_writer.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace specgate::proxy {
namespace {

constexpr size_t kBlock = 64 * 1024;  // bytes written at a time under load
constexpr int kLookAgainMs = 100;     // while a reader does not read

constexpr const char* kNotRead = "it is not read in time";

std::string name_of(const LogSettings& log) {
  return "the access log " + (log.file == "-" ? std::string("on standard output") : log.file);
}

size_t lines_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count(text, '\n'));
}

}  // namespace

LogWriter::LogWriter(const LogSettings& log, LogQueue& queue, Tell tell)
    : queue_(queue), name_(name_of(log)), tell_(std::move(tell)), file_(log) {}

void LogWriter::add(std::string_view line) {
  const size_t bytes = line.size() + 1;
  const bool fits = block_.size() + bytes <= kBlock && file_.has_room(block_.size() + bytes);
  if (!fits && !block_.empty()) write_all();
  rotate_for(block_.size() + bytes);
  block_.append(line);
  block_ += '\n';
  ++in_hand_;
  if (queue_.waiting() == 0) write_all();
}

void LogWriter::write_all() {
  bool going = renew();
  const bool some = !block_.empty();
  while (going && !block_.empty()) going = write_some();
  note_overrun();
  if (some && going && queue_.waiting() == 0) end_spell("info", "is written again");
}

// False: the block was given up.
bool LogWriter::write_some() {
  if (rest_lost_) return give_up(kNotRead);
  const LogFile::Written written = file_.write(block_);
  if (written.error == EAGAIN) return wait();
  if (written.error != 0) return give_up(std::generic_category().message(written.error));
  torn_ = torn_of(written.bytes);
  const size_t lines = lines_of(std::string_view(block_).substr(0, written.bytes));
  written_ += lines;
  in_hand_ -= lines;
  block_.erase(0, written.bytes);
  return true;
}

size_t LogWriter::torn_of(size_t bytes) const {
  const size_t end = block_.rfind('\n', bytes - 1);
  return end == std::string::npos ? torn_ + bytes : bytes - 1 - end;
}

bool LogWriter::wait() {
  note_overrun();
  if (Clock::now().time_since_epoch().count() >= end_) return give_up(kNotRead);
  file_.wait_until_ready(kLookAgainMs);
  return renew();
}

// Opens the file again if that was asked for, or if nobody can find it any more.
bool LogWriter::renew() {
  const bool lost = file_.is_lost();
  if (!reopen_.exchange(false) && !lost) return true;
  const int error = file_.open();
  if (error == 0) {
    forget_torn();
    if (lost) tell_("warning", name_ + " was deleted, and is begun anew");
    return true;
  }
  const std::string why = std::generic_category().message(error);
  if (lost) return give_up("it was deleted, and cannot be made again: " + why);
  tell_("error", name_ + ": cannot write the access log: " + why);
  return true;
}

// The rest of a line that has begun is kept: it must end before another one can begin.
bool LogWriter::give_up(const std::string& why) {
  if (torn_ != 0 && file_.take_back(torn_)) torn_ = 0;
  const bool keeps = torn_ != 0 && end_ == kNever;
  const size_t kept = keeps ? block_.find('\n') + 1 : 0;
  rest_lost_ = torn_ != 0 && !keeps;
  const size_t lost = lines_of(std::string_view(block_).substr(kept));
  block_.resize(kept);
  in_hand_ -= lost;
  failed_ += lost;
  note(lost, why);
  return false;
}

void LogWriter::forget_torn() {
  const bool nothing_held = std::exchange(rest_lost_, false);
  if (std::exchange(torn_, 0) == 0 || nothing_held) return;
  block_.erase(0, block_.find('\n') + 1);
  --in_hand_;
  ++failed_;
  note(1, "it was opened again in the middle of a line");
}

void LogWriter::rotate_for(size_t bytes) {
  if (torn_ != 0 || file_.is_empty() || file_.has_room(bytes)) return;
  const std::string why = file_.rotate();
  if (!why.empty() && !crowded_) tell_("error", name_ + " is not rotated and grows on: " + why);
  if (why.empty() && crowded_) tell_("info", name_ + " is rotated again");
  crowded_ = !why.empty();
}

void LogWriter::note_overrun() {
  const size_t now = queue_.overrun();
  note(now - overrun_.exchange(now), "it is written too slowly, the oldest lines must go");
}

void LogWriter::note(size_t lines, const std::string& why) {
  if (lines == 0) return;
  {
    const std::lock_guard lock(spell_);
    of_spell_ += lines;
    const bool goes_on = !std::exchange(why_, why).empty();
    if (goes_on) return;
  }
  tell_("error", name_ + " drops lines: " + why);
}

void LogWriter::end_spell(std::string_view level, std::string_view how) {
  size_t lines = 0;
  {
    const std::lock_guard lock(spell_);
    why_.clear();
    lines = std::exchange(of_spell_, 0);
  }
  if (lines == 0) return;
  tell_(level, name_ + ' ' + std::string(how) + "; lines dropped: " + std::to_string(lines));
}

std::string LogWriter::trouble() const {
  const std::lock_guard lock(spell_);
  return why_;
}

void LogWriter::close(size_t left) {
  note_overrun();
  failed_ += left;
  note(left, "it does not come to an end");
  end_spell("error", "ends");
}

}  // namespace specgate::proxy
