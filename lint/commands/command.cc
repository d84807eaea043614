#include "lint/commands/command.h"

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "rules/report/escape.h"
#include "spec/text/yaml.h"

namespace specgate {

void complain(std::string_view message) {
  std::string line = "specgate: ";
  append_plain(message, 0, line);
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void complain(const Problems& problems) {
  for (const Problem& problem : problems) complain(problem.text());
}

std::string no_such(std::string_view where, std::string_view what, std::string_view given,
                    const std::vector<std::string_view>& known) {
  std::string message(where);
  message.append(": no ").append(what).append(" is called \"").append(given).append("\"");
  if (const std::string_view near = nearest(given, known); !near.empty()) {
    return message.append(", did you mean \"").append(near).append("\"?");
  }
  std::string_view separator = ", there are ";
  for (std::string_view name : known) {
    message.append(separator).append(name);
    separator = ", ";
  }
  return message;
}

std::optional<Colour> read_colour(std::string_view word) {
  const std::vector<std::string_view> words = {"auto", "always", "never"};
  const auto found = std::find(words.begin(), words.end(), word.empty() ? "auto" : word);
  if (found != words.end()) return static_cast<Colour>(found - words.begin());
  complain(no_such("--color", "choice", word, words));
  return std::nullopt;
}

std::optional<Severity> read_fail_on(std::string_view word) {
  const std::vector<std::string_view> words = {"none", "info", "warning", "error"};
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<Severity>(found - words.begin());
  complain(no_such("--fail-on", "severity", word, words));
  return std::nullopt;
}

bool colour_on(Colour colour, std::FILE* out) {
  if (colour != Colour::kAuto) return colour == Colour::kAlways;
  const char* const forced = std::getenv("FORCE_COLOR");
  const bool stream = out == stdout || out == stderr;
  if (forced != nullptr && stream) return forced != std::string_view("0") && forced != std::string_view("false");
  return isatty(fileno(out)) != 0 && environment("NO_COLOR").empty() &&
         environment("TERM") != "dumb";
}

size_t terminal_width(std::FILE* out) {
  if (isatty(fileno(out)) == 0) return 0;
  const std::string said = environment("COLUMNS");
  size_t columns = 0;
  const auto read = std::from_chars(said.data(), said.data() + said.size(), columns);
  if (read.ec == std::errc() && read.ptr == said.data() + said.size() && columns != 0) return columns;
  winsize size{};
  return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// glibc keeps memory of sizes that it has seen before, and breaks it up (mallopt(3),
// M_MMAP_THRESHOLD); and of each arena that threads have for themselves (M_ARENA_MAX).
void give_back_giants() {
#if defined(__GLIBC__)
  constexpr int kGiant = 1 << 20, kKept = 8 << 20;  // bytes
  ::mallopt(M_MMAP_THRESHOLD, kGiant);
  ::mallopt(M_TRIM_THRESHOLD, kKept);
  ::mallopt(M_ARENA_MAX, 2);
#endif
}

}  // namespace specgate
