// What the arguments mean: the files to lint, in order.
//
// A path is a file, a directory (all *.json, *.jsonl, *.ndjson and their .gz below it, hidden ones
// apart), a glob, or "-" for standard input.
#pragma once

#include <string>
#include <vector>

#include "spec/result.h"

namespace specgate {

struct FoundPaths {
  std::vector<std::string> files;  // without doubles; those of a directory or a glob sorted
  Problems problems;               // paths that mean nothing
};

// `exclude`: globs of files that a directory or a glob does not yield; a file named itself is
// linted.
FoundPaths expand_paths(const std::vector<std::string>& paths,
                        const std::vector<std::string>& exclude);

}  // namespace specgate
