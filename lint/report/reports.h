// The reports of a run: the same findings in one format or several, each to its own stream.
//
// Rendering is for any worker; marking and writing each for one thread at a time, in file order.
// Marking and writing may run beside one another. Memory: what is on its way, see Spool.
//
// A command that has all its findings at hand:
//   reports.head();
//   reports.whole_file("plan.json", text, findings);
//   reports.tail(summary);
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/report/marker.h"
#include "lint/report/report_sink.h"
#include "lint/report/reporter.h"
#include "lint/report/spool.h"

namespace specgate {

// Some findings of one file as text.
struct Rendered {
  std::vector<std::string> texts;  // by report
  BySeverity told{};

  void clear();
  bool empty() const { return told == BySeverity{}; }
  size_t bytes() const;
};

class Reports {
 public:
  explicit Reports(ReportBase base = {}) : base_(std::move(base)) {}
  void add(std::unique_ptr<Reporter> reporter, ReportSink sink);

  bool want_marks() const { return want_marks_; }
  bool by_file() const { return by_file_; }

  // Where marks are wanted, before anything is filtered out; Marks::character is for who has the
  // text.
  void mark(std::string_view file, std::span<Finding> findings);
  void render(std::string_view file, std::span<const Finding> findings, Rendered& out) const;

  void head();
  // The findings rendered last of `file`, or none. Files do not overlap.
  void write(std::string_view file, const Rendered& rendered);
  void end_file(std::string_view file);
  // The same, of a file without any event.
  void end_file_without_events(std::string_view file, Without is);
  void tail(Summary summary);

  // Marks, renders and writes all of a file at once; `text` is the file's, for characters.
  void whole_file(std::string_view file, std::string_view text, std::span<Finding> findings);

  // What went wrong since it was asked last: a stream is spoken of once.
  Problems take_problems() { return std::exchange(problems_, {}); }

 private:
  struct Report {
    std::unique_ptr<Reporter> reporter;
    ReportSink sink;
    Spool held{};         // of the file, where by_file()
    BySeverity told{};    // likewise
    bool headed = false;  // the file
    bool any = false;     // runs were written
    bool broken = false;  // the stream, and that has been said
    bool full = false;    // the sink has no room for findings
    uint64_t cut = 0;     // lines left out
  };

  void write_run(Report& report, std::string_view file, std::string_view text);
  void hold(Report& report, const BySeverity& told, std::string_view text);
  void end_file(Report& report, std::string_view file);
  void put(Report& report, std::string_view text);
  void check(Report& report, bool written);

  ReportBase base_;
  std::vector<Report> reports_;
  bool want_marks_ = false, by_file_ = false;
  Marker marker_;      // by whoever marks
  BySeverity told_{};  // this and what follows: by whoever writes
  Problems problems_;
};

}  // namespace specgate
