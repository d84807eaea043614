// specgate, the linter as a library: LintOptions, Linter, LintReport, Finding.
//
//   find_package(specgate REQUIRED)
//   target_link_libraries(app PRIVATE specgate::lint)
//
// Whatever else is installed beside this header and gate.h is theirs, and may change with any version.
#pragma once

#include "lint/lint.h"
