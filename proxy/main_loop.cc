#include "proxy/main_loop.h"

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "proxy/admin/admin.h"
#include "proxy/admin/status.h"
#include "proxy/net/descriptors.h"
#include "proxy/net/time_text.h"
#include "proxy/net/tls.h"
#include "proxy/server/listening.h"
#include "proxy/server/reload.h"
#include "proxy/server/reloading.h"
#include "proxy/server/server.h"
#include "proxy/session/mode_in_force.h"

namespace specgate::proxy {
namespace {

constexpr int kCannot = 2;

int say_problems(const Problems& problems) {
  for (const Problem& problem : problems) {
    std::fprintf(stderr, "specgate-proxy: %s\n", problem.text().c_str());
  }
  return kCannot;
}

// Signals are waited for by the main thread alone.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set_, one);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of the write, like a full disk
  }
  int wait() const {
    int signal = 0;
    while (sigwait(&set_, &signal) != 0) {
    }
    return signal;
  }

 private:
  sigset_t set_{};
};

// Four at most: beyond that the upstream is what limits.
unsigned cores() { return std::clamp(std::thread::hardware_concurrency(), 1U, 4U); }

unsigned threads_of(const ProxySettings& settings) {
  return settings.threads != 0 ? settings.threads : cores();
}

// Rejected events must outlive the process; what is only watched need not.
StoreSettings store_of(const Snapshot& snapshot) {
  StoreSettings store = snapshot.settings().store;
  if (store.file.empty()) store.file = snapshot.rejects() ? "specgate.sqlite3" : ":memory:";
  return store;
}

// Who it was that named the configuration.
std::string how_named(const std::string& config) {
  if (config.empty()) return "found from the working directory upwards";
  const char* const variable = std::getenv("SPECGATE_CONFIG");
  return variable != nullptr && config == variable ? "named by SPECGATE_CONFIG" : "named by --config";
}

// What is wrong with the file itself, and not with a line of it, is as often wrong with its name.
Problems with_its_name(Problems problems, const std::string& config, const std::string& named_by) {
  for (Problem& problem : problems) {
    if (problem.file == config && problem.line == 0) problem.message += " (" + named_by + ")";
  }
  return problems;
}

// "they are refused with 503 (on_internal_error: refuse, as the mode enforce has it unless it is set)"
std::string internal_error_words(const Policy& policy) {
  const bool refuses = on_trouble(policy.on_internal_error, policy.mode) == OnTrouble::kRefuse;
  std::string out = refuses ? "they are refused with 503, for their senders to come again"
                            : "they go on as they came";
  out += " (on_internal_error is ";
  out += refuses ? "refuse" : "forward";
  out += policy.on_internal_error ? ", as the configuration sets it)"
                                  : ", which nobody has set, in mode " + std::string(name_of(policy.mode)) + ")";
  return out;
}

// Of all that have something to reject, those first that have no policy of their own.
std::string words_of_internal_errors(const Snapshot& snapshot) {
  const Policy& all = snapshot.settings().policy;
  const std::string usual = internal_error_words(all);
  std::string out = usual;
  for (const SourceSettings& source : snapshot.settings().sources) {
    const std::string own = internal_error_words(source.policy);
    if (own != usual) out += "; of source " + source.name + " " + own;
  }
  return out;
}

void announce(std::string_view what, bool tls, const Origin& at, uint16_t port) {
  std::printf("specgate-proxy: %.*s on %s://%s\n", static_cast<int>(what.size()), what.data(),
              tls ? "https" : "http", endpoint_text(at, port).c_str());
  std::fflush(stdout);
}

// Everything that lives as long as the proxy does, in the order it must be made and undone.
class Program {
 public:
  Program(std::string config_file, Flags flags)
      : config_file_(std::move(config_file)), flags_(std::move(flags)) {}

  Problems start(const Signals&) {
    // A reload reads the one that was found, and says so where it is gone.
    const std::string named_by = how_named(config_file_);
    if (config_file_.empty()) config_file_ = discover_config(".");
    Result<LoadedSettings> loaded = load_settings(config_file_, flags_);
    if (!loaded) return with_its_name(loaded.problems(), config_file_, named_by);
    Result<std::shared_ptr<const Snapshot>> snapshot = Snapshot::make(*std::move(loaded));
    if (!snapshot) return snapshot.problems();
    snapshots_ = std::make_unique<Snapshots>(*snapshot);
    reload_ = std::make_unique<Reload>(config_file_, flags_, *snapshots_);
    const ProxySettings& settings = (*snapshot)->settings();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(settings.log);
    if (!ledger) return ledger.problems();
    ledger_ = *std::move(ledger);
    const StoreSettings kept = store_of(**snapshot);
    store_file_ = kept.file;
    StoreSeams seams;
    seams.notice = [this](const std::string& what) { ledger_->say("error", what); };
    Result<std::unique_ptr<Store>> store = Store::open(
        kept, [this](const std::string& why) { say_store(why); }, std::move(seams));
    if (!store) return store.problems();
    store_ = *std::move(store);
    hash_key_ = settings.hash_key.empty() ? store_->hash_key()
                                          : std::string(settings.hash_key.reveal());
    if (Problems problems = start_tls(settings); !problems.empty()) return problems;
    if (Problems problems = bind_server(settings); !problems.empty()) return problems;
    if (Problems problems = start_admin(settings); !problems.empty()) return problems;
    server_->run();
    announce("listening", listen_tls_ != nullptr, settings.listen, server_->port());
    if (admin_ != nullptr) announce("admin", false, settings.admin, admin_->port());
    return {};
  }

  void run(const Signals& signals) {
    reloading_ = std::make_unique<Reloading>(
        Reloading::Steps{[this] { return reload_->changed(); }, [this] { return reload_->now(); },
                         [this](const Problems& problems) { say_reload(problems); }});
    for (int signal = 0; (signal = signals.wait()) == SIGHUP;) {
      ledger_->reopen();
      if (reloading_->ask()) continue;
      ledger_->say("warning", "asked to reload (SIGHUP) while the configuration is being read: it is "
                              "read once more when that has ended");
    }
    const int64_t drain = snapshots_->current()->settings().timeouts.drain;
    end_ = Clock::now() + std::chrono::milliseconds(drain);
    const uint64_t cut_off = server_->drain(drain);
    if (cut_off != 0) {
      ledger_->say("warning", std::to_string(cut_off) + " requests were cut off at the end");
    }
  }

  // Everything that was promised is written; then the process ends without undoing what may still be
  // suspended half-way, whose parts refer to one another, and without waiting for a long judgement.
  [[noreturn]] void end() {
    admin_.reset();
    server_->stop();
    store_.reset();
    ledger_->close(end_);  // before that nothing is recorded any more
    std::_Exit(0);
  }

 private:
  Problems start_tls(const ProxySettings& settings) {
    Result<std::unique_ptr<net::ssl::context>> upstream = upstream_tls(settings.upstream_ca);
    if (!upstream) return upstream.problems();
    upstream_tls_ = *std::move(upstream);
    if (settings.tls.certificate.empty()) return {};
    Result<std::unique_ptr<net::ssl::context>> listen = listener_tls(settings.tls);
    if (!listen) return listen.problems();
    listen_tls_ = *std::move(listen);
    return {};
  }

  Problems bind_server(const ProxySettings& settings) {
    seen_ = std::make_unique<SeenIds>(settings.duplicate_window_ids, settings.duplicate_window_ms);
    judges_ = std::make_unique<Judges>(*seen_, cores());
    budget_ = std::make_unique<MemoryBudget>(settings.limits.memory);
    shared_.reset(new ProxyState{*snapshots_, *store_, *ledger_, *seen_, *judges_, *budget_, rates_,
                             hash_key_, *upstream_tls_, listen_tls_.get()});
    fit_connections();
    // Unlike those of the run before, so that logs of two runs can lie in one file.
    shared_->next_request = static_cast<uint64_t>(unix_ms_now()) << 20;
    Result<std::unique_ptr<Server>> server =
        Server::bind(*shared_, settings.listen, threads_of(settings));
    if (!server) return server.problems();
    server_ = *std::move(server);
    say_plan_gaps();
    return {};
  }

  Problems start_admin(const ProxySettings& settings) {
    if (settings.admin.empty()) return {};
    AdminPorts ports;
    ports.ready = [this] { return !shared_->draining; };
    ports.status = [this] {
      const StoreCounts counts = store_->counts();
      return status_text(*snapshots_->current(), reload_->state(), live(),
                         {{store_file_, store_->trouble(), counts.replaced, counts.late},
                          ledger_->log_state(),
                          troubles()});
    };
    ports.reload = [this] {
      Problems problems = reload_->now();
      say_reload(problems);
      return problems;
    };
    ports.live = [this] { return live(); };
    ports.store = store_.get();
    ports.ledger = ledger_.get();
    Result<std::unique_ptr<Admin>> admin =
        Admin::start(settings.admin, settings.admin_token, std::move(ports));
    if (!admin) return admin.problems();
    admin_ = *std::move(admin);
    return {};
  }

  // What is depended on, the store among it: whoever watches one list sees all.
  std::vector<Condition> troubles() const {
    std::vector<Condition> out = shared_->conditions.now();
    const std::string store = store_->trouble();
    if (!store.empty()) out.push_back({"the store " + store_file_, store, store_trouble_ms_, 1});
    return out;
  }

  LiveCounts live() const {
    const ReloadState reload = reload_->state();
    LiveCounts counts;
    counts.connections = shared_->connections.count();
    counts.most_connections = shared_->most_connections;
    counts.refused = shared_->refused;
    counts.upstream_connections = server_->upstream_connections();
    counts.notices_sent = shared_->notices_sent;
    counts.notices_lost = shared_->notices_lost;
    counts.body_memory = budget_->held();
    counts.body_memory_limit = budget_->most();
    for (size_t i = 0; i < kUnjudgedKinds; ++i) counts.unjudged[i] = shared_->unjudged[i];
    counts.long_bodies = judges_->under_way();
    counts.configurations = snapshots_->alive();
    counts.reloads = reload.reloads;
    counts.failed_reloads = reload.failed;
    counts.started_ms = started_ms_;
    counts.config_ms = reload.since_ms;
    return counts;
  }

  // As many callers as descriptors are enough for; said where that is fewer than are allowed.
  void fit_connections() {
    const ProxySettings& settings = snapshots_->current()->settings();
    const size_t wanted = settings.limits.connections;
    const DescriptorLimit limit = provide_descriptors(wanted, threads_of(settings));
    if (shared_->most_connections.exchange(limit.callers) == limit.callers) return;
    if (limit.callers == wanted) return;
    ledger_->say("warning",
                 "limits.connections is " + std::to_string(wanted) + ", and the limit on open files " +
                     std::to_string(limit.descriptors) + ": it is lowered to " +
                     std::to_string(limit.callers) + "; raise the limit (ulimit -n, LimitNOFILE)");
  }

  void say_reload(const Problems& problems) {
    if (problems.empty()) {
      fit_connections();
      ledger_->say("info", "the new configuration is in force");
      return say_plan_gaps();
    }
    ledger_->say("error", "the new configuration is broken, the old one stays in force");
    for (const Problem& problem : problems) ledger_->say("error", problem.text());
  }

  // What a plan asks and nobody holds lets through what it was to keep out.
  void say_plan_gaps() {
    for (const Problem& gap : snapshots_->current()->plan_gaps())
      ledger_->say("warning", gap.text());
  }

  void say_store(const std::string& why) {
    store_trouble_ms_ = unix_ms_now();
    if (why.empty()) return ledger_->say("info", "the store " + store_file_ + " is written again");
    ledger_->say("error", "the store " + store_file_ + " cannot be written: " + why +
                              "; until it can, of events to be rejected: " +
                              words_of_internal_errors(*snapshots_->current()));
  }

  std::string config_file_;  // once started, the one that was found
  const Flags flags_;
  const int64_t started_ms_ = unix_ms_now();
  std::unique_ptr<Snapshots> snapshots_;
  std::unique_ptr<Reload> reload_;
  std::unique_ptr<Reloading> reloading_;  // ends with the process: it may wait for a file
  std::unique_ptr<Ledger> ledger_;
  std::string store_file_;
  std::atomic<int64_t> store_trouble_ms_ = 0;  // when writing it last began to fail, or to succeed
  std::unique_ptr<Store> store_;
  std::string hash_key_;
  std::unique_ptr<net::ssl::context> upstream_tls_, listen_tls_;
  std::unique_ptr<SeenIds> seen_;
  std::unique_ptr<Judges> judges_;
  std::unique_ptr<MemoryBudget> budget_;
  Rates rates_;
  std::unique_ptr<ProxyState> shared_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Admin> admin_;
  Clock::time_point end_{};  // once it is to end: of the time for that
};

}  // namespace

int serve(const std::string& config_file, const Flags& flags) {
  const Signals signals;
  Program program(config_file, flags);
  const Problems problems = program.start(signals);
  if (!problems.empty()) return say_problems(problems);
  program.run(signals);
  program.end();
}

}  // namespace specgate::proxy
