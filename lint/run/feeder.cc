#include "lint/run/feeder.h"

#include "lint/run/message_id_fold.h"

namespace specgate {
bool RunFeeder::next(RunTask& task) {
  task.problems.clear();
  task.summary = {};
  task.rendered.clear();
  task.file = nullptr;
  if (ports_.stop) return false;
  if (file_ == nullptr) {
    if (at_ == options_.files.size()) return false;
    if (!open_next(task)) return true;
  }
  chunks_->next(task.chunk);
  task.file = file_;
  if (!task.chunk.last) return true;
  const std::string& wrong = file_->source->wrong();
  if (!wrong.empty()) task.problems.push_back({file_->name, 0, 0, wrong});
  file_ = nullptr;
  return true;
}

bool RunFeeder::open_next(RunTask& task) {
  const bool named = at_ >= options_.named.size() || options_.named[at_];
  const std::string& path = options_.files[at_++];
  auto source = ByteSource::open(path);
  if (!source) {
    task.problems = source.problems();
    return false;
  }
  auto file = std::make_shared<RunFile>();
  file->source = *std::move(source);
  file->path = path;
  file->named = named;
  file->name = path == "-" ? "<stdin>" : path;
  if (path == "-" && !options_.stdin_name.empty()) file->name = options_.stdin_name;
  const Result<const Linter*> linter = ports_.linter_for(file->name);
  if (!linter) {
    task.problems = linter.problems();
    return false;
  }
  const auto gate = (*linter)->gate_for(file->name);
  if (!gate) {
    task.problems = gate.problems();
    return false;
  }
  file->gate = *gate;
  file->arrival = (*linter)->arrival(file->name);
  file->facts = run_facts(*file->gate);
  const auto read = [source = file->source.get()](std::string& out, size_t most) {
    return source->read(out, most);
  };
  chunks_ = std::make_unique<ChunkStream>(read, options_.chunk_bytes);
  file_ = std::move(file);
  return true;
}

}  // namespace specgate
