// Tasks -> the reports, the fixed files, the diffs; in file order. One worker at a time.
#pragma once

#include "lint/run/run.h"
#include "lint/run/task.h"

namespace specgate {

class RunWriter {
 public:
  RunWriter(const RunOptions& options, const RunPorts& ports) : options_(options), ports_(ports) {}
  void head();
  // Some findings of a chunk that is still being judged.
  void write_findings(const RunTask& task);
  void write(RunTask& task);
  RunResult finish(Coverage coverage, const Unheld& unheld);

 private:
  void report(RunTask& task);
  void end_file(RunTask& task);
  bool is_without_events(const RunTask& task) const;
  bool begin(RunFile& file);
  void put(RunFile& file, std::string_view chunk, bool last);
  template <typename Put>
  static bool pack(GzipWriter& gzip, std::string_view chunk, bool last, Put&& put);
  bool copy_front(RunFile& file);
  void fix(RunTask& task);
  void rewrite(RunTask& task);
  void diff(RunTask& task);
  void finish_file(RunFile& file);
  void print_gzip(RunFile& file, std::string_view chunk, bool last);
  void print(std::string_view text);
  void unprinted();
  void pass_on_problems();
  void tell(const Problems& problems);
  void problem(const std::string& file, std::string message);

  const RunOptions& options_;
  const RunPorts& ports_;
  RunResult result_;
  bool unprinted_ = false;  // `text` is broken, and that has been said
};

}  // namespace specgate
