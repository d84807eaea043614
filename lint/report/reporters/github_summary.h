// The summary of a step in GitHub Actions: all findings as tables in Markdown, one a file, each
// finding a line. Goes with the format `github`, into the file that GITHUB_STEP_SUMMARY names.
#pragma once

#include <memory>

#include "lint/report/reporter.h"

namespace specgate {

// GitHub's documentation, "Step isolation and limits": 1 MiB a step; a larger one is not shown at
// all.
inline constexpr uint64_t kGithubSummaryBytes = uint64_t{1} << 20;

std::unique_ptr<Reporter> make_github_summary_reporter(const ReportOptions& options);

}  // namespace specgate
