#include "proxy/ledger/ledger.h"

#include <unistd.h>

#include <cerrno>

#include "proxy/ledger/audit.h"
#include "proxy/ledger/metrics.h"
#include "proxy/time_text.h"
#include "rules/json_members.h"

namespace specgate::proxy {
namespace {

// One write for the whole line, so that those of several threads do not mix.
void write_line(std::string_view level, std::string_view message) {
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
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // there is nobody to tell
    rest.remove_prefix(static_cast<size_t>(written));
  }
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

  std::string metrics(const LiveCounts& live, const StoreCounts& store) override {
    return metrics_->text(live, store, audit_ == nullptr ? 0 : audit_->dropped());
  }

  void reopen() override {
    if (audit_ == nullptr) return;
    if (const auto problem = audit_->reopen()) say("error", problem->text());
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
    auto opened = AuditTrail::open(log, [](const std::string& why) { write_line("error", why); });
    if (!opened) return opened.problems();
    audit = std::move(*opened);
  }
  return std::unique_ptr<Ledger>(std::make_unique<BothBooks>(std::move(audit)));
}

}  // namespace specgate::proxy
