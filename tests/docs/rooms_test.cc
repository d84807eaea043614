// Everything stands where a newcomer looks: files that a comment names are there, a room includes only rooms
// before it, and no room has more files than one takes in at a glance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/files.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

const fs::path kRoot(SPECGATE_SOURCE);

struct Source {
  std::string path;  // from the root: "spec/text/utf8.h"
  std::vector<std::string> lines;

  fs::path folder() const { return fs::path(path).parent_path(); }
  bool is_code() const { return path.ends_with(".cc") || path.ends_with(".h") || path.ends_with(".inc"); }
};

const std::vector<Source>& sources() {
  static const std::vector<Source> all = [] {
    std::vector<Source> out;
    const std::set<std::string> kinds = {".cc", ".h", ".inc"};
    for (const char* top : {"spec", "rules", "lint", "proxy", "tests", "bench"}) {
      for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
        if (!kinds.contains(entry.path().extension().string())) continue;
        out.push_back({fs::relative(entry.path(), kRoot).string(), file_lines(entry.path())});
      }
    }
    for (const char* text : {"README.md", "CONTRIBUTING.md"}) out.push_back({text, file_lines(kRoot / text)});
    for (const auto& entry : fs::directory_iterator(kRoot / "docs")) {
      out.push_back({fs::relative(entry.path(), kRoot).string(), file_lines(entry.path())});
    }
    return out;
  }();
  return all;
}

// What of a line people read: of code the comment.
std::string_view words_of(const Source& source, std::string_view line) {
  if (!source.is_code()) return line;
  if (line.starts_with("#include")) return {};
  const size_t comment = line.find("// ");
  return comment == std::string_view::npos ? std::string_view() : line.substr(comment);
}

// By its path from the root, or by its name alone where it stands beside.
bool exists_from(const Source& source, const std::string& name) {
  return fs::exists(kRoot / name) || fs::exists(kRoot / source.folder() / name);
}

TEST(Rooms, FilesThatAreNamedExist) {
  const std::regex named(R"((^|[^\w/.*<-])([a-z][\w./-]*\.(?:cc|h|inc))(?![\w(*]))");
  const std::set<std::string> others = {"rapidjson/reader.h", "re2/re2.h", "zlib.h"};  // of libraries
  std::vector<std::string> missing;
  for (const Source& source : sources()) {
    for (size_t i = 0; i < source.lines.size(); ++i) {
      const std::string words(words_of(source, source.lines[i]));
      for (std::sregex_iterator at(words.begin(), words.end(), named), end; at != end; ++at) {
        const std::string name = (*at)[2];
        if (others.contains(name) || exists_from(source, name)) continue;
        missing.push_back(source.path + ":" + std::to_string(i + 1) + ": " + name);
      }
    }
  }
  EXPECT_THAT(missing, IsEmpty());
}

// Each room includes only rooms before it, "": the package's top. Rooms that are not listed stand behind
// them all and may know each other.
const std::map<std::string, std::vector<std::string>> kOrder = {
    {"spec", {"text", "event", "json", "names", "catalogue", "decode", "schema", "plan"}},
    {"rules", {"", "config", "engine", "report"}},
    {"lint", {"report", "input", "plan", "run", "commands", ""}},
    {"proxy",
     {"settings", "net", "http", "store", "ledger", "session", "server", "admin", "quarantine", ""}},
};

// Where one decision would have to stand in two rooms otherwise: file -> what it includes.
const std::multimap<std::string, std::string> kAllowed = {
    // The linter's public face.
    {"lint/commands/lint_command.h", "lint/lint.h"},
    {"lint/commands/name_command.cc", "lint/lint.h"},
    {"lint/run/linters.h", "lint/lint.h"},
    {"lint/run/run.h", "lint/lint.h"},
    {"lint/run/task.h", "lint/lint.h"},
    // The engine calls the one check that is no rule, and shares helpers with families of rules.
    {"rules/engine/custom_rule.cc", "rules/naming/columns.h"},
    {"rules/engine/dispatch_table.cc", "rules/plan/plan_check.h"},
    {"rules/engine/rule_set.cc", "rules/plan/plan_check.h"},
    {"rules/engine/scratch.h", "rules/plan/near_planned.h"},
    {"rules/engine/rule_set.cc", "rules/time/moment.h"},
    {"rules/engine/read_as.cc", "rules/traits/reserved.h"},
    {"rules/rule_triggers.cc", "rules/time/moment.h"},
    {"rules/rule_triggers.cc", "rules/engine/fields.h"},
    {"rules/rule_triggers.cc", "rules/engine/site.h"},
    {"rules/config/config_custom.cc", "rules/engine/custom_rule.h"},
    {"rules/config/plan_allow.cc", "rules/plan_changes/plan_change_rules.h"},
    {"rules/report/render.cc", "rules/plan_changes/plan_change_rules.h"},
    // A document is read by the reader of events.
    {"spec/json/json.cc", "spec/decode/decode.h"},
};

struct Room {
  std::string package, name;
};

Room room_of(const std::string& path) {
  const size_t first = path.find('/'), second = path.find('/', first + 1);
  if (first == std::string::npos) return {};
  return {path.substr(0, first),
          second == std::string::npos ? std::string() : path.substr(first + 1, second - first - 1)};
}

size_t place_of(const Room& room) {
  const std::vector<std::string>& order = kOrder.at(room.package);
  return static_cast<size_t>(std::find(order.begin(), order.end(), room.name) - order.begin());
}

bool is_allowed(const std::string& file, const std::string& included) {
  const auto [first, last] = kAllowed.equal_range(file);
  return std::any_of(first, last, [&](const auto& one) { return one.second == included; });
}

TEST(Rooms, IncludeOnlyThoseBefore) {
  const std::regex include("^#include \"([^\"]+)\"");
  std::vector<std::string> backward;
  std::set<std::pair<std::string, std::string>> used;
  for (const Source& source : sources()) {
    const Room here = room_of(source.path);
    if (!source.is_code() || !kOrder.contains(here.package)) continue;
    for (const std::string& line : source.lines) {
      std::smatch found;
      if (!std::regex_search(line, found, include)) continue;
      const std::string file = found[1];
      const Room there = room_of(file);
      if (there.package != here.package || place_of(there) <= place_of(here)) continue;
      if (is_allowed(source.path, file)) {
        used.insert({source.path, file});
      } else {
        backward.push_back(source.path + " includes " + file);
      }
    }
  }
  EXPECT_THAT(backward, IsEmpty());
  EXPECT_EQ(used.size(), kAllowed.size()) << "an exception is not needed any more";
}

TEST(Rooms, AreSmall) {
  constexpr size_t kMost = 22;
  std::map<std::string, size_t> count;
  for (const Source& source : sources()) {
    const bool is_room = kOrder.contains(room_of(source.path).package) && source.path.ends_with(".cc");
    if (is_room) ++count[source.folder().string()];
  }
  for (const auto& [folder, files] : count) EXPECT_LE(files, kMost) << folder;
}

}  // namespace
}  // namespace specgate
