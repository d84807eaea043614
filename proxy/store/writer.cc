#include "proxy/store/writer.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace specgate::proxy {
namespace {

constexpr size_t kMostFed = 8192;    // rows of the feed that wait: some megabytes
constexpr size_t kFedInGroup = 2048; // what the quarantine may have to wait for: some milliseconds
constexpr auto kGather = std::chrono::milliseconds(200);  // nobody waits for the feed
constexpr auto kTidyEvery = std::chrono::seconds(1);      // under load
constexpr auto kWellAfter = std::chrono::seconds(10);     // without trouble: it is over
constexpr auto kTidyIdle = std::chrono::minutes(1);       // age comes without load

int64_t now_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace

StoreWriter::StoreWriter(Door& door, const StoreSettings& settings, StoreTrouble hear)
    : door_(door),
      retention_(door, settings),
      begin_(door, "BEGIN IMMEDIATE"),
      commit_(door, "COMMIT"),
      rollback_(door, "ROLLBACK"),
      insert_held_(door, insert_sql("quarantine")),
      insert_fed_(door, insert_sql("feed")),
      hear_(std::move(hear)),
      thread_([this] { run(); }) {}

StoreWriter::~StoreWriter() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void StoreWriter::quarantine(const Origination& from, std::vector<EventRecord> events,
                             std::function<void(bool)> done) {
  {
    const std::lock_guard lock(mutex_);
    held_.push_back({from, std::move(events), std::move(done)});
  }
  wake_.notify_one();
}

bool StoreWriter::feed(const Origination& from, EventRecord event) {
  {
    const std::lock_guard lock(mutex_);
    if (fed_.size() >= kMostFed && event.outcome != Outcome::kRewrite) {
      ++dropped_;
      return false;
    }
    fed_.push_back({from, std::move(event)});
    if (fed_.size() != 1 && fed_.size() != kFedInGroup) return true;  // it is awake already
  }
  wake_.notify_one();
  return true;
}

void StoreWriter::run() {
  Group group;
  while (take(group)) {
    if (!group.held.empty() || !group.fed.empty()) commit(group);
    tidy();
    group.held.clear();
    group.fed.clear();
  }
}

bool StoreWriter::take(Group& group) {
  std::unique_lock lock(mutex_);
  const auto urgent = [this] { return ending_ || !held_.empty() || fed_.size() >= kFedInGroup; };
  const auto any = [&] { return urgent() || !fed_.empty(); };
  if (!more_to_tidy_) wake_.wait_for(lock, kTidyIdle, any);
  if (!more_to_tidy_ && !fed_.empty()) wake_.wait_for(lock, kGather, urgent);
  group.held.swap(held_);
  const auto end = fed_.begin() + static_cast<ptrdiff_t>(std::min(fed_.size(), kFedInGroup));
  group.fed.assign(std::make_move_iterator(fed_.begin()), std::make_move_iterator(end));
  fed_.erase(fed_.begin(), end);
  return !ending_ || !group.held.empty() || !group.fed.empty();
}

void StoreWriter::commit(Group& group) {
  why_.clear();
  {
    const std::lock_guard lock(door_.lock);
    if (!write(group) && !group.fed.empty()) {
      failed_ += group.fed.size();
      group.fed.clear();
      if (!group.held.empty()) write(group);
    }
  }
  tell(why_);
  settle(group);
}

void StoreWriter::tell(const std::string& why) {
  const bool failed = !why.empty();
  {
    const std::lock_guard lock(mutex_);
    trouble_ = why;
  }
  const auto now = std::chrono::steady_clock::now();
  if (failed) failed_at_ = now;
  if (failed == told_ || (!failed && now - failed_at_ < kWellAfter)) return;
  told_ = failed;
  if (hear_) hear_(why);
}

// The transaction as a whole; a record that SQLite refuses on its own account does not fail it.
bool StoreWriter::write(Group& group) {
  for (Held& held : group.held) held.kept = false;
  bool good = begin_.run();
  for (size_t i = 0; good && i < group.held.size(); ++i) {
    group.held[i].kept = insert(group.held[i]);
    good = door_.in_transaction();
  }
  for (size_t i = 0; good && i < group.fed.size(); ++i) {
    bind_row(group.fed[i].from, group.fed[i].event, insert_fed_);
    good = insert_fed_.run();
  }
  good = good && commit_.run();
  if (good) return true;
  why_ = door_.error();
  if (door_.in_transaction()) rollback_.run();
  for (Held& held : group.held) held.kept = false;
  return false;
}

bool StoreWriter::insert(Held& held) {
  held.repeated = 0;
  for (const EventRecord& event : held.events) {
    bind_row(held.from, event, insert_held_);
    Statement::Step step = insert_held_.step();
    if (step == Statement::Step::kRow) {
      held.repeated += insert_held_.number(0) > 1 ? 1 : 0;
      step = insert_held_.step();
    }
    insert_held_.reset();
    if (step != Statement::Step::kDone) return false;
  }
  return true;
}

// The counts first: whoever is told may look at them.
void StoreWriter::settle(Group& group) {
  fed_rows_ += group.fed.size();
  for (const Held& held : group.held) {
    if (held.kept) {
      quarantined_ += held.events.size();
      repeated_ += held.repeated;
    } else {
      failed_ += held.events.size();
    }
  }
  for (Held& held : group.held) {
    if (held.done) held.done(held.kept);
  }
}

void StoreWriter::tidy() {
  const auto now = std::chrono::steady_clock::now();
  if (!more_to_tidy_ && now - tidied_ < kTidyEvery) return;
  tidied_ = now;
  const std::lock_guard lock(door_.lock);
  more_to_tidy_ = retention_.step(now_ms());
}

StoreCounts StoreWriter::counts() const {
  StoreCounts out;
  out.quarantined = quarantined_;
  out.repeated = repeated_;
  out.fed = fed_rows_;
  out.dropped = dropped_;
  out.failed = failed_;
  return out;
}

std::string StoreWriter::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

}  // namespace specgate::proxy
