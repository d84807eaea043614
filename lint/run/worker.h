// One worker: a chunk of a file -> findings, and the fixed text where fixes are asked for.
//
// Owns its scratch; workers share nothing but immutable gates. Where a body holds no violation,
// nothing is copied and nothing allocated. A large body is judged only when it is its chunk's turn,
// one at a time, and what it needed is given back.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/input/bodies.h"
#include "lint/input/bounds.h"
#include "lint/input/text_kinds.h"
#include "lint/input/unwrap.h"
#include "lint/plan/coverage.h"
#include "lint/report/character_column.h"
#include "lint/report/summary.h"
#include "lint/run/diff.h"
#include "lint/run/event_names.h"
#include "lint/run/fix_body.h"
#include "rules/engine/gate.h"
#include "rules/report/finding.h"
#include "rules/run/message_id_window.h"

namespace specgate {

// Findings whose memory is used again for the next chunk.
class FindingPool {
 public:
  Finding& next();
  void clear() { size_ = 0; }
  void shed() { *this = FindingPool(); }
  size_t held() const { return items_.size(); }  // in use or to be used again
  size_t size() const { return size_; }
  Finding* begin() { return items_.data(); }
  Finding* end() { return items_.data() + size_; }
  const Finding* begin() const { return items_.data(); }
  const Finding* end() const { return items_.data() + size_; }
  // Puts those from `mark` on, which came late, among the others by where they stand.
  void merge_from(size_t mark);
  // Of those from `mark` on, if they are still there: by where they stand.
  void sort_from(size_t mark);
  template <typename Wanted>
  void keep_if(Wanted&& wanted) {
    size_t kept = 0;
    for (size_t i = 0; i < size_; ++i) {
      if (wanted(items_[i])) std::swap(items_[kept++], items_[i]);
    }
    size_ = kept;
  }

 private:
  std::vector<Finding> items_;
  size_t size_ = 0;
};

// A messageId and where it stands, for the fold over the run.
struct MessageIdAt {
  std::string_view id;  // as it is told
  size_t body = 0;      // index into ChunkReport::bodies
  uint32_t event = 0;   // in its verdict
  uint32_t text = 0;    // which text within the body holds it; 0: the body itself
  uint64_t index = 0;   // of the event in the chunk
  MessageIdWindow::Hash hash{};
};

// One that the run has seen before, and where, in words.
struct RepeatedId {
  MessageIdAt at;
  std::string by;
};

// A finding about a value of a call that only the run could show.
struct LateFinding {
  Slot at;              // the value
  uint32_t event = 0;   // in its verdict
  uint32_t text = 0;    // which text within the body; 0: the body itself
  uint64_t index = 0;   // of the event in the chunk
  std::array<std::string_view, 3> args{};
};

struct ChunkReport;

// Who takes findings before a chunk is done, so that memory does not depend on how many there are.
// Findings come in file order: whoever gives any waits until all that lies before is written.
class Turn {
 public:
  virtual ~Turn() = default;
  // Until it is this chunk's turn; then it stays so.
  virtual void wait() = 0;
  // Takes the findings. The report's message ids stay: the bodies are still being judged.
  virtual void give_findings(ChunkReport& report) = 0;
  // Takes findings and message ids; the worker's scratch may be used meanwhile.
  virtual void give_all(ChunkReport& report) = 0;
};

// Of a body that each worker may have one of at a time, and keep the memory for; a larger one waits for
// its turn.
struct Share {
  size_t bytes = size_t{1} << 20;
  size_t values = size_t{1} << 15;
};

// How a chunk is judged.
struct JudgeJob {
  const Gate& gate;
  Arrival arrival;
  Layout layout = Layout::kLines;
  FixMode fix = FixMode::kNone;
  bool diff = false;        // with `fix`: what would change, and the findings that would stay
  bool ids = false;         // message ids are wanted
  bool event_names = false;  // and names of track calls
  bool characters = false;  // Marks::character is wanted
  bool cover = false;       // coverage is wanted
  ChunkStart start{};
  bool too_long = false;  // the chunk is the beginning of a body that nobody judges
  std::string_view before{};  // of Layout::kBroken, see StreamChunk
  TextKind kind{};            // the text is no JSON: see StreamChunk
  FixMode left_by = FixMode::kNone;  // only findings that such fixing leaves are wanted
  Turn* turn = nullptr;   // null: all findings are kept, and there is no body too long
  Share share{};          // with `turn`
};

// What came out. Positions count from the start of the chunk; whoever knows what lies before it
// moves them.
struct ChunkReport {
  FindingPool findings;
  std::vector<MessageIdAt> ids;  // views into `text` or the report
  std::vector<Body> bodies;      // those with message ids
  EventNames names;              // with JudgeJob::event_names
  std::string_view text;         // the file's, or `fixed`: positions speak of it
  size_t text_begin = 0;         // of the chunk in `text`
  std::string fixed;             // the chunk with its fixes, if `changed`
  bool changed = false;
  std::vector<LineChange> changes;  // with JudgeJob::diff
  Coverage coverage;                // with JudgeJob::cover
  uint64_t events = 0, payloads = 0;
  bool telemetry = false;  // there were requests of Segment's telemetry, which nobody judges
  uint64_t repaired = 0;  // findings that fixing made go away
  std::vector<uint64_t> left_alone;  // events of the chunk that fixing left as they came, in order
  uint32_t lines = 0;
  Summary untold;         // findings that are not among `findings` (rules/report/reported.h)

  uint64_t problems() const;  // all of them, given away or not
  bool is_left_alone(std::optional<uint64_t> event) const;

  // Nothing is wanted of it any more: gives back what took more than so many bytes.
  void shed(size_t kept);

  // Whoever has taken them says so.
  void forget_given();
  void forget_ids();

 private:
  friend class Worker;
  struct Region {
    size_t old_begin, old_end, new_begin, new_end;
  };
  void clear();
  void forget_findings();
  uint64_t problems_at_hand() const;  // among `findings`
  uint64_t fixable(FixMode by) const;  // of all that were not given away

  Summary untold_repairs_;  // with `diff`: of those not told, what fixing repairs
  std::vector<std::unique_ptr<std::string>> kept_ids_;
  std::vector<Region> regions_;
  CharacterColumn characters_;
  size_t copied_ = 0;  // up to here the file's text is in `fixed`
  size_t bytes_ = 0;      // of the findings
  bool long_ = false;     // one of them was, so that their memory is not kept
  uint64_t uncounted_ = 0;  // findings that were given, or left out where they are found again
  bool overflown_ = false;  // findings were left out
};

class Worker {
 public:
  void judge(const JudgeJob& job, std::string_view text, const Chunk& chunk, ChunkReport& out);

  // Gives its scratch back, for another worker has a large body.
  void shed();

  // Adds findings of one rule about one body, found by looking again; none where the rule is off for the
  // event. The caller merges them in.
  struct LateJob {
    const JudgeJob& job;
    const Rule& rule;
    Body body;
  };
  void describe_late(const LateJob& late, std::span<const LateFinding> findings, ChunkReport& out);

 private:
  struct Visit;
  struct TextWithin;
  template <typename Take>
  bool visit(const JudgeJob& job, std::string_view body, Take&& take);
  template <typename Take>
  bool visit_pieces(const JudgeJob& job, const Batch& batch, Take& take);
  struct Holder {
    const Batch& batch;
    const Wrapped& wrapped;
  };
  template <typename Take>
  bool visit_all(const JudgeJob& job, const Holder& of, Take& take, const TextWithin* around);
  struct PieceOf {
    const Batch& batch;
    const Wrapped& wrapped;
    const Piece& piece;
  };
  template <typename Take>
  bool visit_piece(const JudgeJob& job, const PieceOf& of, Take& take,
                   const TextWithin* around = nullptr);
  static std::optional<std::vector<std::string_view>> parts_of(std::string_view text);
  template <typename Take>
  bool visit_parts(const JudgeJob& job, const TextWithin& within,
                   const std::vector<std::string_view>& parts, Take& take);
  template <typename Take>
  bool visit_verdict(const JudgeJob& job, const TextWithin& within, const Verdict& verdict, Take& take);
  template <typename Take>
  bool visit_text(const JudgeJob& job, const TextWithin& within, Take& take);
  struct Missed {
    size_t offset;  // in the body
    std::string what, why;
    const Rule* rule = nullptr;  // where it is not body-not-recorded
  };
  void judge_one(const JudgeJob& job, const Body& body, ChunkReport& out);
  void describe_wrapped(const JudgeJob& job, const Body& body, ChunkReport& out);
  void describe_run(const JudgeJob& job, const Body& body, const Violation& violation,
                    ChunkReport& out);
  void tell_target(const JudgeJob& job, const Batch& batch, size_t record);
  Scratch& scratch_at(size_t depth);
  void judge_text(const JudgeJob& job, const Chunk& chunk, ChunkReport& out);
  struct Judged {
    bool fixable = false;  // something of it is to be fixed
    bool stopped = false;  // its judging, so that nothing is
    bool wrapped = false;  // it holds the bodies `within`, and texts
    std::vector<Body> within{};
  };
  Judged judge_body(const JudgeJob& job, const Body& body, ChunkReport& out);
  void fix_one(const JudgeJob& job, const Body& body, bool wrapped, ChunkReport& out);
  void note_left_alone(bool wrapped, ChunkReport& out) const;
  static void keep_what_is_left(FixMode by, ChunkReport& out);
  void describe_kind(const JudgeJob& job, const Chunk& chunk, ChunkReport& out);
  void describe_skipped(const JudgeJob& job, const Chunk& chunk, ChunkReport& out);
  void judge_again(const JudgeJob& job, const Chunk& chunk, ChunkReport& out);
  bool passes_over(const JudgeJob& job, const Body& body, ChunkReport& out);
  void describe_broken(const JudgeJob& job, const Chunk& chunk, const Body& body, ChunkReport& out);
  void describe_too_long(const JudgeJob& job, const Body& body, std::string_view most,
                         ChunkReport& out);
  void give(const JudgeJob& job, ChunkReport& out);
  static void describe_all(const JudgeJob& job, const Visit& visit, const Body& body,
                           ChunkReport& out);
  static bool has_room(const JudgeJob& job, const Rule& rule, ChunkReport& out);
  static void count_characters(size_t mark, ChunkReport& out);
  static void take_ids(const Visit& visit, const Body& body, ChunkReport& out);
  static void take_names(const Visit& visit, const Body& body, ChunkReport& out);
  static void find_line_changes(ChunkReport& out, const Chunk& chunk);

  Scratch outer_, inner_;
  std::vector<std::unique_ptr<Scratch>> deeper_;  // of texts within texts
  std::optional<Verdict> known_;                  // of the body at hand, while outer_ holds it
  Wrapped wrapped_;                               // of the body at hand; these, too:
  std::vector<std::pair<size_t, size_t>> within_;  // begin and end of bodies in it
  std::vector<Missed> missed_;                    // what of it could not be judged, or went astray
  bool late_ = false;                              // some were visited behind what stands after them
  bool telemetry_ = false;                        // requests that carry none passed by, in the chunk
  uint32_t texts_ = 0;                            // texts in it that were visited
  std::string fixed_body_;
  std::vector<LeftAlone> left_alone_;  // of the body at hand
  struct TextAt {
    size_t begin;    // of the text in the body; 0: the body itself
    uint64_t event;  // its first, in the chunk
  };
  std::vector<TextAt> texts_at_;       // of the body at hand: those that are fixed
  bool large_ = false;  // the body at hand
};

}  // namespace specgate
