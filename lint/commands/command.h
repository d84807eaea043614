// What the commands of `specgate` share: exit codes, messages, terminal and environment.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"
#include "spec/text/result.h"

namespace specgate {

// 0: nothing at or above the threshold. 1: findings at or above it. 2: could not do the job.
inline constexpr int kClean = 0;
inline constexpr int kFindings = 1;
inline constexpr int kCannot = 2;
inline constexpr int kInterrupted = 130;

void complain(std::string_view message);  // "specgate: ..." on stderr, safe to print
void complain(const Problems& problems);

// "--format: no format is called "jsn", did you mean "json"?"
std::string no_such(std::string_view where, std::string_view what, std::string_view given,
                    const std::vector<std::string_view>& known);

enum class Colour : unsigned char { kAuto, kAlways, kNever };
// auto: of the standard streams FORCE_COLOR decides where it is set (0 and false: no; empty: yes), as in
// Node; else a terminal, and neither NO_COLOR nor TERM=dumb. A file that is no terminal has none.
std::optional<Colour> read_colour(std::string_view word);  // empty: auto; complains
bool colour_on(Colour colour, std::FILE* out);

// Columns of the terminal: COLUMNS where it is set, else what the terminal says. 0: `out` is none.
size_t terminal_width(std::FILE* out);

// The word of --fail-on: kOff for "none". Complains.
std::optional<Severity> read_fail_on(std::string_view word);

std::string environment(const char* name);  // empty where unset

// From now on what a giant body took is given back to the system at once. Before any thread begins.
void give_back_giants();

}  // namespace specgate
