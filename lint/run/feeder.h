// Files -> tasks, in order. One worker at a time.
#pragma once

#include <memory>

#include "lint/run/run.h"
#include "lint/run/task.h"

namespace specgate {

class RunFeeder {
 public:
  RunFeeder(const RunOptions& options, const RunPorts& ports) : options_(options), ports_(ports) {}
  bool next(RunTask& task);  // false: there is nothing more

 private:
  bool open_next(RunTask& task);

  const RunOptions& options_;
  const RunPorts& ports_;
  size_t at_ = 0;
  std::shared_ptr<RunFile> file_;
  std::unique_ptr<ChunkStream> chunks_;
};

}  // namespace specgate
