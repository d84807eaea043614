#include "proxy/ledger/ledger.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <mutex>

#include "proxy/ledger/audit.h"
#include "proxy/ledger/metrics.h"
#include "proxy/net/time_text.h"
#include "rules/report/json_members.h"

namespace specgate::proxy {
namespace {

std::string line_of(std::string_view level, std::string_view message) {
  std::string line;
  {
    JsonMembers object(line);
    std::string& out = object.key("time");
    out += '"';
    append_time(unix_ms_now(), out);
    out += '"';
    object.text("level", level);
    object.text("message", message);
  }
  line += '\n';
  return line;
}

// Standard error may be a pipe that nobody reads, and no thread of ours waits for that. False: nobody
// took the line, or only its begin.
bool write_now(std::string_view rest) {
  while (!rest.empty()) {
    pollfd ready{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&ready, 1, 0) <= 0) return false;
    // One write for the whole line, so that those of several processes do not mix, as far as a pipe that
    // takes any takes without waiting.
    const size_t bytes = std::min<size_t>(rest.size(), PIPE_BUF);
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

void write_line(std::string_view level, std::string_view message) {
  static std::mutex mutex;
  static uint64_t unheard = 0;
  const std::lock_guard lock(mutex);
  if (unheard != 0 && !write_now(line_of("warning", "lines that nobody read here: " +
                                                        std::to_string(unheard)))) {
    ++unheard;
    return;
  }
  unheard = write_now(line_of(level, message)) ? 0 : 1;
}

class BothBooks : public Ledger {
 public:
  explicit BothBooks(std::unique_ptr<AuditTrail> audit) : audit_(std::move(audit)) {}

  void record(const Exchange& exchange) override {
    metrics_->record(exchange);
    if (audit_ == nullptr) return;
    thread_local std::string line;
    line.clear();
    append_audit_line(exchange, line);
    audit_->write(line);
  }

  void count(Trouble trouble) override { metrics_->count(trouble); }

  std::string metrics(const LiveCounts& live, const StoreCounts& store) override {
    return metrics_->text(live, store, audit_ == nullptr ? 0 : audit_->dropped());
  }

  void reopen() override {
    if (audit_ != nullptr) audit_->reopen();
  }

  LogState log_state() override {
    return audit_ == nullptr ? LogState{} : LogState{audit_->dropped(), audit_->trouble()};
  }

  void close(std::chrono::steady_clock::time_point end) override {
    if (audit_ != nullptr) audit_->close(end);
  }

  void say(std::string_view level, std::string_view message) override {
    write_line(level, message);
  }

 private:
  const std::unique_ptr<Metrics> metrics_ = Metrics::make();
  const std::unique_ptr<AuditTrail> audit_;
};

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(const LogSettings& log) {
  std::unique_ptr<AuditTrail> audit;
  if (!log.file.empty()) {
    auto opened = AuditTrail::open(log, write_line);
    if (!opened) return opened.problems();
    audit = std::move(*opened);
  }
  return std::unique_ptr<Ledger>(std::make_unique<BothBooks>(std::move(audit)));
}

}  // namespace specgate::proxy
