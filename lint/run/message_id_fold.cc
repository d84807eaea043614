#include "lint/run/message_id_fold.h"

#include <algorithm>

#include "rules/rules.h"

namespace specgate {

RunFacts run_facts(const Gate& gate) {
  const std::vector<const Rule*> rules = gate.rules().rules();
  const auto holds = [&](const Rule& rule) { return std::find(rules.begin(), rules.end(), &rule) != rules.end(); };
  return {holds(rules::message_id_duplicate), holds(rules::shared_event_table)};
}

void MessageIdFold::take(const JudgeJob& job, const ChunkPlace& place, Worker& worker,
                         ChunkReport& report, const std::function<void()>& full) {
  if (report.ids.empty()) return;
  const uint64_t begin = place.events + report.ids.front().index;  // in its file
  const bool same = !files_.empty() && files_.back().name == place.file &&
                    files_.back().events + begin >= events_;  // else it is read once more
  if (!same) files_.push_back({std::string(place.file), events_});
  const uint64_t before = files_.back().events + place.events;
  Repeats repeats;
  constexpr size_t kAhead = 8, kMany = 1024;
  for (size_t i = 0; i < report.ids.size(); ++i) {
    if (i + kAhead < report.ids.size()) window_.fetch(report.ids[i + kAhead].hash);
    const MessageIdAt& at = report.ids[i];
    const Sighting here{before + at.index, place.lines + report.bodies[at.body].line};
    events_ = here.event + 1;
    const std::optional<Sighting> first = window_.seen_before(at.hash, here);
    if (first) repeats.push_back({at, words_of(*first)});
    if (!full || repeats.size() < kMany) continue;
    describe(job, repeats, worker, report);
    full();
    repeats.clear();
  }
  describe(job, repeats, worker, report);
}

// Body by body.
void MessageIdFold::describe(const JudgeJob& job, const Repeats& repeats, Worker& worker,
                             ChunkReport& report) {
  const size_t mark = report.findings.size();
  std::vector<LateFinding> late;
  for (auto first = repeats.begin(); first != repeats.end();) {
    const auto other = [&](const RepeatedId& repeat) { return repeat.at.body != first->at.body; };
    const auto last = std::find_if(first, repeats.end(), other);
    late.clear();
    for (; first != last; ++first) {
      const MessageIdAt& at = first->at;
      late.push_back({Slot::kMessageId, at.event, at.text, at.index, {at.id, first->by, {}}});
    }
    worker.describe_late({job, rules::message_id_duplicate, report.bodies[std::prev(last)->at.body]}, late, report);
  }
  report.findings.merge_from(mark);
}

// "call #3 in line 12", with the file where it is another.
std::string MessageIdFold::words_of(const Sighting& first) const {
  const auto begins_after = [](uint64_t event, const File& file) { return event < file.events; };
  const auto next = std::upper_bound(files_.begin(), files_.end(), first.event, begins_after);
  const File& file = *std::prev(next);
  std::string words = "call #" + std::to_string(first.event - file.events + 1) + " in line " +
                      std::to_string(first.line);
  if (&file != &files_.back()) words += " of " + file.name;
  return words;
}

}  // namespace specgate
