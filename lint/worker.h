// One worker: a chunk of a file -> findings, and the fixed text where fixes are asked for.
//
// Owns its scratch; workers share nothing but immutable gates. Where a body holds no violation,
// nothing is copied and nothing allocated.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lint/diff.h"
#include "lint/finding.h"
#include "lint/source.h"
#include "rules/gate.h"

namespace specgate {

// Findings whose memory is used again for the next chunk.
class FindingPool {
 public:
  Finding& next() {
    if (size_ == items_.size()) items_.emplace_back();
    return items_[size_++];
  }
  void clear() { size_ = 0; }
  size_t size() const { return size_; }
  Finding* begin() { return items_.data(); }
  Finding* end() { return items_.data() + size_; }
  void keep_if(bool (*wanted)(const Finding&, Severity), Severity least);
  void insert(size_t index);  // opens a gap

 private:
  std::vector<Finding> items_;
  size_t size_ = 0;
};

// A messageId and where it stands, for the fold over the run.
struct MessageIdAt {
  std::string_view id;  // into the text, or into ChunkReport::kept_ids
  size_t body = 0;      // index into ChunkReport::bodies
  uint32_t event = 0;   // in its verdict
  uint64_t index = 0;   // of the event in the chunk
  bool nested = false;  // in the body within the body
};

// How a chunk is judged.
struct JudgeJob {
  const Gate& gate;
  Arrival arrival;
  Layout layout = Layout::kLines;
  FixMode fix = FixMode::kNone;
  bool diff = false;  // with `fix`: what would change, and the findings that would stay
};

// What came out. Positions count from the start of the chunk until place() has moved them.
struct ChunkReport {
  FindingPool findings;
  std::vector<MessageIdAt> ids;
  std::vector<Body> bodies;      // those with message ids
  std::string_view text;         // that positions speak of: the chunk, or `fixed`
  std::string fixed;             // the chunk with its fixes, if `changed`
  bool changed = false;
  std::vector<LineChange> changes;  // with JudgeJob::diff
  Summary summary;               // severities are counted when the findings are placed
  uint64_t found_before = 0;     // findings before fixing
  uint32_t lines = 0;

  void clear();

 private:
  friend class Worker;
  std::vector<std::unique_ptr<std::string>> kept_ids_;
};

class Worker {
 public:
  void judge(const JudgeJob& job, std::string_view text, const Chunk& chunk, ChunkReport& out);

  // A finding about one event of a body, found by looking again: `violation` comes with rule and args.
  // False where the rule is off for that event.
  bool describe_again(const JudgeJob& job, const ChunkReport& report, const MessageIdAt& at,
                      Violation violation, Finding& out);

 private:
  struct Visit;
  template <typename Take>
  void visit(const JudgeJob& job, std::string_view body, Take&& take);
  void judge_text(const JudgeJob& job, std::string_view text, const Chunk& chunk, ChunkReport& out);
  bool take_body(const JudgeJob& job, const Body& body, ChunkReport& out);
  void take_ids(const Visit& visit, size_t body, ChunkReport& out);

  Scratch outer_, inner_;
  std::string fixed_body_;
};

}  // namespace specgate
