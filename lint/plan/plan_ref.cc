#include "lint/plan/plan_ref.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "spec/plan/read_plan.h"
#include "spec/text/compression.h"

extern char** environ;

namespace specgate {
namespace {

constexpr std::string_view kGit = "git:";
constexpr size_t kMostBytes = size_t{64} << 20;  // as spec/plan/read_plan.h
constexpr size_t kMostComplaint = 2000;

Problem problem(const std::string& ref, std::string message) {
  return {ref, 0, 0, std::move(message)};
}

// Both ends close on their own.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool good() const { return ends_[0] >= 0; }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void close_writer() { close_end(1); }
  void close_reader() { close_end(0); }

 private:
  void close_end(size_t end) {
    if (ends_[end] >= 0) close(ends_[end]);
    ends_[end] = -1;
  }
  std::array<int, 2> ends_{-1, -1};
};

// What a program said, and how it ended.
struct Said {
  std::string out, err;
  int status = -1;  // the exit code; -1: it was ended by a signal
  bool too_much = false;
};

// Takes what there is to read; closes the pipe at its end.
void take(Pipe& pipe, size_t most, std::string& out, bool& too_much) {
  std::array<char, 65536> buffer;
  const ssize_t got = read(pipe.reader(), buffer.data(), buffer.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0) {
    pipe.close_reader();
    return;
  }
  const size_t room = most - std::min(most, out.size());
  out.append(buffer.data(), std::min(room, static_cast<size_t>(got)));
  too_much |= static_cast<size_t>(got) > room;
}

void listen_to(Pipe& out, Pipe& err, Said& said) {
  bool ignored = false;
  while (out.reader() >= 0 || err.reader() >= 0) {
    std::array<pollfd, 2> waiting{{{out.reader(), POLLIN, 0}, {err.reader(), POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    if (waiting[0].revents != 0) take(out, kMostBytes, said.out, said.too_much);
    if (waiting[1].revents != 0) take(err, kMostComplaint, said.err, ignored);
  }
}

Result<Said> run_git(const std::string& ref, const std::string& object) {
  Pipe out, err;
  if (!out.good() || !err.good()) return problem(ref, std::strerror(errno));
  std::array<std::string, 4> words{"git", "--no-pager", "show", object};
  std::array<char*, 5> arguments{};
  std::transform(words.begin(), words.end(), arguments.begin(),
                 [](std::string& word) { return word.data(); });
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.writer(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.writer(), STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "git", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return problem(ref, std::string("git cannot be run: ") + std::strerror(failed));
  out.close_writer();
  err.close_writer();
  Said said;
  listen_to(out, err, said);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) said.status = WEXITSTATUS(status);
  return said;
}

std::string first_line(std::string text) {
  text.resize(std::min(text.find('\n'), text.size()));
  return text.empty() ? "git failed and said nothing" : text;
}

Result<std::string> text_from_git(const std::string& ref) {
  const std::string object = ref.substr(kGit.size());
  const size_t colon = object.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == object.size())
    return problem(ref, "wanted git:REV:PATH, such as git:main:plan.json");
  if (object.front() == '-') return problem(ref, "a revision does not begin with \"-\"");
  Result<Said> said = run_git(ref, object);
  if (!said) return said.problems();
  if (said->status != 0) return problem(ref, first_line(said->err));
  if (said->too_much) return problem(ref, "more than the 64 MB that are read");
  return std::move(said->out);
}

// A plan may lie there as gzip.
Problems inflate(const std::string& ref, std::string& text) {
  if (!is_gzip(text)) return {};
  std::string plain;
  const Unpacked unpacked = unpack(Packing::kGzip, text, kMostBytes, plain);
  switch (unpacked.end) {
    case Unpacked::End::kWhole: {
      const size_t behind = unread_behind(text, unpacked).size();
      if (behind != 0) return {problem(ref, unread_words(std::to_string(behind), unpacked.used))};
      text.swap(plain);
      return {};
    }
    case Unpacked::End::kTooLarge:
    case Unpacked::End::kNoRoom:
      return {problem(ref, "gzip of more than the 64 MB that are read")};
    case Unpacked::End::kCutShort:
      return {problem(ref, "gzip data ends early")};
    case Unpacked::End::kDamaged:
      break;
  }
  return {problem(ref, "gzip data is damaged")};
}

}  // namespace

std::string ref_beside(const std::string& word, const std::string& plan) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::file_type type_here = fs::symlink_status(word, ignored).type();
  const bool there = type_here != fs::file_type::not_found && type_here != fs::file_type::directory;
  const bool is_ref = word.empty() || word == "-" || word.starts_with(kGit) || there;
  if (is_ref || word.front() == '/' || word.front() == '.' || plan == "-" || plan.starts_with(kGit)) return word;
  // What looks like a file is missed as one.
  const std::string type = fs::path(word).extension().string();
  for (const char* const one : {".json", ".yaml", ".yml", ".csv", ".tf", ".gz"}) {
    if (type == one) return word;
  }
  const fs::path path(plan);
  const fs::path here = path.is_absolute() ? path.lexically_relative(fs::current_path(ignored)) : path;
  return std::string(kGit) + word + ":./" + here.lexically_normal().string();
}

Result<NamedPlan> open_plan_ref(const std::string& ref, const Spec& spec, PlanReadTerms terms) {
  NamedPlan out;
  if (ref.starts_with(kGit)) {
    Result<std::string> text = text_from_git(ref);
    if (!text) return text.problems();
    out.text = *std::move(text);
  } else {
    Result<std::string> text = read_plan_file(ref);
    if (!text) return text.problems();
    out.text = *std::move(text);
  }
  if (Problems problems = inflate(ref, out.text); !problems.empty()) return problems;
  Result<TrackingPlan> plan = parse_plan(ref, out.text, spec, terms);
  if (!plan) return plan.problems();
  out.plan = *std::move(plan);
  return out;
}

}  // namespace specgate
