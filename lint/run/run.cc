#include "lint/run/run.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "lint/run/event_tables.h"
#include "lint/run/feeder.h"
#include "lint/run/message_id_fold.h"
#include "lint/run/task.h"
#include "lint/run/writer.h"
#include "rules/rules.h"

namespace specgate {
namespace {

using State = RunTask::State;

// Chunks on their way per worker: enough that no worker waits for the one whose turn it is.
constexpr size_t kTasksPerJob = 4;
// Bytes of them all, texts and reports each: no more is begun above these. What alone is longer comes
// alone.
constexpr size_t kMostInFlight = kLongestBody / 5;
constexpr size_t kMostRendered = size_t{8} << 20;
constexpr size_t kMostSpare = 32;
// What all workers together may have of bodies that wait for no turn.
constexpr Share kAllShares{size_t{4} << 20, size_t{1} << 17};
// More workers than chunks that are on their way have nothing to do.
constexpr unsigned kMostJobs = 5;

class Run {
 public:
  Run(const RunOptions& options, const RunPorts& ports)
      : options_(options), ports_(ports), feeder_(options, ports), writer_(options, ports) {
    jobs_ = std::clamp(options.jobs, 1U, kMostJobs);
    share_.bytes = std::min(share_.bytes, kAllShares.bytes / jobs_);
    share_.values = std::min(share_.values, kAllShares.values / jobs_);
  }

  RunResult go() {
    writer_.head();
    std::vector<std::thread> others;
    for (unsigned i = 1; i < jobs_; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others) other.join();
    return writer_.finish(std::move(coverage_), {fold_.forgotten(), tables_.cut()});
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  // A worker's life: whatever is nearest to being written comes first.
  void work() {
    Worker worker;
    bool has_shed = false;
    Lock lock(mutex_);
    while (!done()) {
      if (write(lock) || place(lock) || render(lock) || feed_and_judge(lock, worker)) {
        has_shed = false;
        continue;
      }
      if (large_ && !has_shed) worker.shed();
      has_shed = large_;
      turn_.wait(lock);
    }
    turn_.notify_all();
  }

  bool done() const { return exhausted_ && tasks_.empty() && !writing_; }

  bool write(Lock& lock) {
    if (writing_ || tasks_.empty() || tasks_.front()->state != State::kRendered) return false;
    std::unique_ptr<RunTask> task = std::move(tasks_.front());
    tasks_.pop_front();
    if (to_place_ > 0) --to_place_;
    writing_ = true;
    outside(lock, [&] {
      writer_.write(*task);
      task->shed();
    });
    writing_ = false;
    in_flight_ -= task->in_flight;
    rendered_ -= task->in_rendered;
    if (spare_.size() < kMostSpare) spare_.push_back(std::move(task));
    return true;
  }

  // Counts lines and events on, and folds; in order.
  bool place(Lock& lock) {
    if (placing_ || to_place_ >= tasks_.size()) return false;
    RunTask& task = *tasks_[to_place_];
    if (task.state != State::kJudged) return false;
    placing_ = true;
    outside(lock, [&] {
      if (task.file != nullptr) place_task(task);
    });
    placing_ = false;
    task.state = State::kPlaced;
    ++to_place_;
    return true;
  }

  bool render(Lock& lock) {
    for (const auto& task : tasks_) {
      if (task->state != State::kPlaced) continue;
      if (rendered_ >= kMostRendered && task != tasks_.front()) return false;
      RunTask& mine = *task;
      mine.state = State::kTaken;
      outside(lock, [&] { render_task(mine); });
      rendered_ += mine.in_rendered = mine.rendered.bytes();
      mine.state = State::kRendered;
      return true;
    }
    return false;
  }

  bool feed_and_judge(Lock& lock, Worker& worker) {
    if (feeding_ || exhausted_ || tasks_.size() >= jobs_ * kTasksPerJob) return false;
    if (in_flight_ >= kMostInFlight) return false;
    feeding_ = true;
    std::unique_ptr<RunTask> task = take_spare();
    bool fed = false;
    outside(lock, [&] { fed = feeder_.next(*task); });
    feeding_ = false;
    if (!fed) {
      exhausted_ = true;
      turn_.notify_all();
      return true;
    }
    RunTask& mine = *task;
    mine.state = State::kFed;
    large_ = false;
    in_flight_ += mine.in_flight = mine.chunk.text.size();
    tasks_.push_back(std::move(task));
    turn_.notify_all();
    outside(lock, [&] {
      if (mine.file == nullptr) return;
      TaskTurn its_turn(*this, mine);
      JudgeJob job = job_of(mine);
      job.turn = &its_turn;
      worker.judge(job, mine.chunk.text, {0, mine.chunk.text.size()}, mine.report);
    });
    mine.state = State::kJudged;
    return true;
  }

  template <typename Do>
  void outside(Lock& lock, Do&& work) {
    lock.unlock();
    work();
    lock.lock();
    turn_.notify_all();
  }

  std::unique_ptr<RunTask> take_spare() {
    if (spare_.empty()) return std::make_unique<RunTask>();
    std::unique_ptr<RunTask> task = std::move(spare_.back());
    spare_.pop_back();
    return task;
  }

  JudgeJob job_of(const RunTask& task) const {
    const RunFile& file = *task.file;
    JudgeJob job{*file.gate, file.arrival, task.chunk.layout};
    job.fix = options_.fix;
    job.diff = options_.diff;
    job.ids = file.facts.ids;
    job.event_names = file.facts.event_names;
    job.characters = ports_.reports.want_marks();
    job.cover = options_.cover;
    job.start = task.chunk.start;
    job.too_long = task.chunk.too_long;
    job.before = task.chunk.before;
    job.kind = task.chunk.kind;
    job.share = share_;
    return job;
  }

  // The chunk that is being judged gives away findings.
  class TaskTurn final : public Turn {
   public:
    TaskTurn(Run& run, RunTask& task) : run_(run), task_(task) {}

    void wait() override {
      if (mine_) return;
      mine_ = true;
      Lock lock(run_.mutex_);
      while (run_.writing_ || run_.placing_ || run_.tasks_.front().get() != &task_) {
        if (run_.write(lock) || run_.place(lock) || run_.render(lock)) continue;
        run_.turn_.wait(lock);
      }
      run_.spare_.clear();
      run_.large_ = true;
      run_.turn_.notify_all();
    }

    void give_findings(ChunkReport&) override { run_.hand_out(task_); }
    void give_all(ChunkReport&) override {
      run_.fold_run(task_, [this] {
        run_.hand_out(task_);
        task_.report.forget_given();
      });
      run_.hand_out(task_);
    }

   private:
    Run& run_;
    RunTask& task_;
    bool mine_ = false;
  };

  // Only what is first in line, and while it is being judged: nobody else places or writes.
  void hand_out(RunTask& task) {
    place_findings(task);
    render_task(task);
    writer_.write_findings(task);
    task.rendered.clear();
  }

  void fold_run(RunTask& task, const std::function<void()>& full) {
    const RunFile::Placed& before = task.file->placed;
    const ChunkPlace place{task.file->name, before.lines, before.events};
    tables_.take(job_of(task), place, placer_, task.report);
    fold_.take(job_of(task), place, placer_, task.report, full);
  }

  // Of what is no events, one of a kind is told for each file: the first, once it is known how many like it
  // follow. Where something else is told behind it, the others of its kind have to wait for the end.
  static void fold_kinds(RunFile& file, FindingPool& findings) {
    std::vector<Finding> first;
    findings.keep_if([&](const Finding& finding) {
      const bool none = finding.rule == &rules::not_events;
      const std::string kind = none ? finding.message.substr(0, finding.message.find(',')) : std::string();
      if (file.held && kind != file.held_kind) release(file, first);
      if (!none) return true;
      const auto [at, fresh] = file.kinds.try_emplace(kind);
      if (fresh) {
        file.held = finding;
        file.held_kind = kind;
        return false;
      }
      ++at->second.more;
      if (!file.held) at->second.last = finding;
      return false;
    });
    add(std::move(first), findings);
  }

  static void release(RunFile& file, std::vector<Finding>& out) {
    uint64_t& more = file.kinds[file.held_kind].more;
    out.push_back(std::move(*file.held));
    if (more != 0) out.back().message += " (and " + std::to_string(more) + " more like it)";
    more = 0;
    file.held.reset();
  }

  // And in its end, how many more there were.
  static void tell_kinds(RunFile& file, FindingPool& findings) {
    std::vector<Finding> late;
    if (file.held) release(file, late);
    for (auto& [kind, folded] : file.kinds) {
      if (folded.more == 0) continue;
      late.push_back(std::move(folded.last));
      const uint64_t between = folded.more - 1;  // neither the first nor this one
      if (between != 0) late.back().message += " (and " + std::to_string(between) + " more before it)";
    }
    file.kinds.clear();
    add(std::move(late), findings);
  }

  static void add(std::vector<Finding> late, FindingPool& findings) {
    if (late.empty()) return;
    const size_t mark = findings.size();
    for (Finding& one : late) findings.next() = std::move(one);
    findings.sort_from(mark);
    findings.merge_from(mark);
  }

  // Counts places in the chunk on to places in the file.
  void place_findings(RunTask& task) {
    const RunFile::Placed& before = task.file->placed;
    FindingPool& findings = task.report.findings;
    for (Finding& finding : findings) {
      finding.byte += before.bytes;
      finding.line += before.lines;
      if (finding.event) *finding.event += before.events;
    }
    fold_kinds(*task.file, findings);
    if (task.state != State::kFed && task.chunk.last) tell_kinds(*task.file, findings);
    ports_.reports.mark(task.file->name, {findings.begin(), findings.size()});
  }

  void place_task(RunTask& task) {
    RunFile::Placed& before = task.file->placed;
    ChunkReport& report = task.report;
    fold_run(task, {});
    if (options_.cover) coverage_.add(report.coverage);
    place_findings(task);
    const bool rewritten = report.changed && !options_.diff;
    const size_t size = task.chunk.text.size();
    task.file->telemetry |= report.telemetry;
    before.bytes += rewritten ? report.fixed.size() : size;
    before.lines += report.lines;
    before.events += report.events;
    task.summary.add(report.untold);
    task.summary.bytes = size;
    task.summary.events = report.events;
    task.summary.bodies = report.payloads;
    task.summary.fixed = report.repaired;
    task.summary.left_alone = report.left_alone.size();
  }

  void render_task(RunTask& task) {
    if (task.file == nullptr || task.report.findings.size() == 0) return;
    FindingPool& findings = task.report.findings;
    for (const Finding& finding : findings) task.summary.count(finding);
    findings.keep_if([&](const Finding& finding) { return finding.severity >= options_.least; });
    ports_.reports.render(task.file->name, {findings.begin(), findings.size()}, task.rendered);
  }

  const RunOptions& options_;
  const RunPorts& ports_;
  unsigned jobs_;
  Share share_;
  RunFeeder feeder_;    // by whoever is feeding
  MessageIdFold fold_;  // these four: by whoever is placing
  EventTableFold tables_;
  Worker placer_;       // looks again at what the run has shown
  Coverage coverage_;
  RunWriter writer_;    // by whoever is writing

  std::mutex mutex_;  // guards all below
  std::condition_variable turn_;
  std::deque<std::unique_ptr<RunTask>> tasks_;  // in file order
  std::vector<std::unique_ptr<RunTask>> spare_;
  bool large_ = false;  // the task whose turn it is needs much memory, and nobody else now
  size_t in_flight_ = 0, rendered_ = 0;  // bytes of texts and reports that are not written
  size_t to_place_ = 0;  // index of the first task that is not placed
  bool feeding_ = false, placing_ = false, writing_ = false;
  bool exhausted_ = false;
};

}  // namespace

RunResult run_lint(const RunOptions& options, const RunPorts& ports) {
  return Run(options, ports).go();
}

}  // namespace specgate
