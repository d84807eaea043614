#include "lint/input/paths.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include "lint/input/byte_source.h"
#include "lint/input/git_ignore.h"
#include "lint/input/packed_text.h"
#include "lint/input/text_kinds.h"
#include "rules/config/glob.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kEndings = {".json",    ".jsonl",    ".ndjson",    ".har",
                                                      ".json.gz", ".jsonl.gz", ".ndjson.gz", ".har.gz"};

// Letters of packers that are not gzip: such a file is named, as it may well hold events.
constexpr std::array<std::string_view, 7> kPacked = {".zst", ".bz2", ".xz", ".zip", ".lz4", ".br", ".7z"};

// Systems that write names in capitals mean the same by them.
bool ends_with(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  return equal_but_for_case(name.substr(name.size() - ending.size()), ending);
}

bool holds_events(std::string_view name) {
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return ends_with(name, ending); });
}

bool is_packed(std::string_view name) {
  return std::any_of(kPacked.begin(), kPacked.end(), [&](std::string_view ending) {
    return ends_with(name, ending) && holds_events(name.substr(0, name.size() - ending.size()));
  });
}

// What stands in a folder and can be no file to be read there, or empty.
std::string_view why_no_file(const fs::directory_entry& entry) {
  std::error_code error;
  switch (entry.status(error).type()) {
    case fs::file_type::fifo:
      return "a pipe, read where it is named";
    case fs::file_type::socket:
      return "a socket";
    case fs::file_type::block:
    case fs::file_type::character:
      return "a device";
    case fs::file_type::not_found:
      return "a link to a file that is not there";
    case fs::file_type::none:
      return entry.is_symlink(error) ? "a link that leads nowhere" : "";
    case fs::file_type::regular:
    case fs::file_type::directory:
    case fs::file_type::symlink:
    case fs::file_type::unknown:
      break;
  }
  return {};
}

bool hidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() > 1 && name[0] == '.' && name != "..";
}

bool excluded(const std::string& file, const std::vector<std::string>& exclude) {
  const auto covers = [&](const std::string& glob) { return file_match(glob, file); };
  return std::any_of(exclude.begin(), exclude.end(), covers);
}

// The first bytes, inflated; nothing where it cannot be read: whoever opens it will say why.
std::optional<std::string> first_bytes(const std::string& file) {
  constexpr size_t kEnough = 1024;
  std::string out;
  const auto source = ByteSource::open(file);
  if (!source) return std::nullopt;
  while (out.size() < kEnough && (*source)->read(out, kEnough - out.size())) {
  }
  if (out.empty() && !(*source)->wrong().empty()) return std::nullopt;
  return out;
}

// An object, or a list of objects, as calls are written: "[section]" of another format is neither.
bool begins_calls(std::string_view text) {
  if (!begins_json(text)) return false;
  constexpr std::string_view kBlank = " \t\r\n";
  size_t at = text.find_first_of("{[");
  const bool list = text[at] == '[';
  at = text.find_first_not_of(kBlank, at + 1);
  return at != std::string_view::npos && text[at] == (list ? '{' : '"');
}

// Why a file of a directory is passed over, or empty.
std::string_view why_skipped(const std::string& file) {
  const std::optional<std::string> begin = first_bytes(file);
  if (!begin) return "";
  const bool json = begins_json(*begin);
  if (!holds_events(file)) return json ? "" : "gzip, but what is in it is no JSON";
  return !json && is_binary(*begin) ? "binary" : "";
}

// Why a file that has no name of events may still be missed, or empty: source code and notes are not.
std::string_view why_missed(const std::string& file) {
  const std::optional<std::string> begin = first_bytes(file);
  if (!begin) return "";
  if (begins_calls(*begin)) return "JSON under another name, read where it is named";
  return is_binary(*begin) ? "binary" : "";
}

class Expansion {
 public:
  explicit Expansion(const std::vector<std::string>& exclude) : exclude_(exclude) {}

  void take(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (path == "-" || (fs::exists(status) && !fs::is_directory(status))) {
      add(path, true);
    } else if (fs::is_directory(status)) {
      if (take_folder(path, {}) == 0) found_.empty.push_back(path);
    } else if (status.type() == fs::file_type::none && error != std::errc::too_many_symbolic_link_levels) {
      problem(path, "cannot read: " + error.message());
    } else if (path.find_first_of("*?[{") != std::string::npos) {
      take_glob(path);
    } else {
      problem(path, "no such file or directory");
    }
  }

  FoundPaths done() {
    std::ranges::sort(found_.skipped, {}, &Summary::Skipped::path);  // folders give no order
    return std::move(found_);
  }

 private:
  void add(const std::string& file, bool named = false) {
    const std::string plain = fs::path(file).lexically_normal().string();
    if (!seen_.insert(plain).second) return;
    found_.files.push_back(file);
    found_.named.push_back(named);
  }

  void skip(const std::string& path, std::string_view why) {
    if (skipped_.insert(path).second) found_.skipped.push_back({path, std::string(why)});
  }

  void problem(const std::string& path, std::string message) {
    found_.problems.push_back({path, 0, 0, std::move(message)});
  }

  // Which files of a folder are wanted.
  struct Wanted {
    std::string_view glob{};  // those that match; empty: those that hold events by their name
    bool file(const std::string& name) const { return glob.empty() || glob_match(glob, name); }

    // Might files below this folder be wanted? `**` and braces may stand for any folder.
    bool below(std::string_view folder) const {
      const bool any = glob.find("**") != std::string_view::npos || glob.find('{') != std::string_view::npos;
      if (glob.empty() || any) return true;
      size_t end = glob.find('/');
      for (auto left = std::count(folder.begin(), folder.end(), '/'); left > 0 && end != std::string_view::npos; --left) {
        end = glob.find('/', end + 1);
      }
      return end != std::string_view::npos && glob_match(glob.substr(0, end), folder);
    }
  };

  // One walk below a folder that was named, or where a glob begins.
  struct Walk {
    Wanted wanted;
    GitIgnore ignore;
    std::vector<std::string> files{};
  };

  size_t take_folder(const std::string& folder, Wanted wanted) {
    Walk walk{wanted, GitIgnore(folder)};
    list(folder, walk);
    std::sort(walk.files.begin(), walk.files.end());
    for (const std::string& file : walk.files) add(file);
    return walk.files.size();
  }

  // A folder that cannot be read, or not to its end, is told: what lies in it was not judged.
  void list(const fs::path& folder, Walk& walk) {
    std::error_code error;
    walk.ignore.enter(folder);
    std::vector<fs::directory_entry> entries;
    for (auto each = fs::directory_iterator(folder, error); !error && each != fs::directory_iterator();
         each.increment(error)) {
      entries.push_back(*each);
    }
    const bool shut_out = excluded((folder / "_").lexically_normal().string(), exclude_);
    if (error && !shut_out) problem(folder.string(), "cannot read: " + error.message());
    for (const fs::directory_entry& entry : entries) take_entry(entry, walk);
  }

  void take_entry(const fs::directory_entry& entry, Walk& walk) {
    const fs::path& path = entry.path();
    std::error_code ignored;
    const bool is_folder = entry.is_directory(ignored);
    const std::string name = path.lexically_normal().string();  // "./a.json" is a.json
    if (is_folder && path.filename() == ".git") skip(name + "/", "git's own");
    if (hidden(path)) return;
    if (is_folder) {
      if (leave_folder(path, walk.ignore) || !walk.wanted.below(name)) return;
      if (!entry.is_symlink(ignored)) return list(path, walk);
      return skip(name + "/", "a link to a folder, read where it is named");
    }
    const bool by_name = walk.wanted.glob.empty();
    const bool packed = is_packed(name);
    const bool taken = !by_name || holds_events(name) || ends_with(name, ".gz") || packed;
    if (!walk.wanted.file(name) || excluded(name, exclude_)) return;
    if (!taken) return leave_unnamed(entry, walk.ignore);
    if (const std::string_view why = why_no_file(entry); !why.empty()) return skip(name, why);
    if (by_name && packed) return skip(name, "packed, and not by gzip");
    if (!by_name || !leave_file(name, walk.ignore)) walk.files.push_back(name);
  }

  // Of a folder and a file below a directory that was named.
  bool leave_folder(const fs::path& path, const GitIgnore& ignore) {
    const std::string name = path.lexically_normal().string() + "/";
    if (path.filename() == "node_modules") {
      skip(name, "installed packages");
      return true;
    }
    if (!ignore.excludes(path, true)) return false;
    skip(name, "excluded by .gitignore");
    return true;
  }

  bool leave_file(const std::string& file, const GitIgnore& ignore) {
    const std::string_view why =
        ignore.excludes(file, false) ? "excluded by .gitignore" : why_skipped(file);
    if (!why.empty()) skip(file, why);
    return !why.empty();
  }

  // A file that no name of events has: named where it may hold some.
  void leave_unnamed(const fs::directory_entry& entry, const GitIgnore& ignore) {
    const std::string name = entry.path().lexically_normal().string();
    std::error_code unreadable;
    if (!entry.is_regular_file(unreadable) || ignore.excludes(name, false)) return;
    if (const std::string_view why = why_missed(name); !why.empty()) skip(name, why);
  }

  // Walks from the last folder before the first wildcard.
  void take_glob(const std::string& glob) {
    const size_t slash = glob.rfind('/', glob.find_first_of("*?[{"));
    const std::string folder = slash == std::string::npos ? "."
                               : slash == 0               ? "/"
                                                          : glob.substr(0, slash);
    const std::string pattern = fs::path(glob).lexically_normal().string();
    std::error_code error;
    size_t count = 0;
    if (fs::is_directory(folder, error)) {
      count = take_folder(folder, {pattern});
    }
    if (count == 0) problem(glob, "no file matches");
  }

  const std::vector<std::string>& exclude_;
  std::set<std::string> seen_, skipped_;
  FoundPaths found_;
};

}  // namespace

FoundPaths expand_paths(const std::vector<std::string>& paths,
                        const std::vector<std::string>& exclude) {
  Expansion expansion(exclude);
  for (const std::string& path : paths) expansion.take(path);
  return expansion.done();
}

}  // namespace specgate
