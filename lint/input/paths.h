// What the arguments mean: the files to lint, in order.
//
// A path is a file, a directory, a glob, or "-" for standard input. A directory stands for all *.json,
// *.jsonl, *.ndjson, *.har (in capitals, too) and their .gz below it, and for each other *.gz whose
// content begins as JSON does (Segment's archive in S3 has such names). Hidden ones, node_modules, what .gitignore excludes and binary
// files are passed over. A folder below it that cannot be read is a problem, as a file is.
#pragma once

#include <string>
#include <vector>

#include "lint/report/summary.h"
#include "spec/text/result.h"

namespace specgate {

struct FoundPaths {
  std::vector<std::string> files;  // without doubles; those of a directory or a glob sorted
  std::vector<bool> named;         // by file: it is an argument itself
  std::vector<Summary::Skipped> skipped;  // in directories, by path: what holds events by its name, or may by its content
  std::vector<std::string> empty;  // directories that were asked for, and in which no file is to be read
  Problems problems;               // paths that mean nothing
};

// "skipped events/x.json: binary", for commands without a summary.
inline std::vector<std::string> skipped_lines(const FoundPaths& found) {
  std::vector<std::string> out;
  for (const Summary::Skipped& each : found.skipped) out.push_back("skipped " + each.path + ": " + each.why);
  return out;
}

// `exclude`: globs of files that a directory or a glob does not yield; a file named itself is
// linted.
FoundPaths expand_paths(const std::vector<std::string>& paths,
                        const std::vector<std::string>& exclude);

}  // namespace specgate
