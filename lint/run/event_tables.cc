#include "lint/run/event_tables.h"

#include <string_view>

#include "rules/engine/cut.h"
#include "rules/rules.h"
#include "spec/catalogue/column.h"

namespace specgate {
namespace {

std::string quoted(std::string_view name) { return '"' + std::string(cut(name)) + '"'; }

}  // namespace

void EventTableFold::take(const JudgeJob& job, const ChunkPlace& place, Worker& worker,
                          ChunkReport& report) {
  cut_ |= report.names.cut();
  std::vector<Shared> shared;
  for (const EventNameAt& at : report.names.fresh()) learn(at, place, shared);
  const size_t mark = report.findings.size();
  std::vector<LateFinding> late;
  for (auto first = shared.begin(); first != shared.end();) {
    const Body& body = first->at->body;
    late.clear();
    for (; first != shared.end() && first->at->body.begin == body.begin; ++first) {
      const EventNameAt& at = *first->at;
      late.push_back({Slot::kEvent, at.event, at.text, at.index, {first->name, first->before, first->table}});
    }
    worker.describe_late({job, rules::shared_event_table, body}, late, report);
  }
  report.findings.merge_from(mark);
  report.names.forget_fresh();
}

void EventTableFold::learn(const EventNameAt& at, const ChunkPlace& place, std::vector<Shared>& shared) {
  if (names_.contains(at.name)) return;
  if (names_.size() == kMostEventNames) {
    cut_ = true;
    return;
  }
  names_.insert(at.name);
  const std::string table = column_of(at.name);
  if (table.empty()) return;  // reserved-event-table
  const First here{at.name, file_of(place.file), place.lines + at.body.line, place.events + at.index + 1};
  const auto [first, alone] = tables_.try_emplace(table, here);
  if (!alone) shared.push_back({&at, quoted(at.name), words_of(first->second), table});
}

size_t EventTableFold::file_of(std::string_view name) {
  if (files_.empty() || files_.back() != name) files_.emplace_back(name);
  return files_.size() - 1;
}

// `"Boat Rented" of call #3 in line 12`, with the file where it is another.
std::string EventTableFold::words_of(const First& first) const {
  std::string words = quoted(first.name) + " of call #" + std::to_string(first.event) + " in line " +
                      std::to_string(first.line);
  if (files_[first.file] != files_.back()) words += " of " + files_[first.file];
  return words;
}

}  // namespace specgate
