#include "proxy/quarantine/command.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "proxy/admin/api.h"
#include "proxy/admin/json.h"
#include "proxy/net/time_text.h"
#include "proxy/quarantine/replay.h"
#include "proxy/quarantine/text.h"
#include "rules/report/json_members.h"
#include "spec/catalogue/open_spec.h"
#include "spec/catalogue/segment_format.h"
#include "spec/text/timestamp.h"

namespace specgate::proxy {
namespace {

constexpr int kDone = 0, kSomeLeft = 1, kCannot = 2;
constexpr size_t kPage = 100;        // rows in memory at once
constexpr size_t kUsualListed = 50;
constexpr const char* kUsualFile = "specgate.sqlite3";

// The proxy on this machine goes first: it gets most of a processor that both want, and it is not
// interrupted by answers that come here. Of this thread and those that it starts.
void step_aside() {
  constexpr sched_param kNone{};
  (void)::setpriority(PRIO_PROCESS, 0, 10);
  (void)::sched_setscheduler(0, SCHED_BATCH, &kNone);
}

struct AgeUnit {
  char name;
  int64_t ms;
};
constexpr AgeUnit kAgeUnits[] = {{'s', 1000}, {'m', 60'000}, {'h', 3'600'000}, {'d', 86'400'000}};

// "7d" -> that long before now; "2026-11-21T10:00:00Z" -> that moment.
std::optional<int64_t> moment_of(std::string_view text, int64_t now_ms) {
  int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && stop + 1 == end && number >= 0) {
    for (const AgeUnit& unit : kAgeUnits) {
      if (*stop == unit.name && number <= now_ms / unit.ms) return now_ms - number * unit.ms;
    }
  }
  if (const auto instant = parse_instant(text)) return instant->ms;
  return std::nullopt;
}

class Command {
 public:
  explicit Command(const QuarantineArguments& arguments)
      : arguments_(arguments),
        now_ms_(arguments.now_ms < 0 ? unix_ms_now() : arguments.now_ms) {}

  int run() {
    if (!check() || !read_query() || !open()) return kCannot;
    int code = kCannot;
    switch (arguments_.action) {
      case QuarantineAction::kList:
        code = list();
        break;
      case QuarantineAction::kShow:
        code = show();
        break;
      case QuarantineAction::kExport:
        code = export_calls();
        break;
      case QuarantineAction::kReplay:
        code = replay();
        break;
    }
    if (std::fflush(arguments_.out) == 0 && !unprinted_) return code;
    return cannot(std::string("cannot write the output: ") + std::strerror(errno));
  }

 private:
  int cannot(const std::string& message) {
    std::string line = "specgate-proxy: ";
    append_plain(message, 0, line);
    std::fprintf(arguments_.err, "%s\n", line.c_str());
    return kCannot;
  }
  int cannot(const Problems& problems) {
    for (const Problem& problem : problems) cannot(problem.text());
    return kCannot;
  }
  template <typename Words>
  bool refuse(const Words& words) {
    cannot(words);
    return false;
  }
  void print(std::string_view text) {
    unprinted_ |= std::fwrite(text.data(), 1, text.size(), arguments_.out) != text.size();
  }

  bool check();
  bool read_query();
  bool read_moment(const char* flag, const std::string& text, int64_t& out);
  bool open();
  std::string file_of_store(const ProxySettings* settings) const;

  template <typename Take>
  void each_row(size_t limit, Take&& take);  // 0: all
  template <typename Take>
  int each_row_or_id(Take&& take);

  int list();
  int show();
  int export_calls();
  int replay();
  std::vector<int64_t> rows_to_replay();
  void print_replayed(const Replayed& replayed, QuarantineText& text);

  const QuarantineArguments& arguments_;
  const int64_t now_ms_;
  StoreQuery query_;
  std::optional<LoadedSettings> loaded_;
  std::unique_ptr<Store> store_;
  bool unprinted_ = false;
};

bool Command::check() {
  const bool filtered = !arguments_.source.empty() || !arguments_.type.empty() ||
                        !arguments_.event.empty() || !arguments_.rule.empty() ||
                        !arguments_.message_id.empty() || !arguments_.since.empty() ||
                        !arguments_.until.empty() || arguments_.waiting;
  const bool ids = !arguments_.ids.empty();
  if (arguments_.action == QuarantineAction::kShow && !ids)
    return refuse("quarantine show: no id was given; `quarantine list` tells them");
  if (arguments_.action == QuarantineAction::kReplay && !ids && !filtered && !arguments_.all)
    return refuse("quarantine replay: give ids, a filter or --all");
  if (ids && (filtered || arguments_.all))
    return refuse("ids and filters were given, wanted one or the other");
  return true;
}

bool Command::read_moment(const char* flag, const std::string& text, int64_t& out) {
  if (text.empty()) return true;
  const std::optional<int64_t> moment = moment_of(text, now_ms_);
  if (!moment) {
    return refuse(std::string(flag) + " is \"" + text +
                  "\", wanted a time as 2026-11-21T10:00:00Z or an age as 90s, 30m, 12h, 7d");
  }
  out = std::max(*moment, int64_t{1});  // 0 would mean any
  return true;
}

bool Command::read_query() {
  query_.source = arguments_.source;
  query_.type = arguments_.type;
  query_.name = arguments_.event;
  query_.message_id = arguments_.message_id;
  const Rule* const rule = find_rule(arguments_.rule);
  query_.rule = rule == nullptr ? arguments_.rule : std::string(rule->id);
  const bool replays = arguments_.action == QuarantineAction::kReplay;
  query_.only_waiting = arguments_.waiting || (replays && !arguments_.again);
  query_.envelopes = arguments_.action == QuarantineAction::kExport;  // a list shows none of it
  return read_moment("--since", arguments_.since, query_.since_ms) &&
         read_moment("--until", arguments_.until, query_.until_ms);
}

std::string Command::file_of_store(const ProxySettings* settings) const {
  if (settings == nullptr) return arguments_.flags.find("store")->second;
  return settings->store.file.empty() ? kUsualFile : settings->store.file;
}

// Whoever only looks needs no upstream; and no configuration, nor its secrets, to a named file.
bool Command::open() {
  const bool named = arguments_.flags.contains("store");
  const bool replays = arguments_.action == QuarantineAction::kReplay;
  if (!named || replays) {
    Flags flags = arguments_.flags;
    if (!replays) flags["mode"] = name_of(Mode::kDryRun);
    Result<LoadedSettings> loaded = load_settings(arguments_.config, flags);
    if (!loaded) return refuse(loaded.problems());
    loaded_ = *std::move(loaded);
  }
  StoreSettings settings;
  settings.file = file_of_store(loaded_ ? &loaded_->proxy : nullptr);
  settings.keep_ms = 0;  // the proxy decides what goes, not who looks
  settings.keep_bytes = 0;
  std::error_code error;
  if (!std::filesystem::exists(settings.file, error))
    return refuse(settings.file + ": there is no such store");
  Result<std::unique_ptr<Store>> store = Store::open(settings);
  if (!store) return refuse(store.problems());
  store_ = *std::move(store);
  return true;
}

// Newest first, page by page.
template <typename Take>
void Command::each_row(size_t limit, Take&& take) {
  StoreQuery query = query_;
  size_t left = limit == 0 ? SIZE_MAX : limit;
  while (left != 0 && !unprinted_) {
    query.limit = std::min(kPage, left);
    const std::vector<StoredEvent> rows = store_->quarantined(query);
    for (const StoredEvent& row : rows) take(row);
    if (rows.empty()) return;
    query.after_id = rows.back().id;
    left -= rows.size();
  }
}

template <typename Take>
int Command::each_row_or_id(Take&& take) {
  int code = kDone;
  if (arguments_.ids.empty()) each_row(arguments_.limit, take);
  for (const int64_t id : arguments_.ids) {
    const std::optional<StoredEvent> row = store_->find(id);
    if (row) take(*row);
    if (!row) code = cannot("the quarantine has no event " + std::to_string(id));
  }
  return code;
}

int Command::list() {
  if (arguments_.json) {
    return each_row_or_id([&](const StoredEvent& row) {
      std::string line;
      append_row(row, Telling::kQuarantine, line);
      print(line += '\n');
    });
  }
  std::vector<StoredEvent> rows;
  each_row(arguments_.limit == 0 ? kUsualListed : arguments_.limit, [&](StoredEvent row) {
    // None of it is in the table.
    for (std::string* const text : {&row.event.payload, &row.event.findings}) text->clear();
    rows.push_back(std::move(row));
  });
  const StoreCounts counts = store_->counts();
  std::string text = rows.empty() ? "" : table_of(rows);
  text += std::to_string(rows.size()) + " shown of " + std::to_string(counts.rows) + " quarantined";
  if (counts.expired_waiting != 0) {
    text += "; " + std::to_string(counts.expired_waiting) +
            " went for their age or for want of room and were never replayed";
  }
  print(text += '\n');
  return kDone;
}

int Command::show() {
  const auto spec = open_spec({}, {});
  if (!spec) return cannot(spec.problems());
  QuarantineText text(**spec);
  return each_row_or_id([&](const StoredEvent& row) {
    std::string told;
    if (arguments_.json) {
      append_row(row, Telling::kWhole, told);
      told += '\n';
    } else {
      told = text.of(row);
    }
    print(told);
  });
}

int Command::export_calls() {
  const auto spec = open_spec({}, {});
  if (!spec) return cannot(spec.problems());
  StoredCalls calls(**spec);
  return each_row_or_id([&](const StoredEvent& row) {
    std::string line;
    if (arguments_.with_findings) {
      append_row(row, Telling::kWhole, line);
    } else {
      line = calls.for_file(row);
    }
    print(line += '\n');
  });
}

// Oldest first: who came after another comes after it again.
std::vector<int64_t> Command::rows_to_replay() {
  std::vector<int64_t> out;
  for (const int64_t id : arguments_.ids) {
    if (std::ranges::find(out, id) == out.end()) out.push_back(id);
  }
  if (!arguments_.ids.empty()) return out;
  each_row(arguments_.limit, [&](const StoredEvent& row) { out.push_back(row.id); });
  std::reverse(out.begin(), out.end());
  return out;
}

void Command::print_replayed(const Replayed& replayed, QuarantineText& text) {
  if (!arguments_.json) return print(text.of(replayed));
  std::string line;
  {
    JsonMembers object(line);
    object.number("id", static_cast<uint64_t>(replayed.id));
    object.text("result", name_of(replayed.result));
    if (replayed.status != 0) object.number("status", replayed.status);
    object.text_if("why", replayed.why);
    if (!replayed.findings.empty()) append_embedded(replayed.findings, object.key("findings"));
    if (!replayed.call.empty()) append_embedded(replayed.call, object.key("call"));
  }
  print(line += '\n');
}

int Command::replay() {
  const Result<std::shared_ptr<const Snapshot>> snapshot = Snapshot::make(*std::move(loaded_));
  if (!snapshot) return cannot(snapshot.problems());
  Replay replay(**snapshot, *store_, {arguments_.dry_run, arguments_.again, now_ms_});
  QuarantineText text((*snapshot)->spec());
  std::map<ReplayResult, size_t> results;
  bool good = true;
  step_aside();
  replay.rows(rows_to_replay(), [&](const Replayed& replayed) {
    print_replayed(replayed, text);
    ++results[replayed.result];
    good = good && is_good(replayed.result);
  });
  std::string summary;
  for (const auto& [result, count] : results) {
    summary += (summary.empty() ? "" : ", ") + std::to_string(count) + ' ';
    summary += name_of(result);
  }
  if (summary.empty()) summary = "nothing waits";
  if (!arguments_.json) print(summary += '\n');
  return good ? kDone : kSomeLeft;
}

}  // namespace

int quarantine_command(const QuarantineArguments& arguments) { return Command(arguments).run(); }

}  // namespace specgate::proxy
