#include "lint/run.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "lint/fold.h"
#include "lint/run_feeder.h"
#include "lint/run_task.h"
#include "lint/run_writer.h"

namespace specgate {
namespace {

using State = RunTask::State;

// Chunks on their way per worker: enough that no worker waits for the one whose turn it is.
constexpr size_t kTasksPerJob = 4;

class Run {
 public:
  Run(const RunOptions& options, const RunPorts& ports)
      : options_(options), ports_(ports), feeder_(options, ports), writer_(options, ports) {}

  RunResult go() {
    writer_.head();
    std::vector<std::thread> others;
    for (unsigned i = 1; i < options_.jobs; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others) other.join();
    RunResult result = writer_.finish();
    result.coverage = std::move(coverage_);
    return result;
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  // A worker's life: whatever is nearest to being written comes first.
  void work() {
    Worker worker;
    Lock lock(mutex_);
    while (!done()) {
      if (write(lock) || place(lock, worker) || render(lock) || feed_and_judge(lock, worker))
        continue;
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
      if (task->file != nullptr) task->file->input.release(task->chunk.begin, task->chunk.end);
    });
    writing_ = false;
    task->file = nullptr;
    spare_.push_back(std::move(task));
    return true;
  }

  // Counts lines and events on, and folds; in order.
  bool place(Lock& lock, Worker& worker) {
    if (placing_ || to_place_ >= tasks_.size()) return false;
    RunTask& task = *tasks_[to_place_];
    if (task.state != State::kJudged) return false;
    placing_ = true;
    outside(lock, [&] {
      if (task.file != nullptr) place_task(task, worker);
    });
    placing_ = false;
    task.state = State::kPlaced;
    ++to_place_;
    return true;
  }

  bool render(Lock& lock) {
    for (const auto& task : tasks_) {
      if (task->state != State::kPlaced) continue;
      task->state = State::kTaken;
      outside(lock, [&] { render_task(*task); });
      task->state = State::kRendered;
      return true;
    }
    return false;
  }

  bool feed_and_judge(Lock& lock, Worker& worker) {
    if (feeding_ || exhausted_ || tasks_.size() >= options_.jobs * kTasksPerJob) return false;
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
    tasks_.push_back(std::move(task));
    turn_.notify_all();
    outside(lock, [&] {
      if (mine.file == nullptr) return;
      worker.judge(job_of(*mine.file), mine.file->input.text(), mine.chunk, mine.report);
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

  JudgeJob job_of(const RunFile& file) const {
    return {*file.gate,
            file.arrival,
            file.layout,
            options_.fix,
            options_.diff,
            file.ids,
            ports_.reports.want_marks(),
            options_.cover};
  }

  void place_task(RunTask& task, Worker& worker) {
    RunFile::Placed& before = task.file->placed;
    ChunkReport& report = task.report;
    fold_.take(job_of(*task.file), {task.file->input.name(), before.lines, before.events}, worker,
               report);
    if (options_.cover) coverage_.add(report.coverage);
    for (Finding& finding : report.findings) {
      finding.byte += before.bytes;
      finding.line += before.lines;
      if (finding.event) *finding.event += before.events;
    }
    ports_.reports.mark(task.file->input.name(), {report.findings.begin(), report.findings.size()});
    const bool rewritten = report.changed && !options_.diff;
    const size_t size = task.chunk.end - task.chunk.begin;
    before.bytes += rewritten ? report.fixed.size() : size;
    before.lines += report.lines;
    before.events += report.events;
    task.summary.bytes = size;
    task.summary.events = report.events;
    task.summary.bodies = report.payloads;
    task.summary.fixed = report.repaired;
  }

  void render_task(RunTask& task) {
    if (task.file == nullptr || task.report.findings.size() == 0) return;
    task.summary.add(task.report.untold);
    FindingPool& findings = task.report.findings;
    for (const Finding& finding : findings) task.summary.count(finding);
    findings.keep_if([&](const Finding& finding) { return finding.severity >= options_.least; });
    ports_.reports.render(task.file->input.name(), {findings.begin(), findings.size()},
                          task.rendered);
  }

  const RunOptions& options_;
  const RunPorts& ports_;
  RunFeeder feeder_;    // by whoever is feeding
  MessageIdFold fold_;  // these two: by whoever is placing
  Coverage coverage_;
  RunWriter writer_;    // by whoever is writing

  std::mutex mutex_;  // guards all below
  std::condition_variable turn_;
  std::deque<std::unique_ptr<RunTask>> tasks_;  // in file order
  std::vector<std::unique_ptr<RunTask>> spare_;
  size_t to_place_ = 0;  // index of the first task that is not placed
  bool feeding_ = false, placing_ = false, writing_ = false;
  bool exhausted_ = false;
};

}  // namespace

RunResult run_lint(const RunOptions& options, const RunPorts& ports) {
  return Run(options, ports).go();
}

}  // namespace specgate
