#include "lint/run_feeder.h"

#include "lint/fold.h"

namespace specgate {

bool RunFeeder::next(RunTask& task) {
  task.problems.clear();
  task.summary = {};
  task.rendered.clear();
  task.last = false;
  task.file = nullptr;
  if (ports_.stop) return false;
  if (file_ == nullptr) {
    if (at_ == options_.files.size()) return false;
    if (!open_next(task)) return true;
  }
  const std::string_view text = file_->input.text();
  task.chunk = {0, 0};
  chunks_->next(task.chunk);  // an empty file is one empty chunk
  task.last = task.chunk.end == text.size();
  task.file = file_;
  if (task.last) file_ = nullptr;
  return true;
}

bool RunFeeder::open_next(RunTask& task) {
  const std::string& path = options_.files[at_++];
  Result<Input> input = Input::open(path);
  if (!input) {
    task.problems = input.problems();
    return false;
  }
  auto file = std::make_shared<RunFile>(*std::move(input));
  file->path = path;
  if (path == "-" && !options_.stdin_name.empty()) file->input.rename(options_.stdin_name);
  const std::string& name = file->input.name();
  const Result<const Linter*> linter = ports_.linter_for(name);
  if (!linter) {
    task.problems = linter.problems();
    return false;
  }
  const auto gate = (*linter)->gate_for(name);
  if (!gate) {
    task.problems = gate.problems();
    return false;
  }
  file->gate = *gate;
  file->arrival = (*linter)->arrival(name);
  file->ids = wants_message_ids(*file->gate);
  file->layout = layout_of(file->input.text());
  chunks_ = std::make_unique<Chunker>(file->input.text(), file->layout, options_.chunk_bytes);
  file_ = std::move(file);
  return true;
}

}  // namespace specgate
