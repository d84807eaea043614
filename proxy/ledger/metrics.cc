#include "proxy/ledger/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <locale>
#include <mutex>
#include <sstream>
#include <unordered_map>

#include "proxy/net/time_text.h"

namespace specgate::proxy {
namespace {

using prometheus::Counter;
using prometheus::Histogram;
using CounterFamily = prometheus::Family<Counter>;

constexpr size_t kMostValues = 1000;  // of one label; the rest share "other"

#define COUNT(id, name) +1
constexpr size_t kOutcomes = 0 SPECGATE_OUTCOMES(COUNT);
constexpr size_t kModes = 0 SPECGATE_MODES(COUNT);
#undef COUNT
#define COUNT(id, name, words) +1
constexpr size_t kUnreadable = 0 SPECGATE_UNREADABLE(COUNT);
#undef COUNT

constexpr std::array<std::string_view, 6> kStatusClasses = {"none", "1xx", "2xx",
                                                            "3xx",  "4xx", "5xx"};
size_t class_of(unsigned status) {
  const size_t hundreds = status / 100;
  return hundreds < kStatusClasses.size() ? hundreds : 0;
}

// From a tenth of a millisecond, what the proxy itself needs, to beyond the upstream's time limit.
const Histogram::BucketBoundaries kSeconds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                              0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                              1,      2.5,     5,      10,    30};
// Judging takes microseconds.
const Histogram::BucketBoundaries kJudgeSeconds = {0.00001, 0.000025, 0.00005, 0.0001, 0.00025,
                                                   0.0005,  0.001,    0.0025,  0.005,  0.01,
                                                   0.025,   0.05,     0.1};

double seconds(uint64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// What is counted for each value of a label, resolved once and found again without a new string.
template <typename Counters>
class ByLabel {
 public:
  Counters& at(std::string_view value) {
    if (const auto found = counters_.find(value); found != counters_.end()) return found->second;
    const bool full = counters_.size() >= kMostValues;
    return counters_[std::string(full ? kOther : value)];
  }
  // The value under which what was asked for is counted.
  std::string label(std::string_view value) const {
    return std::string(counters_.contains(value) ? value : kOther);
  }

 private:
  static constexpr std::string_view kOther = "other";
  std::unordered_map<std::string, Counters, TextHash, std::equal_to<>> counters_;
};

using BySource = std::array<std::array<Counter*, kModes>, kOutcomes>;
using ByClass = std::array<Counter*, kStatusClasses.size()>;

// The families with what their HELP says.
struct Families {
  prometheus::Registry registry;

  CounterFamily& counter(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  Histogram& histogram(const char* name, const char* help,
                       const Histogram::BucketBoundaries& bounds) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
  }

  CounterFamily& requests = counter(
      "specgate_requests_total", "Requests by kind of traffic and class of the answer's status.");
  CounterFamily& events = counter(
      "specgate_events_total", "Events by what became of them, the mode in force and the source.");
  CounterFamily& findings =
      counter("specgate_findings_total",
              "Findings by rule; the severity is the rule's own, before any configuration.");
  CounterFamily& severities =
      counter("specgate_findings_by_severity_total",
              "Findings by their severity under the configuration in force.");
  CounterFamily& responses =
      counter("specgate_upstream_responses_total",
              "Answers of the upstream by class of status; none: no answer.");
  CounterFamily& troubles = counter(
      "specgate_trouble_total", "Requests that went otherwise than planned, by kind of trouble.");
  CounterFamily& unreadable =
      counter("specgate_uninspectable_total",
              "Requests whose body could not be read as events, by the reason.");
  CounterFamily& unjudged =
      counter("specgate_unjudged_total",
              "Requests that nobody judged, passed on or refused, by the reason.");
  Counter& fields_left_out =
      counter("specgate_fields_left_out_total",
              "Header fields of requests that do not go on as their name has an underscore.")
          .Add({});
  Counter& left_alone =
      counter("specgate_events_left_alone_total",
              "Events that safe fixes would make worse, so that they or some of them were not made.")
          .Add({});
  Counter& retries = counter("specgate_retries_total",
                             "Requests that their sender marked as a retry (X-Retry-Count).")
                         .Add({});
  Counter& bytes_in =
      counter("specgate_received_bytes_total", "Bytes of requests received from callers.").Add({});
  Counter& bytes_out =
      counter("specgate_sent_bytes_total", "Bytes of answers sent to callers.").Add({});
  Histogram& request_seconds =
      histogram("specgate_request_seconds",
                "Time from a request's first byte to the last of its answer.", kSeconds);
  Histogram& upstream_seconds =
      histogram("specgate_upstream_seconds", "Time that the upstream took to answer.", kSeconds);
  Histogram& judge_seconds = histogram(
      "specgate_judge_seconds", "Time that judging the events of a request took.", kJudgeSeconds);
};

struct LiveRow {
  const char* name;
  const char* help;
  prometheus::MetricType type;
  double value;
};

prometheus::MetricFamily family_of(const LiveRow& row) {
  prometheus::MetricFamily family;
  family.name = row.name;
  family.help = row.help;
  family.type = row.type;
  family.metric.resize(1);
  family.metric[0].counter.value = row.value;  // whichever the type is, that one is printed
  family.metric[0].gauge.value = row.value;
  return family;
}

template <typename Integer>
double number(Integer value) {
  return static_cast<double>(value);
}

// What is kept elsewhere and only read when somebody asks.
void add_live(const LiveCounts& live, std::vector<prometheus::MetricFamily>& out) {
  using prometheus::MetricType;
  const int64_t age_ms = live.config_ms == 0 ? 0 : unix_ms_now() - live.config_ms;
  const LiveRow rows[] = {
      {"specgate_connections", "Connections of callers open now.", MetricType::Gauge,
       number(live.connections)},
      {"specgate_connections_refused_total",
       "Connections refused, over the limit or by their address.", MetricType::Counter,
       number(live.refused)},
      {"specgate_upstream_connections", "Connections to upstreams open now.", MetricType::Gauge,
       number(live.upstream_connections)},
      {"specgate_notices_sent_total", "Blocked events and violations told to other sources.",
       MetricType::Counter, number(live.notices_sent)},
      {"specgate_notices_lost_total", "The same, where the other source could not be told.",
       MetricType::Counter, number(live.notices_lost)},
      {"specgate_reloads_total", "Configurations that came into force after the start.",
       MetricType::Counter, number(live.reloads)},
      {"specgate_reload_failures_total", "Configurations refused; the one before stayed in force.",
       MetricType::Counter, number(live.failed_reloads)},
      {"specgate_body_memory_bytes", "Memory that bodies of requests under way take now.",
       MetricType::Gauge, number(live.body_memory)},
      {"specgate_body_memory_limit_bytes", "What they may take: limits.memory.", MetricType::Gauge,
       number(live.body_memory_limit)},
      {"specgate_long_bodies", "Long bodies that are inflated, judged or packed now, or wait for it.",
       MetricType::Gauge, number(live.long_bodies)},
      {"specgate_configurations",
       "Configurations in memory: that in force, and those that requests under way began with.",
       MetricType::Gauge, number(live.configurations)},
      {"specgate_start_time_seconds", "Start of the process, Unix time.", MetricType::Gauge,
       number(live.started_ms) / 1e3},
      {"specgate_config_age_seconds", "Time since the configuration in force was loaded.",
       MetricType::Gauge, number(age_ms) / 1e3},
  };
  for (const LiveRow& row : rows) out.push_back(family_of(row));
}

void add_store(const StoreCounts& store, std::vector<prometheus::MetricFamily>& out) {
  using prometheus::MetricType;
  const LiveRow rows[] = {
      {"specgate_quarantined_total", "Events put into the quarantine.", MetricType::Counter,
       number(store.quarantined)},
      {"specgate_quarantine_repeated_total",
       "Events of the quarantine that came again just as they were.", MetricType::Counter,
       number(store.repeated)},
      {"specgate_quarantine_rows", "Events in the quarantine now.", MetricType::Gauge,
       number(store.rows)},
      {"specgate_feed_rows_total", "Rows added to the feed of recent events.", MetricType::Counter,
       number(store.fed)},
      {"specgate_feed_dropped_total", "Rows of the feed that were given up under load.",
       MetricType::Counter, number(store.dropped)},
      {"specgate_store_expired_total", "Rows that age or size removed.", MetricType::Counter,
       number(store.expired)},
      {"specgate_store_expired_by_size_total", "Of these, rows that went for want of room.",
       MetricType::Counter, number(store.expired_by_size)},
      {"specgate_store_expired_waiting_total",
       "Of these, events of the quarantine that nobody had replayed.", MetricType::Counter,
       number(store.expired_waiting)},
      {"specgate_store_failures_total", "Records that could not be written.", MetricType::Counter,
       number(store.failed)},
      {"specgate_store_late_total",
       "Events that were kept after all, when their sender had been told otherwise.",
       MetricType::Counter, number(store.late)},
      {"specgate_store_replaced_total", "Times that the store's file was found gone or replaced.",
       MetricType::Counter, number(store.replaced)},
      {"specgate_store_bytes", "Size of the store's file and its log.", MetricType::Gauge, number(store.bytes)},
  };
  for (const LiveRow& row : rows) out.push_back(family_of(row));
}

class PrometheusMetrics : public Metrics {
 public:
  PrometheusMetrics() {
    for (size_t i = 1; i < troubles_.size(); ++i) {  // at 0, or an alert misses the first time
      const auto kind = name_of(static_cast<Trouble>(i));
      troubles_[i] = &families_.troubles.Add({{"kind", std::string(kind)}});
    }
    for (size_t i = 0; i < unreadable_.size(); ++i) {
      const auto code = name_of(static_cast<Unreadable>(i));
      unreadable_[i] = &families_.unreadable.Add({{"code", std::string(code)}});
    }
    for (size_t i = 0; i < unjudged_.size(); ++i) {
      const auto code = name_of(static_cast<Unjudged>(i));
      unjudged_[i] = &families_.unjudged.Add({{"code", std::string(code)}});
    }
    for (size_t i = 1; i < severities_.size(); ++i) {
      const auto name = name_of(static_cast<Severity>(i));
      severities_[i] = &families_.severities.Add({{"severity", std::string(name)}});
    }
  }

  void record(const Exchange& exchange) override {
    const std::lock_guard lock(mutex_);  // a few lookups; the serializer does not take it
    record_request(exchange);
    record_upstream(exchange);
    record_events(exchange);
    record_findings(exchange);
    if (exchange.trouble != Trouble::kNone) count(exchange.trouble);
  }

  void count(Trouble trouble) override { troubles_[static_cast<size_t>(trouble)]->Increment(); }

  std::string text(const LiveCounts& live, const StoreCounts& store,
                   uint64_t audit_dropped) override {
    auto families = families_.registry.Collect();
    add_live(live, families);
    add_store(store, families);
    families.push_back(family_of({"specgate_audit_dropped_total",
                                  "Lines of the access log that were given up or failed.",
                                  prometheus::MetricType::Counter, number(audit_dropped)}));
    families.push_back(family_of(
        {"specgate_build_info", "The version that runs.", prometheus::MetricType::Gauge, 1}));
    families.back().metric[0].label.push_back({"version", SPECGATE_VERSION});
    std::ostringstream out;
    out.imbue(std::locale::classic());
    prometheus::TextSerializer().Serialize(out, families);
    return std::move(out).str();
  }

 private:
  void record_request(const Exchange& exchange) {
    ByClass& counters = traffic_.at(exchange.traffic);
    Counter*& counter = counters[class_of(exchange.status)];
    if (counter == nullptr) {
      counter = &families_.requests.Add(
          {{"traffic", traffic_.label(exchange.traffic)},
           {"status_class", std::string(kStatusClasses[class_of(exchange.status)])}});
    }
    counter->Increment();
    families_.request_seconds.Observe(seconds(exchange.total_us));
    families_.bytes_in.Increment(number(exchange.bytes_in));
    families_.bytes_out.Increment(number(exchange.bytes_out));
    if (exchange.retry != 0) families_.retries.Increment();
    if (exchange.fields_left_out != 0) {
      families_.fields_left_out.Increment(number(exchange.fields_left_out));
    }
    if (exchange.unreadable) unreadable_[static_cast<size_t>(*exchange.unreadable)]->Increment();
    if (exchange.unjudged) unjudged_[static_cast<size_t>(*exchange.unjudged)]->Increment();
  }

  void record_upstream(const Exchange& exchange) {
    if (exchange.upstream_status == 0 && exchange.upstream_us == 0) return;
    const size_t status_class = class_of(exchange.upstream_status);
    if (responses_[status_class] == nullptr) {
      responses_[status_class] =
          &families_.responses.Add({{"status_class", std::string(kStatusClasses[status_class])}});
    }
    responses_[status_class]->Increment();
    families_.upstream_seconds.Observe(seconds(exchange.upstream_us));
  }

  void record_events(const Exchange& exchange) {
    if (exchange.judge_us != 0) families_.judge_seconds.Observe(seconds(exchange.judge_us));
    const std::pair<Outcome, uint32_t> became[] = {{Outcome::kPass, exchange.passed},
                                                   {Outcome::kRewrite, exchange.rewritten},
                                                   {Outcome::kReject, exchange.rejected},
                                                   {Outcome::kDuplicate, exchange.duplicates}};
    const std::string_view source =
        exchange.from.source.empty() ? "unknown" : std::string_view(exchange.from.source);
    if (exchange.left_alone != 0) families_.left_alone.Increment(number(exchange.left_alone));
    for (const auto& [outcome, times] : became) {
      if (times != 0) events_at(source, outcome, exchange.mode).Increment(times);
    }
  }

  Counter& events_at(std::string_view source, Outcome outcome, Mode mode) {
    Counter*& counter =
        sources_.at(source)[static_cast<size_t>(outcome)][static_cast<size_t>(mode)];
    if (counter == nullptr) {
      counter = &families_.events.Add({{"source", sources_.label(source)},
                                       {"outcome", std::string(name_of(outcome))},
                                       {"mode", std::string(name_of(mode))}});
    }
    return *counter;
  }

  void record_findings(const Exchange& exchange) {
    severities_[static_cast<size_t>(Severity::kError)]->Increment(exchange.errors);
    severities_[static_cast<size_t>(Severity::kWarning)]->Increment(exchange.warnings);
    severities_[static_cast<size_t>(Severity::kInfo)]->Increment(exchange.infos);
    for (const auto& [rule, times] : exchange.rules) {
      // By code: a rule of the configuration goes with it, and its address serves another.
      Counter*& counter = rules_.at(rule->id);
      if (counter == nullptr) {
        counter = &families_.findings.Add(
            {{"rule", rules_.label(rule->id)}, {"severity", std::string(name_of(rule->severity))}});
      }
      counter->Increment(times);
    }
  }

  Families families_;
  std::mutex mutex_;  // of what follows; the counters themselves are atomic
  ByLabel<ByClass> traffic_;
  ByLabel<BySource> sources_;
  std::array<Counter*, kTroubleKinds> troubles_{};  // by Trouble; of kNone null
  ByLabel<Counter*> rules_;
  ByClass responses_{};
  std::array<Counter*, 4> severities_{};
  std::array<Counter*, kUnreadable> unreadable_{};
  std::array<Counter*, kUnjudgedKinds> unjudged_{};
};

}  // namespace

std::unique_ptr<Metrics> Metrics::make() { return std::make_unique<PrometheusMetrics>(); }

}  // namespace specgate::proxy
