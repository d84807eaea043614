#include "lint/run_writer.h"

#include <cerrno>
#include <cstring>

#include "lint/diff.h"
#include "lint/gzip.h"

namespace specgate {

void RunWriter::print(std::FILE* to, std::string_view text) {
  if (text.empty() || unprinted_) return;
  ports_.before_report();
  if (std::fwrite(text.data(), 1, text.size(), to) == text.size()) return;
  unprinted_ = true;
  problem("", std::string("cannot write the report: ") + std::strerror(errno));
}

void RunWriter::problem(const std::string& file, std::string message) {
  result_.failed = true;
  ports_.problem({file, 0, 0, std::move(message)});
}

void RunWriter::head() {
  std::string text;
  ports_.reporter.head(text);
  print(ports_.report, text);
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
  if (task.text.empty()) return;
  RunFile& file = *task.file;
  std::string head;
  if (!file.written.headed) ports_.reporter.file_head(file.input.name(), head);
  file.written.headed = true;
  if (any_) print(ports_.report, ports_.reporter.between());
  any_ = true;
  print(ports_.report, head);
  print(ports_.report, task.text);
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
  print(ports_.text, unified_diff(task.file->input.name(), task.file->input.text(), all));
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
    print(ports_.text, chunk);
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
    if (wrong.empty() && file.path == "-") return print(ports_.text, packed);
    if (wrong.empty()) wrong = out.file.open(file.path);
    if (wrong.empty()) wrong = out.file.write(packed);
  }
  if (wrong.empty()) wrong = out.file.commit();
  if (!wrong.empty()) problem(file.path, std::move(wrong));
}

RunResult RunWriter::finish() {
  result_.summary.sort();
  std::string text;
  ports_.reporter.tail(result_.summary, text);
  print(ports_.report, text);
  if (std::fflush(ports_.report) != 0 || std::fflush(ports_.text) != 0) {
    if (!unprinted_) problem("", std::string("cannot write the report: ") + std::strerror(errno));
  }
  return std::move(result_);
}

}  // namespace specgate
