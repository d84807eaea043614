// What travels through a run: a file, and one chunk of it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lint/input/byte_source.h"
#include "lint/input/chunk_stream.h"
#include "lint/lint.h"
#include "lint/report/reports.h"
#include "lint/run/atomic_file.h"
#include "lint/run/diff.h"
#include "lint/run/message_id_fold.h"
#include "lint/run/worker.h"

namespace specgate {

// A file on its way. The feeder fills it in; placer and writer keep their own fields.
struct RunFile {
  std::unique_ptr<ByteSource> source;
  std::string path;  // "-": standard input
  std::string name;  // as it is told
  std::shared_ptr<const Gate> gate;
  Arrival arrival;
  RunFacts facts;
  bool named = false;  // see RunOptions
  uint64_t errors = 0;  // found so far
  bool telemetry = false;  // some of it is what nobody judges

  // Of each kind of what is no events, how many more than the one that is told first, and the last of them.
  struct Folded {
    uint64_t more = 0;
    Finding last;
  };
  std::map<std::string, Folded> kinds;
  std::optional<Finding> held;  // the first of a kind, behind which nothing else was told so far
  std::string held_kind;

  struct Placed {  // what lies before the next chunk
    uint64_t bytes = 0, events = 0;
    uint32_t lines = 0;
  } placed;

  struct Written {
    AtomicFile file;
    std::unique_ptr<GzipWriter> gzip;  // where the file is gzip
    uint64_t passed = 0;               // bytes of the text so far
    bool changed = false;
    std::string wrong;                 // why the file cannot be written; said where it has to be
    std::unique_ptr<UnifiedDiff> diff;
    bool torn = false;                 // a line is too long for a diff, and that has been said
  } written;
};

struct RunTask {
  enum class State : uint8_t { kFed, kJudged, kPlaced, kTaken, kRendered };
  State state = State::kFed;
  std::shared_ptr<RunFile> file;  // null: only problems
  Problems problems;              // a file that cannot be read
  StreamChunk chunk;
  ChunkReport report;
  Summary summary;
  Rendered rendered;
  size_t in_flight = 0, in_rendered = 0;  // bytes that the run has counted

  // Once it is written: forgets the file, and the memory of a giant.
  void shed();
};

}  // namespace specgate
