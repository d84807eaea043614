// Text that somebody wrote for another reader: queries, programs, logs, prose. Told by how it begins.
#pragma once

#include <string_view>

#include "lint/input/text_kinds.h"

namespace specgate {

// SQL, JavaScript, lines of a log; nothing: none of these. `text` begins with what is no blank.
TextKind kind_by_language(std::string_view text);

// "2026-11-30 12:00:00 INFO started", "[INFO] started": a date or a level, and words behind it.
bool is_log(std::string_view line);

// Words in a row.
bool is_prose(std::string_view line);

}  // namespace specgate
