// Files -> SpecData: which file holds what, and in which order they are read.
#include "spec/catalogue/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "spec/catalogue/embedded.h"
#include "spec/catalogue/load_reader.h"
#include "spec/text/text_file.h"

namespace specgate {
namespace {

// The files that stand alone. Aliases last: they point into all the others.
struct SingleFile {
  std::string_view name;
  void (*load)(const SpecDocument&, SpecLoad);
};
constexpr SingleFile kSingles[] = {
    {"context.yaml", load_context}, {"traits.yaml", load_traits},
    {"limits.yaml", load_limits},   {"endpoints.yaml", load_endpoints},
    {"privacy.yaml", load_privacy}, {"aliases.yaml", load_aliases},
};
constexpr std::string_view kWordsFile = "words.yaml";  // load_words reads it

struct Documents {
  std::vector<SpecDocument> calls;
  std::vector<SpecDocument> events;
  std::vector<SpecDocument> singles;  // in the order of kSingles; unparsed ones are null
};

std::string unknown_file(std::string_view name) {
  std::vector<std::string_view> known = {kWordsFile};
  for (const SingleFile& single : kSingles) known.push_back(single.name);
  return "unknown file" + did_you_mean(name, known);
}

// Where the document of that name belongs; null for a name we do not know.
std::vector<SpecDocument>* place_of(std::string_view name, Documents& documents) {
  if (name.substr(0, 6) == "calls/") return &documents.calls;
  if (name.substr(0, 7) == "events/") return &documents.events;
  const auto* single = std::find_if(std::begin(kSingles), std::end(kSingles),
                                    [&](const SingleFile& one) { return one.name == name; });
  return single == std::end(kSingles) ? nullptr : &documents.singles;
}

Documents parse_all(const std::vector<SpecFile>& files, Problems& problems) {
  Documents documents;
  for (const SpecFile& file : files) {
    if (file.name == kWordsFile) continue;
    std::vector<SpecDocument>* place = place_of(file.name, documents);
    if (place == nullptr) {
      problems.push_back({file.name, 0, 0, unknown_file(file.name)});
      continue;
    }
    Result<YamlNode> root = parse_spec(file);
    if (root) {
      place->push_back({file.name, *std::move(root)});
    } else {
      problems.insert(problems.end(), root.problems().begin(), root.problems().end());
    }
  }
  return documents;
}

void check_presence(const std::vector<SpecFile>& files, Problems& problems) {
  for (const SingleFile& single : kSingles) {
    const bool there = std::any_of(files.begin(), files.end(),
                                   [&](const SpecFile& file) { return file.name == single.name; });
    if (!there) problems.push_back({std::string(single.name), 0, 0, "the file is missing"});
  }
}

// What it is instead of a folder; empty where it is one.
std::string wrong_folder(const std::filesystem::path& path) {
  using Type = std::filesystem::file_type;
  constexpr std::string_view kWanted = ", wanted a folder of .yaml files";
  std::error_code error;
  const Type type = std::filesystem::status(path, error).type();
  if (type == Type::directory) return {};
  if (type == Type::not_found) return "no such folder";
  if (type == Type::none) return error.message();
  const std::string_view noun = type == Type::regular ? "a file"
                                : type == Type::fifo   ? "a pipe"
                                : type == Type::socket ? "a socket"
                                                       : "a device";
  return std::string(noun).append(kWanted);
}

}  // namespace

Result<std::vector<SpecFile>> read_spec(std::string_view directory) {
  namespace fs = std::filesystem;
  const fs::path root(directory);
  if (std::string wrong = wrong_folder(root); !wrong.empty()) {
    return Problem{std::string(directory), 0, 0, "cannot be read: " + wrong};
  }
  std::error_code error;
  std::vector<SpecFile> files;
  Problems problems;
  for (fs::recursive_directory_iterator at(root, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != ".yaml" || !at->is_regular_file(error)) continue;
    std::string text, wrong = read_file(at->path().string(), {}, text);
    if (wrong.empty()) {
      files.push_back({at->path().lexically_relative(root).generic_string(), std::move(text)});
    } else {
      problems.push_back({at->path().string(), 0, 0, std::move(wrong)});
    }
  }
  if (error)
    problems.push_back({std::string(directory), 0, 0, "cannot be read: " + error.message()});
  if (problems.empty() && files.empty()) {
    problems.push_back({std::string(directory), 0, 0, "holds no .yaml file, wanted those of a Spec"});
  }
  if (!problems.empty()) return problems;
  // The order of the directory is chance; the embedded files are sorted too.
  std::sort(files.begin(), files.end(),
            [](const SpecFile& a, const SpecFile& b) { return a.name < b.name; });
  return files;
}

Result<SpecData> load_spec(const std::vector<SpecFile>& files) {
  Problems problems;
  const Documents documents = parse_all(files, problems);
  check_presence(files, problems);
  SpecData data;
  const SpecLoad load{data, problems};
  const bool whole = problems.empty();  // else aliases would miss targets that a bad file holds
  load_calls(documents.calls, load);
  for (const SpecDocument& file : documents.events) load_events(file, load);
  for (const SingleFile& single : kSingles) {
    if (single.load == load_aliases && !whole) continue;
    for (const SpecDocument& file : documents.singles) {
      if (file.name == single.name) single.load(file, load);
    }
  }
  if (!problems.empty()) return problems;
  return data;
}

}  // namespace specgate
