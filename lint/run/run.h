// The run of the command: many files, several workers, one report in file order.
//
// A chunk goes through four hands: it is fed (read and cut), judged, placed (its lines and events
// counted on from what lies before it; the fold over the run), rendered, written. Feeding, placing
// and writing happen in file order, one worker at a time; judging and rendering in parallel. At
// most a few chunks per worker are on their way, and a chunk with many findings gives them away
// while it is judged, once all before it is written: memory stays bounded, whatever the size of a
// file and of what is found in it.
#pragma once

#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lint/lint.h"
#include "lint/plan/coverage.h"
#include "lint/report/reports.h"

namespace specgate {

struct RunOptions {
  std::vector<std::string> files;  // "-": standard input
  std::string stdin_name;          // what to call it
  std::vector<bool> named;         // by file: asked for by name; such a file must hold an event
  std::vector<Summary::Skipped> skipped;  // what was found beside them
  bool allow_empty = false;
  bool integration_set = false;      // the configuration names the tool that sends (CTX101)
  unsigned jobs = 1;                 // of which 5 at most work at once: each holds near a megabyte
  FixMode fix = FixMode::kNone;
  bool cover = false;                // count what the events use of their tracking plan
  bool diff = false;                 // with `fix`: print what would change, write nothing
  Severity least = Severity::kInfo;  // findings below are counted, not printed
  size_t chunk_bytes = size_t{256} << 10;
};

struct RunResult {
  Summary summary;
  Coverage coverage;     // with RunOptions::cover
  bool failed = false;   // something could not be read or written
  bool changed = false;  // fixing changed, or with `diff` would change, something
};

// Where the run finds and puts things; all must outlive it.
struct RunPorts {
  // The linter for a file: configurations differ by folder. May be called by any worker, one at a
  // time.
  std::function<Result<const Linter*>(const std::string& file)> linter_for;
  Reports& reports;
  std::FILE* text;                              // fixed standard input, diffs
  std::function<void(const Problem&)> problem;  // what could not be read or written; in file order
  std::function<void()> before_report;          // something is about to be printed
  std::function<void(uint64_t bytes_done)> progress;
  const std::atomic<bool>& stop;  // give up soon
  // Before the summary: whether all was done that was asked for. Empty: it was, unless something failed.
  std::function<bool(const RunResult&)> met{};
};

RunResult run_lint(const RunOptions& options, const RunPorts& ports);

}  // namespace specgate
