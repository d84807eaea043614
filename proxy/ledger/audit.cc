#include "proxy/ledger/audit.h"

#include <fcntl.h>
#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <limits>
#include <system_error>

namespace specgate::proxy {
namespace {

constexpr size_t kWaiting = 8192;       // lines between the proxy's threads and the disk
constexpr unsigned kMostFiles = 10000;  // spdlog itself stops at 200000

std::string reason(int error) { return std::generic_category().message(error); }

// Makes the file if it is not there; mode 0600 before the first byte is in it. Returns an errno.
int make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return errno;
  struct stat about {};
  // A device such as /dev/null keeps its mode.
  const bool regular = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  const int error = regular && ::fchmod(file, 0600) != 0 ? errno : 0;
  ::close(file);
  return error;
}

std::optional<Problem> unwritable(const LogSettings& log) {
  if (log.file == "-") return {};
  const int error = make_private(log.file);
  if (error == 0) return {};
  return Problem{log.file, 0, 0, "cannot write the access log: " + reason(error)};
}

std::unique_ptr<spdlog::sinks::sink> make_target(const LogSettings& log) {
  std::unique_ptr<spdlog::sinks::sink> target;
  if (log.file == "-") {
    target = std::make_unique<spdlog::sinks::stdout_sink_st>();
  } else {
    const size_t most = log.rotate_bytes == 0 ? std::numeric_limits<size_t>::max() / 2
                                              : static_cast<size_t>(log.rotate_bytes);
    spdlog::file_event_handlers handlers;
    handlers.before_open = [](const std::string& path) { (void)make_private(path); };
    target = std::make_unique<spdlog::sinks::rotating_file_sink_st>(
        log.file, most, std::min(log.keep_files, kMostFiles), false, handlers);
  }
  target->set_pattern("%v");
  return target;
}

// Passes lines on and flushes whenever nothing more waits: prompt when idle, in blocks under load.
class ReopenableSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ReopenableSink(LogSettings log, spdlog::details::thread_pool& pool)
      : log_(std::move(log)), pool_(pool), target_(make_target(log_)) {}

  std::optional<Problem> reopen() {
    if (auto problem = unwritable(log_)) return problem;
    const std::lock_guard lock(mutex_);
    try {
      target_->flush();  // two writers to one file: the old one first
      target_ = make_target(log_);
    } catch (const spdlog::spdlog_ex& error) {
      return Problem{log_.file, 0, 0, std::string("cannot reopen the access log: ") + error.what()};
    }
    return {};
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    target_->log(message);
    if (pool_.queue_size() == 0) target_->flush();
  }
  void flush_() override { target_->flush(); }

  const LogSettings log_;
  spdlog::details::thread_pool& pool_;  // outlives the use: its thread is the one that writes
  std::unique_ptr<spdlog::sinks::sink> target_;
};

class SpdlogTrail : public AuditTrail {
 public:
  SpdlogTrail(const LogSettings& log, OnFailure on_failure)
      : pool_(std::make_shared<spdlog::details::thread_pool>(kWaiting, 1)),
        sink_(std::make_shared<ReopenableSink>(log, *pool_)),
        logger_(std::make_shared<spdlog::async_logger>(
            "audit", sink_, pool_, spdlog::async_overflow_policy::overrun_oldest)),
        on_failure_(std::move(on_failure)) {
    logger_->set_error_handler([this](const std::string& why) { failed(why); });
  }
  ~SpdlogTrail() override { pool_.reset(); }  // joins its thread once all is written

  void write(std::string_view line) override {
    logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }
  std::optional<Problem> reopen() override { return sink_->reopen(); }
  uint64_t dropped() override { return pool_->overrun_counter() + failures_; }

 private:
  void failed(const std::string& why) {
    ++failures_;
    const auto now = std::chrono::steady_clock::now();
    if (said_ && now - *said_ < std::chrono::seconds(10)) return;
    said_ = now;
    on_failure_(why);
  }

  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<ReopenableSink> sink_;
  std::shared_ptr<spdlog::async_logger> logger_;
  const OnFailure on_failure_;
  std::atomic<uint64_t> failures_{0};
  std::optional<std::chrono::steady_clock::time_point> said_;  // of the writing thread
};

}  // namespace

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(const LogSettings& log, OnFailure on_failure) {
  if (auto problem = unwritable(log)) return *problem;
  try {
    return std::unique_ptr<AuditTrail>(std::make_unique<SpdlogTrail>(log, std::move(on_failure)));
  } catch (const spdlog::spdlog_ex& error) {
    return Problem{log.file, 0, 0, std::string("cannot write the access log: ") + error.what()};
  }
}

}  // namespace specgate::proxy
