// The makers of each format, one a file. Made from formats.inc.
#pragma once

#include <memory>

#include "lint/report/reporter.h"

namespace specgate {

#define FORMAT(name, about) \
  std::unique_ptr<Reporter> make_##name##_reporter(const ReportOptions& options);
#include "lint/report/reporters/formats.inc"
#undef FORMAT

}  // namespace specgate
