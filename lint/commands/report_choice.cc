#include "lint/commands/report_choice.h"

#include <algorithm>
#include <filesystem>

#include "lint/report/reporters/github_summary.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;
using Where = ReportChoice::Where;

constexpr std::string_view kGithub = "github";

// Where a CI service says that it has put the repository.
constexpr const char* kRoots[] = {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"};

bool is_stream(std::string_view file) { return file.empty() || file == "-"; }

ReportChoice choice_of(const std::string& word) {
  const size_t equals = word.find('=');
  ReportChoice choice;
  choice.format = word.substr(0, equals);
  if (equals != std::string::npos) choice.file = word.substr(equals + 1);
  if (!is_stream(choice.file)) choice.where = Where::kFile;
  return choice;
}

// Gives each its stream, and finds what contradicts itself.
class Chooser {
 public:
  explicit Chooser(const ReportRequest& request) : request_(request) {
    for (const std::string& word : request.formats) choices_.push_back(choice_of(word));
    if (choices_.empty()) choices_.push_back(choice_of("stylish"));
  }

  Result<std::vector<ReportChoice>> choose() {
    check_names();
    if (problems_.empty()) check_files();
    if (problems_.empty()) check_streams();
    if (!problems_.empty()) return std::move(problems_);
    return std::move(choices_);
  }

 private:
  void problem(std::string message) { problems_.push_back({{}, 0, 0, std::move(message)}); }

  void check_names() {
    const std::vector<std::string_view> formats = report_formats();
    for (size_t i = 0; i < choices_.size(); ++i) {
      const ReportChoice& choice = choices_[i];
      if (std::find(formats.begin(), formats.end(), choice.format) == formats.end()) {
        problem(no_such(request_.from, "format", choice.format, formats));
      } else if (choice.file.empty() && i < request_.formats.size() &&
                 request_.formats[i].ends_with('=')) {
        problem(request_.from + ": \"" + request_.formats[i] + "\" names no file");
      }
    }
  }

  void check_files() {
    std::vector<std::string> files;
    if (!is_stream(request_.output)) files.push_back(request_.output);
    for (const ReportChoice& choice : choices_) {
      if (choice.where != Where::kFile) continue;
      if (std::find(files.begin(), files.end(), choice.file) != files.end()) {
        problem(request_.from + ": two reports would go to " + choice.file);
      }
      files.push_back(choice.file);
    }
  }

  void check_streams() {
    std::vector<ReportChoice*> streams;
    for (ReportChoice& choice : choices_) {
      if (choice.where == Where::kMain) streams.push_back(&choice);
    }
    if (streams.empty() && !is_stream(request_.output)) {
      problem("--output: nothing is left for " + request_.output +
              ", every format has a file of its own");
    }
    const auto is_github = [](const ReportChoice* choice) { return choice->format == kGithub; };
    if (streams.size() == 2 && is_github(streams[0]) != is_github(streams[1])) {
      (is_github(streams[0]) ? streams[0] : streams[1])->where = Where::kError;
      return;
    }
    if (streams.size() < 2) return;
    const std::string& second = streams[1]->format;
    const std::string to =
        is_stream(request_.output) ? std::string("standard output") : request_.output;
    problem(request_.from + ": " + streams[0]->format + " and " + second + " would both go to " +
            to + ", give one a file: " + second + "=FILE");
  }

  const ReportRequest& request_;
  std::vector<ReportChoice> choices_;
  Problems problems_;
};

ReportBase report_base() {
  std::error_code error;
  const fs::path folder = fs::canonical(fs::current_path(error), error);
  ReportBase base{folder.string(), folder.string()};
  for (const char* name : kRoots) {
    const std::string value = environment(name);
    if (value.empty()) continue;
    const fs::path root = fs::weakly_canonical(value, error);
    const fs::path inside = folder.lexically_relative(root);
    if (inside.empty() || *inside.begin() == "..") continue;
    base.root = root.string();
    break;
  }
  return base;
}

Result<ReportSink> open_sink(const ReportRequest& request, const ReportChoice& choice) {
  switch (choice.where) {
    case Where::kFile:
      return ReportSink::open(choice.file, ReportSink::Mode::kReplace);
    case Where::kError:
      return ReportSink(stderr);
    case Where::kMain:
      break;
  }
  if (!is_stream(request.output)) {
    return ReportSink::open(request.output, ReportSink::Mode::kReplace);
  }
  return ReportSink(request.stdout_taken ? stderr : stdout);
}

}  // namespace

Result<std::vector<ReportChoice>> choose_reports(const ReportRequest& request) {
  return Chooser(request).choose();
}

std::optional<Reports> open_reports(const ReportRequest& request,
                                    const std::vector<ReportChoice>& choices) {
  const bool github = std::any_of(choices.begin(), choices.end(), [](const ReportChoice& choice) {
    return choice.format == kGithub;
  });
  const std::string summary = github ? environment("GITHUB_STEP_SUMMARY") : std::string();
  ReportOptions options = request.options;
  options.base = report_base();
  options.step_summary = !summary.empty();
  Reports reports(options.base);
  Problems problems;
  const auto add = [&](std::unique_ptr<Reporter> reporter, Result<ReportSink> sink) {
    if (sink) return reports.add(std::move(reporter), *std::move(sink));
    problems.insert(problems.end(), sink.problems().begin(), sink.problems().end());
  };
  for (const ReportChoice& choice : choices) {
    Result<ReportSink> sink = open_sink(request, choice);
    options.colour = sink && colour_on(request.colour, sink->stream());
    options.width = sink ? terminal_width(sink->stream()) : 0;
    add(make_reporter(choice.format, options), std::move(sink));
  }
  if (options.step_summary) {
    add(make_github_summary_reporter(options),
        ReportSink::open(summary, ReportSink::Mode::kAppend, kGithubSummaryBytes));
  }
  complain(problems);
  if (!problems.empty()) return std::nullopt;
  return reports;
}

}  // namespace specgate
