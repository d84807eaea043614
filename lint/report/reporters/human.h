// What the formats for people share: words, colours, widths, the summary line.
#pragma once

#include <string>
#include <string_view>

#include "lint/report/reporter.h"

namespace specgate {

// ANSI colours, or nothing.
enum class Tint : unsigned char { kPlain, kBold, kDim, kRed, kYellow, kBlue, kGreen };
void append_tinted(std::string_view text, Tint tint, bool colour, std::string& out);
Tint tint_of(Severity severity);

// Columns that UTF-8 text takes, one a code point.
size_t width_of(std::string_view text);
void pad_to(size_t width, size_t used, std::string& out);

std::string count_of(uint64_t number, std::string_view noun);  // "1 error", "2 errors"

// The message, safe to print, with what was suggested where the message does not say it.
std::string message_text(const Finding& finding);
// "track #12 /event": the call counted from 1, then the pointer.
std::string place_text(const Finding& finding);
// In characters where that is known, else in bytes.
uint32_t column_of(const Finding& finding);
// "(fix: safe)", "(fix: unsafe)" or nothing.
std::string_view fix_text(const Finding& finding);

// "✖ 2 problems (1 error, 1 warning, 0 infos) in 1 200 events, 1 fixable with --fix"
std::string summary_text(const Summary& summary, const ReportOptions& options);
std::string statistics_text(const Summary& summary);
// "2 dropped, 1 split": what becomes of the events that were found fault with; a line, or empty.
std::string consequences_text(const Summary& summary);

}  // namespace specgate
