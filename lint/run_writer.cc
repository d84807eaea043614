#include "lint/run_writer.h"

#include <cerrno>
#include <cstring>

#include "lint/diff.h"
#include "lint/gzip.h"

namespace specgate {

void RunWriter::print(std::string_view text) {
  if (text.empty() || unprinted_) return;
  ports_.before_report();
  const bool written = std::fwrite(text.data(), 1, text.size(), ports_.text) == text.size();
  if (!written) unprinted();
}

void RunWriter::unprinted() {
  unprinted_ = true;
  problem("", std::string("cannot write to standard output: ") + std::strerror(errno));
}

void RunWriter::problem(const std::string& file, std::string message) {
  result_.failed = true;
  ports_.problem({file, 0, 0, std::move(message)});
}

void RunWriter::head() {
  ports_.reports.head();
  pass_on_problems();
}

void RunWriter::pass_on_problems() {
  for (const Problem& each : ports_.reports.take_problems()) {
    result_.failed = true;
    ports_.problem(each);
  }
}

void RunWriter::write(RunTask& task) {
  for (const Problem& problem : task.problems) {
    result_.failed = true;
    ports_.problem(problem);
  }
  if (task.file == nullptr) return;
  report(task);
  if (options_.fix != FixMode::kNone) fix(task);
  task.summary.files = task.last ? 1 : 0;
  result_.summary.add(task.summary);
  ports_.progress(result_.summary.bytes);
}

void RunWriter::report(RunTask& task) {
  const std::string& name = task.file->input.name();
  Reports& reports = ports_.reports;
  if (!task.rendered.empty() || (task.last && reports.by_file())) ports_.before_report();
  reports.write(name, task.rendered);
  if (task.last) reports.end_file(name);
  pass_on_problems();
}

void RunWriter::fix(RunTask& task) {
  result_.changed |= task.report.changed;
  if (options_.diff) {
    diff(task);
  } else {
    rewrite(task);
  }
}

void RunWriter::diff(RunTask& task) {
  std::vector<LineChange>& all = task.file->written.changes;
  for (LineChange& change : task.report.changes) all.push_back(std::move(change));
  if (!task.last) return;
  print(unified_diff(task.file->input.name(), task.file->input.text(), all));
  all.clear();
}

void RunWriter::rewrite(RunTask& task) {
  RunFile& file = *task.file;
  RunFile::Written& out = file.written;
  const bool is_stdin = file.path == "-";
  const std::string_view text = file.input.text();
  const std::string_view old = text.substr(task.chunk.begin, task.chunk.end - task.chunk.begin);
  const std::string_view chunk = task.report.changed ? task.report.fixed : old;
  const bool begun = out.file.is_open() || out.gathering;
  if (is_stdin && !file.input.gzip()) {
    print(chunk);
    return;
  }
  if (!begun && !task.report.changed && !is_stdin) return;
  if (!begun) {
    out.gathering = file.input.gzip();
    std::string problem_text = out.gathering ? "" : out.file.open(file.path);
    if (problem_text.empty() && !out.gathering)
      problem_text = out.file.write(text.substr(0, task.chunk.begin));
    if (out.gathering) out.gathered = text.substr(0, task.chunk.begin);
    if (!problem_text.empty()) return problem(file.path, std::move(problem_text));
  }
  if (out.gathering) {
    out.gathered += chunk;
  } else if (std::string wrong = out.file.write(chunk); !wrong.empty()) {
    return problem(file.path, std::move(wrong));
  }
  if (task.last) finish_file(file);
}

void RunWriter::finish_file(RunFile& file) {
  RunFile::Written& out = file.written;
  std::string wrong;
  if (out.gathering) {
    std::string packed;
    wrong = deflate_gzip(out.gathered, packed);
    if (wrong.empty() && file.path == "-") return print(packed);
    if (wrong.empty()) wrong = out.file.open(file.path);
    if (wrong.empty()) wrong = out.file.write(packed);
  }
  if (wrong.empty()) wrong = out.file.commit();
  if (!wrong.empty()) problem(file.path, std::move(wrong));
}

RunResult RunWriter::finish() {
  result_.summary.sort();
  ports_.before_report();
  ports_.reports.tail(result_.summary);
  pass_on_problems();
  if (std::fflush(ports_.text) != 0 && !result_.failed) unprinted();
  return std::move(result_);
}

}  // namespace specgate
