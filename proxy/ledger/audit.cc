#include "proxy/ledger/audit.h"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "proxy/ledger/log_writer.h"

namespace specgate::proxy {
namespace {

using Clock = std::chrono::steady_clock;
using Pool = spdlog::details::thread_pool;

constexpr size_t kWaiting = 8192;  // lines between the proxy's threads and the disk
constexpr auto kPatience = std::chrono::seconds(10);        // of a close that nobody bounds
constexpr auto kPause = std::chrono::milliseconds(1);
constexpr auto kLastStep = std::chrono::milliseconds(200);  // for what waits for nobody

class PoolQueue : public LogQueue {
 public:
  explicit PoolQueue(Pool& pool) : pool_(pool) {}
  size_t waiting() override { return pool_.queue_size(); }
  size_t overrun() override { return pool_.overrun_counter(); }

 private:
  Pool& pool_;
};

// What spdlog's thread does with the lines. Its own files are not used: its rotation truncates a file
// that it cannot rename, and its standard output waits for a reader for ever.
class Sink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  Sink(const LogSettings& log, Pool& pool, AuditTrail::Tell tell)
      : queue_(pool), writer_(log, queue_, std::move(tell)) {}

  LogWriter& writer() { return writer_; }
  // Any thread. Is the next flush that is asked for done by then?
  void end_with_next_flush() {
    const std::lock_guard lock(mutex_of_end_);
    closing_ = true;
  }
  bool wait_for_end(Clock::time_point until) {
    std::unique_lock lock(mutex_of_end_);
    return ended_cv_.wait_until(lock, until, [this] { return ended_; });
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    writer_.add({message.payload.data(), message.payload.size()});
  }
  void flush_() override {
    writer_.write_all();
    const std::lock_guard lock(mutex_of_end_);
    ended_ = closing_;
    ended_cv_.notify_all();
  }

  PoolQueue queue_;
  LogWriter writer_;
  std::mutex mutex_of_end_;
  std::condition_variable ended_cv_;
  bool closing_ = false, ended_ = false;
};

class SpdlogTrail : public AuditTrail {
 public:
  SpdlogTrail(const LogSettings& log, Tell tell)
      : log_(log),
        pool_(std::make_shared<Pool>(kWaiting, 1)),
        sink_(std::make_shared<Sink>(log, *pool_, std::move(tell))),
        logger_(std::make_shared<spdlog::async_logger>(
            "audit", sink_, pool_, spdlog::async_overflow_policy::overrun_oldest)) {}
  ~SpdlogTrail() override {
    if (!closed_) SpdlogTrail::close(Clock::now() + kPatience);
  }

  int open() { return sink_->writer().open(); }
  void write(std::string_view line) override {
    taken_.fetch_add(1, std::memory_order_relaxed);
    logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }
  void reopen() override {
    if (log_.file == "-") return;
    sink_->writer().reopen_soon();
    // Where lines are under way the next one sees to it. A flush that waits among too many of them would
    // be dropped, and counted, like a line.
    if (pool_->queue_size() == 0 && sink_->writer().in_hand() == 0) logger_->flush();
  }
  uint64_t dropped() override { return pool_->overrun_counter() + sink_->writer().failed(); }
  std::string trouble() override { return sink_->writer().trouble(); }
  void close(Clock::time_point end) override;

 private:
  const LogSettings log_;
  std::shared_ptr<Pool> pool_;
  std::shared_ptr<Sink> sink_;
  std::shared_ptr<spdlog::async_logger> logger_;
  std::atomic<uint64_t> taken_ = 0;  // lines, whatever has become of them
  bool closed_ = false;
};

void SpdlogTrail::close(Clock::time_point end) {
  LogWriter& writer = sink_->writer();
  closed_ = true;
  writer.end_at(end);
  sink_->end_with_next_flush();
  const Clock::time_point last = std::max(end, Clock::now()) + kLastStep;
  while (pool_->queue_size() >= kWaiting && Clock::now() < last) {
    std::this_thread::sleep_for(kPause);  // a flush that finds no room would push a line out
  }
  logger_->flush();
  if (sink_->wait_for_end(last)) return writer.close(0);
  // A disk that hangs, or somebody else took the last room that the reader had left. The thread is left
  // to itself, with what it uses. What is not out by now is lost, on its way from
  // the queue to the writer too.
  static auto* const left = new std::vector<std::shared_ptr<void>>;
  left->push_back(logger_);
  left->push_back(pool_);
  const uint64_t told = dropped() + writer.written();
  writer.close(taken_ - std::min<uint64_t>(taken_, told));
}

}  // namespace

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(const LogSettings& log, Tell tell) {
  try {
    auto trail = std::make_unique<SpdlogTrail>(log, std::move(tell));
    const int error = trail->open();
    if (error == 0) return std::unique_ptr<AuditTrail>(std::move(trail));
    return Problem{log.file, 0, 0,
                   "cannot write the access log: " + std::generic_category().message(error)};
  } catch (const spdlog::spdlog_ex& error) {
    return Problem{log.file, 0, 0, std::string("cannot write the access log: ") + error.what()};
  }
}

}  // namespace specgate::proxy
