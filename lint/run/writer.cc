#include "lint/run/writer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lint/run/diff.h"

namespace specgate {
namespace {

// A diff keeps some lines for their neighbours' sake; one above this has no place in it.
constexpr size_t kLongestShown = size_t{1} << 20;
constexpr size_t kPiece = size_t{1} << 20;  // deflated at once

constexpr const char* kTelemetry = "its requests are telemetry of Segment's libraries, which is never judged";

bool has_giant(std::string_view text) {
  while (text.size() > kLongestShown) {
    const size_t newline = text.substr(0, kLongestShown).rfind('\n');
    if (newline == std::string_view::npos) return true;
    text.remove_prefix(newline + 1);
  }
  return false;
}

}  // namespace

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
  result_.summary.skipped = options_.skipped;
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
  if (task.file == nullptr) return tell(task.problems);
  report(task);
  tell(task.problems);
  if (options_.fix != FixMode::kNone) fix(task);
  end_file(task);
  task.summary.files = task.chunk.last ? 1 : 0;
  result_.summary.add(task.summary);
  ports_.progress(result_.summary.bytes);
}

// At its end: neither an event nor an error that says why.
bool RunWriter::is_without_events(const RunTask& task) const {
  const RunFile& file = *task.file;
  return task.chunk.last && file.placed.events == 0 && file.errors + task.summary.errors == 0 &&
         !options_.allow_empty;
}

// A file without an event, and without an error that says why, is no clean one.
void RunWriter::end_file(RunTask& task) {
  RunFile& file = *task.file;
  const bool silent = is_without_events(task);
  file.errors += task.summary.errors;
  if (!silent || !file.source->wrong().empty()) return;
  const bool empty = file.placed.bytes == 0;
  const std::string why = empty ? "it is empty" : file.telemetry ? std::string(kTelemetry) : "";
  if (file.named) return problem(file.name, "no event was read" + (why.empty() ? why : ": " + why));
  result_.summary.skipped.push_back({file.name, empty ? "empty" : why.empty() ? "no event in it" : why});
}

void RunWriter::tell(const Problems& problems) {
  for (const Problem& problem : problems) {
    result_.failed = true;
    ports_.problem(problem);
  }
}

void RunWriter::write_findings(const RunTask& task) {
  if (task.rendered.empty()) return;
  ports_.before_report();
  ports_.reports.write(task.file->name, task.rendered);
  pass_on_problems();
}

void RunWriter::report(RunTask& task) {
  Reports& reports = ports_.reports;
  const bool last = task.chunk.last;
  if (!task.rendered.empty() || (last && reports.by_file())) ports_.before_report();
  reports.write(task.file->name, task.rendered);
  if (last && is_without_events(task)) {
    const bool asked_for = task.file->named || !task.file->source->wrong().empty();
    reports.end_file_without_events(task.file->name, asked_for ? Without::kFailure : Without::kSkipped);
  } else if (last) {
    reports.end_file(task.file->name);
  }
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

// A line that comes in pieces, or is as long as many, has no place in a diff: its changes are told of,
// not shown.
void RunWriter::diff(RunTask& task) {
  RunFile::Written& out = task.file->written;
  const StreamChunk& chunk = task.chunk;
  ports_.before_report();
  if (out.diff == nullptr) out.diff = std::make_unique<UnifiedDiff>(task.file->name);
  const bool whole = chunk.starts_line && chunk.ends_line && !has_giant(chunk.text);
  if (whole) {
    out.diff->take(chunk.text, task.report.changes, ports_.text);
  } else {
    out.diff->leave_out(chunk.text, ports_.text);
    if (!task.report.changes.empty() && !out.torn) {
      out.torn = true;
      problem(task.file->name, "what would change in a line this long cannot be shown as a diff");
    }
  }
  if (chunk.last) out.diff->finish(ports_.text);
  if (std::ferror(ports_.text) != 0 && !unprinted_) unprinted();
}

void RunWriter::rewrite(RunTask& task) {
  RunFile& file = *task.file;
  RunFile::Written& out = file.written;
  const std::string_view chunk = task.report.changed ? task.report.fixed : task.chunk.text;
  const bool last = task.chunk.last;
  out.changed |= task.report.changed;
  if (file.path == "-") {
    if (file.source->gzip()) return print_gzip(file, chunk, last);
    return print(chunk);
  }
  // gzip cannot be begun in its middle, and plain text need not be written before it has to be.
  const bool wanted = out.changed || file.source->gzip();
  if (wanted && out.wrong.empty() && (out.file.is_open() || begin(file))) put(file, chunk, last);
  out.passed += task.chunk.text.size();
  if (last && out.changed) finish_file(file);
}

bool RunWriter::begin(RunFile& file) {
  RunFile::Written& out = file.written;
  out.wrong = out.file.open(file.path);
  if (!out.wrong.empty()) return false;
  if (file.source->gzip()) {
    out.gzip = std::make_unique<GzipWriter>();
    return true;
  }
  return copy_front(file);
}

// What was passed by unchanged is read once more.
bool RunWriter::copy_front(RunFile& file) {
  RunFile::Written& out = file.written;
  std::string block;
  for (uint64_t at = 0; at < out.passed && out.wrong.empty(); at += block.size()) {
    constexpr uint64_t kBlock = uint64_t{256} << 10;
    if (!file.source->read_again(at, std::min(kBlock, out.passed - at), block)) {
      out.wrong = "cannot be read once more, to be written anew";
    } else {
      out.wrong = out.file.write(block);
    }
  }
  return out.wrong.empty();
}

// Piece by piece, whatever the length of the chunk. False: there was no memory.
template <typename Put>
bool RunWriter::pack(GzipWriter& gzip, std::string_view chunk, bool last, Put&& put) {
  std::string packed;
  for (; !chunk.empty(); chunk.remove_prefix(std::min(kPiece, chunk.size()))) {
    packed.clear();
    if (!gzip.add(chunk.substr(0, kPiece), packed)) return false;
    put(packed);
  }
  packed.clear();
  if (last && !gzip.finish(packed)) return false;
  put(packed);
  return true;
}

void RunWriter::put(RunFile& file, std::string_view chunk, bool last) {
  RunFile::Written& out = file.written;
  if (out.gzip == nullptr) {
    out.wrong = out.file.write(chunk);
    return;
  }
  const bool good = pack(*out.gzip, chunk, last, [&](std::string_view packed) {
    if (out.wrong.empty()) out.wrong = out.file.write(packed);
  });
  if (!good) out.wrong = "no memory to deflate";
}

void RunWriter::print_gzip(RunFile& file, std::string_view chunk, bool last) {
  RunFile::Written& out = file.written;
  if (out.gzip == nullptr) out.gzip = std::make_unique<GzipWriter>();
  const bool good =
      pack(*out.gzip, chunk, last, [this](std::string_view packed) { print(packed); });
  if (!good && out.wrong.empty()) problem(file.name, out.wrong = "no memory to deflate");
}

void RunWriter::finish_file(RunFile& file) {
  RunFile::Written& out = file.written;
  if (!file.source->wrong().empty()) return;  // half a file is no file; that has been said
  if (out.wrong.empty()) out.wrong = out.file.commit();
  if (!out.wrong.empty()) problem(file.path, std::move(out.wrong));
}

RunResult RunWriter::finish(Coverage coverage, const Unheld& unheld) {
  result_.summary.unheld = unheld;
  result_.coverage = std::move(coverage);
  result_.summary.sort();
  if (!options_.integration_set) result_.summary.want_integration();
  result_.summary.failed = result_.failed || (ports_.met && !ports_.met(result_));
  ports_.before_report();
  ports_.reports.tail(result_.summary);
  pass_on_problems();
  if (std::fflush(ports_.text) != 0 && !result_.failed) unprinted();
  return std::move(result_);
}

}  // namespace specgate
