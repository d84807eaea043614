#include "proxy/store/writer.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>

namespace specgate::proxy {
namespace {

constexpr size_t kMostFed = 8192;    // rows of the feed that wait: some megabytes
constexpr size_t kFedInGroup = 2048; // what the quarantine may have to wait for: some milliseconds
constexpr size_t kMostHeldBytes = size_t{64} << 20;  // records that wait, for a disk that hangs, say
constexpr auto kGather = std::chrono::milliseconds(200);  // nobody waits for the feed
constexpr auto kTidyEvery = std::chrono::seconds(1);      // under load
constexpr int64_t kWellAfterMs = 3'000;                   // without trouble: it is over
constexpr auto kTidyIdle = std::chrono::minutes(1);       // age comes without load
constexpr auto kHangs = std::chrono::seconds(1);          // a transaction that takes longer
constexpr auto kLookAgain = std::chrono::milliseconds(500);  // whether the file is still there

uint64_t natural(int64_t number) { return static_cast<uint64_t>(std::max<int64_t>(number, 0)); }

// What the disk has for the store: what is free, and what the store has already.
uint64_t room_for(const OpenFile& file) {
  struct statvfs disk {};
  if (::statvfs(file.file().c_str(), &disk) != 0) return std::numeric_limits<uint64_t>::max();
  return disk.f_bavail * disk.f_frsize + natural(file.bytes_on_disk());
}

// keep_size, or most of the disk where that has less.
uint64_t kept_bytes(const OpenFile& file, const StoreSettings& settings) {
  if (file.in_memory()) return std::min(settings.keep_bytes, settings.keep_memory_bytes);
  return std::min(settings.keep_bytes, room_for(file) / 8 * 7);
}

// Of all rows, and of what some of them have in common once.
StoreLoad load_of(const Origination& from, const std::vector<EventRecord>& events) {
  StoreLoad load;
  load.indexed = events.size();
  const SharedText* envelope = nullptr;
  for (const EventRecord& event : events) {
    load.add(size_of(from, event));
    if (envelope == nullptr || *envelope != event.envelope) load.add(event.envelope.get().size());
    envelope = &event.envelope;
  }
  return load;
}

}  // namespace

StoreWriter::StoreWriter(OpenFile& file, const StoreSettings& settings, StoreTrouble hear,
                         StoreSeams seams, StoreReopen reopen)
    : file_(file),
      settings_(settings),
      budget_(budget_of(kept_bytes(file, settings))),
      hear_(std::move(hear)),
      seams_(std::move(seams)),
      reopen_(std::move(reopen)) {
  make_pen();
  thread_ = std::thread([this] { run(); });
}

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
  HeldRecords records{bounded(from), std::move(events), std::move(done)};
  records.load = load_of(records.from, records.events);
  bool waits = true;
  {
    const std::lock_guard lock(mutex_);
    waits = held_bytes_ == 0 || held_bytes_ + records.load.bytes <= kMostHeldBytes;
    if (waits) {
      held_bytes_ += records.load.bytes;
      held_.push_back(std::move(records));
    }
  }
  if (waits) return wake_.notify_one();
  failed_ += records.events.size();
  if (records.done) records.done(false);
}

bool StoreWriter::feed(const Origination& from, EventRecord event) {
  {
    const std::lock_guard lock(mutex_);
    if (fed_.size() >= kMostFed && event.outcome != Outcome::kRewrite) {
      ++dropped_;
      return false;
    }
    FedRecord record{bounded(from), std::move(event)};
    record.load.add(size_of(record.from, record.event) + record.event.envelope.get().size());
    fed_.push_back(std::move(record));
    if (fed_.size() != 1 && fed_.size() != kFedInGroup) return true;  // it is awake already
  }
  wake_.notify_one();
  return true;
}

void StoreWriter::run() {
  Group group;
  tidy();  // what has become due while nobody looked
  while (take(group)) {
    if (!group.held.empty() || !group.fed.empty()) {
      commit(group);
    } else {
      look_again();
    }
    tidy();
    group.held.clear();
    group.fed.clear();
  }
}

bool StoreWriter::take(Group& group) {
  std::unique_lock lock(mutex_);
  const auto urgent = [this] { return ending_ || !held_.empty() || fed_.size() >= kFedInGroup; };
  const auto any = [&] { return urgent() || !fed_.empty(); };
  if (!more_to_tidy_) wake_.wait_for(lock, file_.in_memory() ? kTidyIdle : kLookAgain, any);
  if (!more_to_tidy_ && !fed_.empty()) wake_.wait_for(lock, kGather, urgent);
  group.held.swap(held_);
  const auto end = fed_.begin() + static_cast<ptrdiff_t>(std::min(fed_.size(), kFedInGroup));
  group.fed.assign(std::make_move_iterator(fed_.begin()), std::make_move_iterator(end));
  fed_.erase(fed_.begin(), end);
  return !ending_ || !group.held.empty() || !group.fed.empty();
}

void StoreWriter::commit(Group& group) {
  for (size_t held = 0, fed = 0; held < group.held.size() || fed < group.fed.size();) {
    commit(next_turn(group, held, fed));
  }
}

// As much as one transaction may write; a record that is larger than that has one of its own.
StoreTurn StoreWriter::next_turn(Group& group, size_t& held, size_t& fed) const {
  StoreLoad load;
  const auto fits = [&](StoreLoad more) {
    const bool first = load.bytes == 0;
    more += load;
    if (!first && budget_.touched_by(more) > budget_.for_records()) return false;
    load = more;
    return true;
  };
  const auto taken = [&](auto& records, size_t& at) {
    const size_t begin = at;
    while (at < records.size() && fits(records[at].load)) ++at;
    return std::span(records).subspan(begin, at - begin);
  };
  const auto first = taken(group.held, held);
  return {first, taken(group.fed, fed)};
}

void StoreWriter::commit(StoreTurn turn) {
  why_.clear();
  {
    const std::lock_guard lock(mutex_);
    began_ = std::chrono::steady_clock::now();
  }
  bool good = write(turn);
  if (!good && !turn.fed.empty()) {
    failed_ += turn.fed.size();
    turn.fed = {};
    if (!turn.held.empty()) good = write(turn);
  }
  if (!good && pen_ != nullptr && pen_->may_be_parted() && turn.held.size() > 1) {
    const size_t half = turn.held.size() / 2;
    commit({turn.held.first(half), {}});
    return commit({turn.held.subspan(half), {}});
  }
  tell(why_);
  settle(turn);
}

// Written into a file that is gone is not written.
bool StoreWriter::write(StoreTurn turn) {
  if (!is_open() && !open_again()) return false;
  const bool good = write_once(turn);
  if (is_open()) return good;
  if (open_again() && write_once(turn) && is_open()) return true;
  for (HeldRecords& records : turn.held) records.kept = false;
  if (why_.empty()) why_ = "the store was removed or replaced";
  return false;
}

bool StoreWriter::write_once(StoreTurn turn) {
  const std::lock_guard lock(file_.writer().lock);
  const bool good = pen_->write(turn);
  why_ = pen_->why();
  return good;
}

bool StoreWriter::is_open() { return pen_ != nullptr && !file_.has_moved(); }

bool StoreWriter::open_again() {
  const bool lost_now = pen_ != nullptr;
  const int64_t rows = lost_now ? pen_->rows() : 0;
  pen_.reset();
  const Problems problems = reopen_();
  if (lost_now) {
    ++replaced_;
    const std::string what =
        "the store " + file_.file() + " was removed or replaced while it was open; " +
        std::to_string(rows) + " quarantined events were in it; " +
        (problems.empty() ? "what is kept from now on is in the file of that name"
                          : "nothing can be kept: " + problems[0].message);
    if (seams_.notice) seams_.notice(what);
  }
  why_ = problems.empty() ? std::string() : problems[0].message;
  if (!problems.empty()) {
    tell(why_);
    return false;
  }
  make_pen();
  return true;
}

void StoreWriter::make_pen() {
  const std::lock_guard lock(file_.writer().lock);
  pen_ = std::make_unique<StorePen>(file_.writer(), budget_, settings_, seams_.clocks);
  Statement expired(file_.writer(),
                    "SELECT total(rows),total(rows) FILTER(WHERE reason='size'),total(waiting) "
                    "FROM expired");
  {
    const std::lock_guard counting(mutex_);
    known_ = {};
    if (expired.step() == Statement::Step::kRow) {
      known_.expired = natural(expired.number(0));
      known_.expired_by_size = natural(expired.number(1));
      known_.expired_waiting = natural(expired.number(2));
    }
    gone_before_ = {};
  }
  publish();
}

// The door's lock is held, or nobody else is there yet.
void StoreWriter::publish() {
  const int64_t bytes = file_.in_memory()
                            ? file_.writer().number("PRAGMA page_count") * StoreBudget::kPage
                            : file_.bytes_on_disk();
  const Expired& gone = pen_->gone();
  const std::lock_guard lock(mutex_);
  known_.rows = natural(pen_->rows());
  known_.bytes = natural(bytes);
  known_.expired += natural(gone.rows() - gone_before_.rows());
  known_.expired_by_size += natural(gone.by_size() - gone_before_.by_size());
  known_.expired_waiting += natural(gone.waiting() - gone_before_.waiting());
  gone_before_ = gone;
}

void StoreWriter::tell(const std::string& why) {
  const bool failed = !why.empty();
  {
    const std::lock_guard lock(mutex_);
    trouble_ = why;
    began_ = {};
  }
  failing_ = failed;
  const int64_t now = seams_.clocks.steady();
  if (failed) failed_at_ms_ = now;
  if (failed == told_ || (!failed && now - failed_at_ms_ < kWellAfterMs)) return;
  told_ = failed;
  if (hear_) hear_(why);
}

// Nothing waits to be written: a store that could not be, for it was locked, lost or full, is tried
// out. So its trouble ends without anybody's event.
void StoreWriter::look_again() {
  if (!is_open() && !open_again()) return;
  const bool troubled = failing_ || told_;
  if (!troubled || seams_.clocks.steady() - failed_at_ms_ < kWellAfterMs) return;
  if (!failing_ || try_out()) return tell({});
  failed_at_ms_ = seams_.clocks.steady();
}

bool StoreWriter::try_out() {
  const std::lock_guard lock(file_.writer().lock);
  return pen_->try_out();
}

// The counts first: whoever is told may look at them.
void StoreWriter::settle(StoreTurn turn) {
  fed_rows_ += turn.fed.size();  // empty where they were not written
  size_t bytes = 0;
  for (const HeldRecords& records : turn.held) {
    bytes += records.load.bytes;
    if (records.kept) {
      quarantined_ += records.events.size();
      repeated_ += records.repeated;
    } else {
      failed_ += records.events.size();
    }
  }
  if (pen_ != nullptr) {
    const std::lock_guard lock(file_.writer().lock);
    publish();
  }
  {
    const std::lock_guard lock(mutex_);
    held_bytes_ -= bytes;
  }
  for (HeldRecords& records : turn.held) {
    if (records.done) records.done(records.kept);
  }
}

void StoreWriter::tidy() {
  const auto now = std::chrono::steady_clock::now();
  if (pen_ == nullptr || (!more_to_tidy_ && now - tidied_ < kTidyEvery)) return;
  tidied_ = now;
  const std::lock_guard lock(file_.writer().lock);
  more_to_tidy_ = pen_->tidy();
  publish();
}

StoreCounts StoreWriter::counts() const {
  StoreCounts out;
  {
    const std::lock_guard lock(mutex_);
    out = known_;
  }
  out.quarantined = quarantined_;
  out.repeated = repeated_;
  out.fed = fed_rows_;
  out.dropped = dropped_;
  out.failed = failed_;
  out.replaced = replaced_;
  return out;
}

std::string StoreWriter::trouble() const {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  const bool hangs = began_ != decltype(began_){} && now - began_ > kHangs;
  return hangs ? "the disk has not answered for more than a second" : trouble_;
}

}  // namespace specgate::proxy
