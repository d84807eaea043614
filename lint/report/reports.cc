#include "lint/report/reports.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lint/report/character_column.h"

namespace specgate {
namespace {

// Of a sink with a limit: what is kept back for the tail and the word about what was cut.
constexpr uint64_t kTailRoom = 4096;

// As many whole lines as fit.
std::string_view fitting(std::string_view text, uint64_t room) {
  if (text.size() <= room) return text;
  const std::string_view most = text.substr(0, room);
  return most.substr(0, most.rfind('\n') + 1);  // npos + 1 is 0
}

void add(const BySeverity& more, BySeverity& to) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += more[i];
}

// Columns as findings give them, in bytes -> Marks::character.
void count_characters(std::string_view text, std::span<Finding> findings) {
  CharacterColumn columns(text);
  size_t start = 0;  // of the line
  uint32_t line = 1;
  for (Finding& finding : findings) {
    if (finding.line < line) start = 0, line = 1;
    for (; line < finding.line; ++line) {
      const size_t newline = text.find('\n', start);
      if (newline == std::string_view::npos) break;
      start = newline + 1;
    }
    if (line != finding.line) continue;  // not of this text
    finding.marks.character = columns.at(start + finding.column - 1);
  }
}

}  // namespace

void Rendered::clear() {
  for (std::string& text : texts) text.clear();
  told = {};
}

size_t Rendered::bytes() const {
  size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return bytes;
}

void Reports::add(std::unique_ptr<Reporter> reporter, ReportSink sink) {
  want_marks_ |= reporter->wants_marks();
  by_file_ |= reporter->by_file();
  reports_.push_back({std::move(reporter), std::move(sink)});
}

void Reports::mark(std::string_view file, std::span<Finding> findings) {
  if (want_marks_ && !findings.empty()) marker_.mark(report_path(base_, file), findings);
}

void Reports::render(std::string_view file, std::span<const Finding> findings,
                     Rendered& out) const {
  out.texts.resize(reports_.size());
  if (findings.empty()) return;
  for (const Finding& finding : findings) ++out.told[static_cast<size_t>(finding.severity)];
  for (size_t i = 0; i < reports_.size(); ++i) {
    reports_[i].reporter->findings(file, findings, out.texts[i]);
  }
}

void Reports::head() {
  for (Report& report : reports_) {
    std::string text;
    report.reporter->head(text);
    put(report, text);
  }
}

void Reports::write(std::string_view file, const Rendered& rendered) {
  if (rendered.empty()) return;
  specgate::add(rendered.told, told_);
  for (size_t i = 0; i < reports_.size(); ++i) {
    Report& report = reports_[i];
    if (report.reporter->by_file()) {
      hold(report, rendered.told, rendered.texts[i]);
    } else {
      write_run(report, file, rendered.texts[i]);
    }
  }
}

void Reports::hold(Report& report, const BySeverity& told, std::string_view text) {
  specgate::add(told, report.told);
  check(report, report.held.append(text));
}

void Reports::write_run(Report& report, std::string_view file, std::string_view text) {
  if (text.empty()) return;
  std::string before;
  if (report.any) before += report.reporter->between();
  if (!report.headed) report.reporter->file_head(file, {}, before);
  const uint64_t taken = before.size() + kTailRoom;
  const uint64_t room = report.sink.room();
  const std::string_view kept =
      report.full || room < taken ? std::string_view() : fitting(text, room - taken);
  report.full |= kept.size() != text.size();
  const std::string_view lost = text.substr(kept.size());
  report.cut += static_cast<uint64_t>(std::count(lost.begin(), lost.end(), '\n'));
  if (kept.empty()) return;
  report.headed = report.any = true;
  put(report, before);
  put(report, kept);
}

void Reports::end_file(std::string_view file) {
  for (Report& report : reports_) end_file(report, file);
}

void Reports::end_file_without_events(std::string_view file, Without is) {
  for (Report& report : reports_) {
    if (report.told != BySeverity{}) {  // something was found in it all the same
      end_file(report, file);
      continue;
    }
    std::string text;
    if (report.reporter->by_file()) report.reporter->file_without_events(file, is, text);
    put(report, text);
    report.headed = false;
    report.told = {};
  }
}

void Reports::end_file(Report& report, std::string_view file) {
  if (report.reporter->by_file()) {
    std::string text;
    report.reporter->file_head(file, report.told, text);
    put(report, text);
    check(report, report.held.move_to(report.sink.stream()));
    text.clear();
    report.reporter->file_tail(text);
    put(report, text);
  }
  report.headed = false;
  report.told = {};
}

void Reports::tail(Summary summary) {
  summary.rules = marker_.rules();
  summary.told = told_;
  for (Report& report : reports_) {
    std::string text;
    if (report.cut != 0) report.reporter->cut(report.cut, text);
    report.reporter->tail(summary, text);
    put(report, text);
    check(report, report.sink.finish());
  }
}

void Reports::whole_file(std::string_view file, std::string_view text,
                         std::span<Finding> findings) {
  if (want_marks_) count_characters(text, findings);
  mark(file, findings);
  Rendered rendered;
  render(file, findings, rendered);
  write(file, rendered);
  end_file(file);
}

void Reports::put(Report& report, std::string_view text) {
  if (!text.empty() && !report.broken) check(report, report.sink.put(text));
}

void Reports::check(Report& report, bool written) {
  if (written || report.broken) return;
  report.broken = true;
  problems_.push_back(
      {report.sink.name(), 0, 0, std::string("cannot write the report: ") + std::strerror(errno)});
}

}  // namespace specgate
