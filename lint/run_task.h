// What travels through a run: a file, and one chunk of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lint/atomic_file.h"
#include "lint/lint.h"
#include "lint/reports.h"
#include "lint/source.h"
#include "lint/worker.h"

namespace specgate {

// A file on its way. The feeder fills it in; placer and writer keep their own fields.
struct RunFile {
  explicit RunFile(Input opened) : input(std::move(opened)) {}

  Input input;
  std::string path;  // "-": standard input
  Layout layout = Layout::kLines;
  std::shared_ptr<const Gate> gate;
  Arrival arrival;
  bool ids = false;

  struct Placed {  // what lies before the next chunk
    uint64_t bytes = 0, events = 0;
    uint32_t lines = 0;
  } placed;

  struct Written {
    bool gathering = false;
    AtomicFile file;
    std::string gathered;  // text that is compressed at the end
    std::vector<LineChange> changes;
  } written;
};

struct RunTask {
  enum class State : uint8_t { kFed, kJudged, kPlaced, kTaken, kRendered };
  State state = State::kFed;
  std::shared_ptr<RunFile> file;  // null: only problems
  Problems problems;              // a file that cannot be read
  Chunk chunk;
  bool last = false;  // of its file
  ChunkReport report;
  Summary summary;
  Rendered rendered;
};

}  // namespace specgate
