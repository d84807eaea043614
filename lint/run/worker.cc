#include "lint/run/worker.h"

#include <algorithm>
#include <utility>

#include "lint/input/chunk_stream.h"
#include "lint/input/json_kinds.h"
#include "lint/input/request_target.h"
#include "lint/input/value_scan.h"
#include "rules/engine/cut.h"
#include "rules/report/json_string.h"
#include "rules/report/reported.h"
#include "rules/rules.h"
#include "spec/catalogue/unfilled.h"
#include "spec/json/value_count.h"
#include "spec/text/give_back.h"

namespace specgate {
namespace {

// Findings are given away between two bodies from so many on, and within a body from many more.
constexpr size_t kSome = 512, kMany = 4096;
constexpr size_t kSomeBytes = size_t{512} << 10, kManyBytes = size_t{1} << 20;
constexpr size_t kLongFinding = size_t{2} << 10;
constexpr size_t kManyIds = 4096;

size_t bytes_of(const Finding& finding) {
  return sizeof finding + finding.pointer.size() + finding.message.size() + finding.patch.size() +
         finding.event_name.size() + finding.message_id.size() + finding.type.size() +
         (finding.replacement ? finding.replacement->size() : 0);
}

// What was packed cannot be written in place, and what would make an event worse is not done.
void forget_fix(Finding& finding) {
  finding.has_fix = finding.fix_safe = false;
  finding.patch.clear();
  finding.replacement.reset();
}

void put_at(Placer& placer, size_t body_begin, size_t offset, Finding& finding) {
  const Placer::Place place = placer.at(offset);
  finding.byte = body_begin + offset;
  finding.line = place.line;
  finding.column = place.column;
}

}  // namespace

// How offsets of a text within a body become offsets of the body.
enum class Offsets : uint8_t {
  kPlain,    // it stands there as it is
  kEscaped,  // in a string
  kNone,     // it was packed: all is at the place of what holds it
};

// A text within a body, and how it came.
struct Worker::TextWithin {
  std::string_view text;
  Arrival arrival;
  NestedPlace place{};
  Offsets offsets = Offsets::kEscaped;
  size_t depth = 1;
  size_t values_around = 0, bytes_around = 0;  // of the texts that it stands in
  size_t record = 0;     // where the request that brought it begins, if one did
  bool expected = true;  // else it counts only if it holds calls,
  bool payload = true;   // or is broken
  size_t shift = 0;      // where it begins in the text that stands at the place
  bool fixable = true;   // false: --fix does not reach it
  bool is_part = false;  // of a text that is several
};

// One verdict of a body: of the body itself, or of a text within, such as a captured request's body.
struct Worker::Visit {
  const Verdict& verdict;
  uint32_t text = 0;  // the number of the text, from 1; 0: the body itself
  NestedPlace place{};
  Offsets offsets = Offsets::kPlain;
  size_t shift = 0;      // see TextWithin
  bool reached = true;   // likewise: fixable

  // Offsets of the verdict's text -> offsets of the body.
  size_t in_body(RawOffsets& raw, size_t offset) const {
    switch (offsets) {
      case Offsets::kPlain: return place.begin + shift + offset;
      case Offsets::kEscaped: return place.begin + raw.raw(shift + offset);
      case Offsets::kNone: break;
    }
    return place.begin;
  }
  // What is not judged to its end is not fixed.
  bool fixable() const { return offsets != Offsets::kNone && reached && !verdict.stopped; }
};

// Whether the body is judged by what it holds: that is in `wrapped_`, of which the bodies in place are
// left to the caller.
template <typename Take>
bool Worker::visit(const JudgeJob& job, std::string_view body, Take&& take) {
  texts_ = 0;
  missed_.clear();
  within_.clear();
  wrapped_.clear();
  known_.reset();
  const Verdict outer = job.gate.judge(body, job.arrival, outer_);
  if (may_wrap(outer.batch) && unwrap(outer.batch, job.gate.spec(), wrapped_)) {
    const bool recorded = !wrapped_.requests.empty();
    if (!wrapped_.is.empty() || visit_pieces(job, outer.batch, take)) return true;
    // Nothing was seen in what looked like calls; of requests, they are somebody else's.
    if (recorded) name_by_marks(outer.batch, wrapped_);
    if (recorded || name_kind(outer.batch, wrapped_)) return true;
  }
  telemetry_ |= wrapped_.telemetry;
  tell_target(job, outer.batch, 0);
  take(Visit{outer});
  if (outer.batch.nested_body.data() == nullptr) return false;
  TextWithin nested{outer.batch.nested_body, looked_at(outer.batch.arrival), nested_place(outer.batch)};
  nested.expected = nested.arrival.route.kind == outer.batch.arrival.route.kind;
  nested.values_around = outer.batch.nodes.size();
  nested.bytes_around = body.size();
  visit_text(job, nested, take);
  return false;
}

template <typename Take>
bool Worker::visit_pieces(const JudgeJob& job, const Batch& batch, Take& take) {
  const Wrapped wrapped = std::move(wrapped_);  // texts may wrap others
  wrapped_.clear();
  return visit_all(job, {batch, wrapped}, take, nullptr);
}

// Whether there was anything to judge or to tell.
template <typename Take>
bool Worker::visit_all(const JudgeJob& job, const Holder& of, Take& take, const TextWithin* around) {
  for (const Unjudged& one : of.wrapped.unjudged) {
    missed_.push_back({around == nullptr ? of.batch.nodes[one.node].begin : around->place.begin, one.what, one.why});
  }
  telemetry_ |= of.wrapped.telemetry;
  std::vector<Piece> silent;
  std::vector<uint32_t> lists;  // of those that hold calls
  bool told = false, any = !of.wrapped.unjudged.empty() || of.wrapped.telemetry;
  for (const Piece& piece : of.wrapped.pieces) {
    if (!visit_piece(job, {of.batch, of.wrapped, piece}, take, around)) {
      silent.push_back(piece);
      continue;
    }
    any = true;
    if (piece.list != 0 && (lists.empty() || lists.back() != piece.list)) lists.push_back(piece.list);
  }
  std::sort(lists.begin(), lists.end());
  for (Piece& piece : silent) {  // beside calls, or where nothing else is, it is one with mistakes
    const bool beside = piece.list != 0 && std::binary_search(lists.begin(), lists.end(), piece.list);
    const bool alone = !any && piece.payload && (around == nullptr || around->expected);
    if (!beside && !alone) continue;
    piece.expected = piece.asked = true;
    visit_piece(job, {of.batch, of.wrapped, piece}, take, around);
    told = late_ = true;
  }
  return any || told;
}

template <typename Take>
bool Worker::visit_piece(const JudgeJob& job, const PieceOf& of, Take& take, const TextWithin* around) {
  const Node& node = of.batch.nodes[of.piece.node];
  if (around == nullptr && of.piece.form == Piece::Form::kInPlace && of.piece.request == 0) {
    within_.push_back({node.begin, node.end});
    return true;
  }
  TextWithin within{node.text, of.wrapped.arrival(of.piece, job.arrival)};
  within.expected = of.piece.expected;
  within.payload = of.piece.payload || of.piece.asked;
  within.fixable = !of.piece.asked && (around == nullptr || around->fixable);
  within.place.begin = node.begin;
  if (of.piece.request != 0) within.record = of.batch.nodes[of.wrapped.records[of.piece.request - 1]].begin;
  within.values_around = of.batch.nodes.size() + (around == nullptr ? 0 : around->values_around);
  within.bytes_around = around == nullptr ? of.batch.source.size() : around->bytes_around;
  std::string unpacked;
  switch (of.piece.form) {
    case Piece::Form::kInPlace:
      within.text = of.batch.source.substr(node.begin, node.end - node.begin);
      within.offsets = Offsets::kPlain;
      break;
    case Piece::Form::kText:
      within.place = place_of_text(of.batch, of.piece.node);
      break;
    case Piece::Form::kPacked:
      within.offsets = Offsets::kNone;
      if (!unpack_text(node.text, room_for_packed(within.bytes_around), unpacked)) {
        constexpr const char* kWhy = "it is no JSON, nor gzip of JSON and nothing else, or too long";
        if (!within.payload) return false;
        missed_.push_back({around == nullptr ? node.begin : around->place.begin, "a body in base64", kWhy});
        return true;
      }
      within.bytes_around += unpacked.size();
      within.text = unpacked;
      break;
    case Piece::Form::kNothing:
      if (!of.piece.asked) return false;
      missed_.push_back({around == nullptr ? node.begin : around->place.begin, "an item of a list of calls",
                         "no call can be read in it"});
      return true;
  }
  if (around != nullptr) {  // of a text within a text only the place of the outer one is known
    within.place = around->place;
    within.record = around->place.begin;
    within.offsets = Offsets::kNone;
    within.depth = around->depth + 1;
  }
  return visit_text(job, within, take);
}

// False: there is no call in it, and none was expected.
template <typename Take>
bool Worker::visit_text(const JudgeJob& job, const TextWithin& within, Take& take) {
  constexpr size_t kMostDepth = 6;  // gzip in base64 in SQS in SNS ...
  const Amount amount = amount_of_within(within.text, within.values_around);
  if (within.depth > kMostDepth || amount.beyond != nullptr) {
    const std::string why = within.depth > kMostDepth
                                ? "it is wrapped too often"
                                : std::string("it has, with what it stands in, more than the ") +
                                      amount.beyond + " that are judged";
    missed_.push_back({within.place.begin, "a text within", why});
    return true;
  }
  const bool is_large = within.text.size() > job.share.bytes || amount.values > job.share.values;
  if (job.turn != nullptr && is_large) {
    large_ = true;
    job.turn->wait();
  }
  const bool told = visit_verdict(
      job, within, job.gate.judge(within.text, within.arrival, scratch_at(within.depth)), take);
  if (is_large) scratch_at(within.depth) = Scratch();
  return told;
}

// A text that is several, cut as a file is. Nothing where it is one.
std::optional<std::vector<std::string_view>> Worker::parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  BodyReader reader(text, layout_of(text), {0, text.size()});
  Body body;
  while (reader.next(body)) {
    const std::string_view part = text.substr(body.begin, body.size);
    parts.push_back(part.substr(begin_of_json(part)));
  }
  if (parts.size() < 2) return std::nullopt;
  return parts;
}

// Beside calls, each is expected to be one; where none is, they are one text.
template <typename Take>
bool Worker::visit_parts(const JudgeJob& job, const TextWithin& within,
                         const std::vector<std::string_view>& parts, Take& take) {
  std::vector<TextWithin> silent;
  bool any = false;
  for (const std::string_view part : parts) {
    TextWithin one = within;
    one.text = part;
    one.expected = one.payload = false;
    one.shift += static_cast<size_t>(part.data() - within.text.data());
    one.is_part = true;
    one.fixable = false;
    const bool told = visit_text(job, one, take);
    any |= told;
    if (!told) silent.push_back(one);
  }
  if (!any) {
    TextWithin whole = within;
    whole.is_part = true;
    return visit_text(job, whole, take);
  }
  for (TextWithin& one : silent) {
    one.expected = one.payload = late_ = true;
    visit_text(job, one, take);
  }
  return true;
}

template <typename Take>
bool Worker::visit_verdict(const JudgeJob& job, const TextWithin& within, const Verdict& verdict, Take& take) {
  const Batch& batch = verdict.batch;
  Wrapped wrapped;
  if (may_wrap(batch) && unwrap(batch, job.gate.spec(), wrapped)) {
    if (wrapped.is.empty() && visit_all(job, {batch, wrapped}, take, &within)) return true;
    const bool named = !wrapped.is.empty() || name_kind(batch, wrapped);
    if (named && within.expected && !within.arrival.transport.known) {
      RawOffsets raw(within.place.raw);
      const Visit here{verdict, 0, within.place, within.offsets, within.shift};
      missed_.push_back({here.in_body(raw, 0), std::string(wrapped.is), wrapped.instead, &rules::not_events});
      return true;
    }
  }
  const bool broken = batch.form == Form::kBroken && within.payload;
  if (batch.form == Form::kBroken && !within.is_part) {
    const auto parts = parts_of(within.text);
    if (parts) return visit_parts(job, within, *parts, take);
  }
  if (!within.expected && !broken && !holds_calls(batch)) return false;
  tell_target(job, batch, batch.captured ? within.place.begin : within.record);
  take(Visit{verdict, ++texts_, within.place, within.offsets, within.shift, within.fixable});
  if (batch.nested_body.data() == nullptr) return true;
  TextWithin deeper{batch.nested_body, looked_at(batch.arrival), within.place};
  deeper.expected = deeper.arrival.route.kind == batch.arrival.route.kind;
  deeper.record = within.place.begin;
  deeper.values_around = within.values_around + batch.nodes.size();
  deeper.bytes_around = within.bytes_around;
  deeper.offsets = Offsets::kNone;
  deeper.depth = within.depth + 1;
  visit_text(job, deeper, take);
  return true;
}

// Of calls that a request brought: whether Segment would take them there. Once a request.
void Worker::tell_target(const JudgeJob& job, const Batch& batch, size_t record) {
  if (!batch.arrival.transport.known || !holds_calls(batch)) return;
  std::optional<OddTarget> odd = odd_target(batch.arrival, job.gate.spec());
  if (!odd) return;
  const bool told = !missed_.empty() && missed_.back().offset == record && missed_.back().rule == odd->rule &&
                    missed_.back().what == odd->request;
  if (!told) missed_.push_back({record, std::move(odd->request), std::move(odd->why), odd->rule});
}

Scratch& Worker::scratch_at(size_t depth) {
  if (depth == 1) return inner_;
  while (deeper_.size() < depth - 1) deeper_.push_back(std::make_unique<Scratch>());
  return *deeper_[depth - 2];
}

void Worker::judge(const JudgeJob& job, std::string_view text, const Chunk& chunk,
                   ChunkReport& out) {
  out.clear();
  out.text = text;
  out.text_begin = out.copied_ = chunk.begin;
  judge_text(job, chunk, out);
  for (Finding& finding : out.findings) {
    if (out.is_left_alone(finding.event)) forget_fix(finding);
  }
  if (out.changed) out.fixed += text.substr(out.copied_, chunk.end - out.copied_);
  if (out.changed && job.diff) find_line_changes(out, chunk);
  if (job.fix != FixMode::kNone && (out.changed || out.overflown_)) return judge_again(job, chunk, out);
  out.untold.add(std::exchange(out.untold_repairs_, {}));  // nothing was repaired
}

// What is found once the chunk is fixed; of a diff, what its fixes will leave.
void Worker::judge_again(const JudgeJob& job, const Chunk& chunk, ChunkReport& out) {
  const uint64_t before = out.problems(), fixable = out.fixable(job.fix);
  const bool overflown = out.overflown_;  // then only the number of all is known
  const bool again = !job.diff || out.overflown_ || !out.left_alone.empty();
  if (again) {
    out.forget_findings();
    out.uncounted_ = 0;
    const bool rewritten = out.changed && !job.diff;
    if (rewritten) out.text = out.fixed;
    if (rewritten) out.text_begin = 0;
    JudgeJob next = job;
    next.fix = FixMode::kNone;
    next.left_by = job.diff && out.changed ? job.fix : FixMode::kNone;
    judge_text(next, rewritten ? Chunk{0, out.fixed.size()} : chunk, out);
  } else {
    keep_what_is_left(job.fix, out);
  }
  out.untold_repairs_ = {};
  if (!out.changed) return;
  out.repaired = before - std::min(before, out.problems());
  // What is fixed may bring others to light, which take nothing from what was fixed.
  if (!overflown) out.repaired = std::max(out.repaired, fixable - std::min(fixable, out.fixable(job.fix)));
}

void Worker::keep_what_is_left(FixMode by, ChunkReport& out) {
  if (by == FixMode::kNone) return;
  out.findings.keep_if([&](const Finding& finding) {
    return !finding.has_fix || (by == FixMode::kSafeOnly && !finding.fix_safe);
  });
}

void Worker::judge_text(const JudgeJob& job, const Chunk& chunk, ChunkReport& out) {
  out.characters_ = CharacterColumn(out.text, chunk.begin, job.start.character);
  if (job.too_long) describe_skipped(job, chunk, out);
  if (job.kind) describe_kind(job, chunk, out);
  BodyReader reader(out.text, job.layout, chunk, job.start);
  Body body;
  while (reader.next(body)) {
    ++out.payloads;
    if (job.layout == Layout::kBroken) {
      describe_broken(job, chunk, body, out);
      continue;
    }
    if (passes_over(job, body, out)) continue;
    judge_one(job, body, out);
    if (large_) shed();
    if (job.turn != nullptr) give(job, out);
  }
  out.lines = reader.lines();
  if (job.left_by != FixMode::kNone) keep_what_is_left(job.left_by, out);
}

// The body, and the bodies that stand in it.
void Worker::judge_one(const JudgeJob& job, const Body& body, ChunkReport& out) {
  const Judged judged = judge_body(job, body, out);
  if (judged.fixable && judged.within.empty()) fix_one(job, body, judged.wrapped, out);
  for (const Body& each : judged.within) {
    const Amount amount = amount_of_within(out.text.substr(each.begin, each.size), 0);
    if (amount.beyond != nullptr) {
      describe_too_long(job, each, amount.beyond, out);
      continue;
    }
    judge_one(job, each, out);
    if (job.turn != nullptr) give(job, out);
  }
}

void Worker::shed() {
  outer_ = Scratch();
  known_.reset();
  inner_ = Scratch();
  deeper_.clear();
  give_back(fixed_body_);
  give_back_freed();
  large_ = false;
}

// Between two bodies.
void Worker::give(const JudgeJob& job, ChunkReport& out) {
  if (job.fix != FixMode::kNone) return;  // they are found again
  const bool enough = out.findings.size() >= kSome || out.bytes_ >= kSomeBytes;
  if (!enough && out.ids.size() < kManyIds) return;
  if (job.left_by != FixMode::kNone) keep_what_is_left(job.left_by, out);
  out.uncounted_ += out.problems_at_hand();
  job.turn->wait();
  job.turn->give_all(out);
  out.forget_given();
  out.forget_ids();
}

// A body that is too much for one worker waits for its turn, one that is too much for any is a finding.
bool Worker::passes_over(const JudgeJob& job, const Body& body, ChunkReport& out) {
  // A shorter one has fewer values than a worker may have, and fewer calls than are judged.
  const size_t short_one = std::min({2 * job.share.values, job.share.bytes, 3 * kMostCallsOfBody});
  if (job.turn == nullptr || body.size < short_one) return false;
  if (body.size > kLongestBody) {
    describe_too_long(job, body, kLongestBodyWords, out);
    return true;
  }
  const Amount amount = amount_of_body(out.text.substr(body.begin, body.size));
  if (amount.beyond != nullptr) {
    describe_too_long(job, body, amount.beyond, out);
    return true;
  }
  large_ = body.size > job.share.bytes || amount.values > job.share.values;
  if (!large_) return false;
  job.turn->wait();
  give_back_freed();
  return false;
}

// A text that is no JSON, at its beginning.
void Worker::describe_kind(const JudgeJob& job, const Chunk& chunk, ChunkReport& out) {
  ++out.payloads;
  Violation violation;
  violation.rule = &rules::not_events;
  violation.args = {job.kind.is, job.kind.instead, {}};
  describe_run(job, {chunk.begin, 0, 1, job.start.column}, violation, out);
}

// The first piece of a body that is longer than any chunk.
void Worker::describe_skipped(const JudgeJob& job, const Chunk& chunk, ChunkReport& out) {
  Placer placer(out.text, 1, job.start.column);
  const size_t begin = skip_blanks(out.text, chunk.begin);
  const Placer::Place place = placer.at(begin);
  ++out.payloads;
  describe_too_long(job, {begin, 0, place.line, place.column}, kLongestBodyWords, out);
}

// With a beginning of an array in front of it, the piece is broken where the whole array is.
void Worker::describe_broken(const JudgeJob& job, const Chunk& chunk, const Body& body,
                             ChunkReport& out) {
  const std::string_view piece = out.text.substr(chunk.begin, chunk.end - chunk.begin);
  const std::string text = std::string(job.before).append(piece);
  const Verdict verdict = job.gate.judge(text, job.arrival, outer_);
  Placer placer(piece, body.line, body.column);
  for (const Violation& violation : verdict.violations) {
    if (violation.rule != &rules::invalid_json || !has_room(job, *violation.rule, out)) continue;
    const size_t mark = out.findings.size();
    Finding& finding = out.findings.next();
    describe(verdict, violation, finding);
    put_at(placer, body.begin - out.text_begin, violation.offset - job.before.size(), finding);
    if (job.characters) count_characters(mark, out);
  }
  if (text.size() > job.share.bytes) shed();
}

void Worker::describe_too_long(const JudgeJob& job, const Body& body, std::string_view most,
                               ChunkReport& out) {
  Violation violation;
  violation.rule = &rules::body_too_long;
  violation.args = {most, "nothing in it was looked at", {}};
  describe_run(job, body, violation, out);
}

// A rule of On::kRun at the beginning of the body.
void Worker::describe_run(const JudgeJob& job, const Body& body, const Violation& what,
                          ChunkReport& out) {
  known_.reset();
  const Verdict verdict = job.gate.judge({}, job.arrival, outer_);  // a batch to speak of
  Violation violation = what;
  violation.event = kNoEvent;
  violation.severity = job.gate.rules().severity(*violation.rule, verdict.batch, kNoEvent, 0);
  if (violation.severity == Severity::kOff || !has_room(job, *violation.rule, out)) return;
  const size_t mark = out.findings.size();
  Finding& finding = out.findings.next();
  describe(verdict, violation, finding);
  finding.byte = body.begin - out.text_begin;
  finding.line = body.line;
  finding.column = body.column;
  if (job.characters) count_characters(mark, out);
}

Worker::Judged Worker::judge_body(const JudgeJob& job, const Body& body, ChunkReport& out) {
  Judged judged;
  texts_at_.clear();
  const size_t mark = out.findings.size();
  judged.wrapped = visit(job, out.text.substr(body.begin, body.size), [&](const Visit& visit) {
    if (visit.text == 0) known_ = visit.verdict;
    if (!visit.verdict.violations.empty()) describe_all(job, visit, body, out);
    if (job.ids) take_ids(visit, body, out);
    if (job.event_names) take_names(visit, body, out);
    if (job.fix != FixMode::kNone && visit.fixable()) texts_at_.push_back({visit.place.begin, out.events});
    if (job.cover) out.coverage.take(visit.verdict, job.gate.rules().tracking_plan());
    out.events += visit.verdict.batch.events.size();
    if (visit.verdict.stopped) {
      judged.stopped = true;
      RawOffsets offsets(visit.place.raw);
      missed_.push_back({visit.in_body(offsets, *visit.verdict.stopped), kMostJudgedWords,
                         "from here on not all was looked at, and nothing is fixed", &rules::body_too_long});
    }
    for (const Edit& edit : visit.verdict.edits) {
      const bool chosen = job.fix == FixMode::kAll || (job.fix == FixMode::kSafeOnly && edit.safe);
      judged.fixable |= chosen && visit.fixable();
    }
  });
  judged.fixable &= !judged.stopped;
  out.telemetry |= std::exchange(telemetry_, false);
  if (std::exchange(late_, false)) out.findings.sort_from(mark);
  if (!judged.wrapped && missed_.empty()) return judged;
  describe_wrapped(job, body, out);
  if (!judged.wrapped) return judged;
  Placer placer(out.text.substr(body.begin, body.size), body.line, body.column);
  for (const auto& [begin, end] : within_) {
    const Placer::Place place = placer.at(begin);
    judged.within.push_back({body.begin + begin, end - begin, place.line, place.column});
  }
  within_.clear();
  return judged;
}

// What a wrapped body has that was not judged, or what it is instead of calls.
void Worker::describe_wrapped(const JudgeJob& job, const Body& body, ChunkReport& out) {
  const size_t mark = out.findings.size();
  Violation violation;
  if (!wrapped_.is.empty()) {
    violation.rule = &rules::not_events;
    violation.args = {wrapped_.is, wrapped_.instead, {}};
    describe_run(job, body, violation, out);
  }
  Placer placer(out.text.substr(body.begin, body.size), body.line, body.column);
  std::stable_sort(missed_.begin(), missed_.end(),
                   [](const Missed& a, const Missed& b) { return a.offset < b.offset; });
  for (const Missed& one : missed_) {
    const Placer::Place place = placer.at(one.offset);
    violation.rule = one.rule == nullptr ? &rules::body_not_recorded : one.rule;
    violation.args = {one.what, one.why, {}};
    describe_run(job, {body.begin + one.offset, 0, place.line, place.column}, violation, out);
  }
  missed_.clear();
  if (mark < out.findings.size()) out.findings.merge_from(mark);  // else they were given away
}

// Whether one more finding may be kept; where not, some are given away first, or it is left out and
// found again.
bool Worker::has_room(const JudgeJob& job, const Rule& rule, ChunkReport& out) {
  if (job.turn == nullptr) return true;
  if (out.findings.size() < kMany && out.bytes_ < kManyBytes) return true;
  if (job.fix != FixMode::kNone) {
    out.overflown_ = true;
    out.uncounted_ += &rule == &rules::too_many_findings ? 0 : 1;
    return false;
  }
  if (job.left_by != FixMode::kNone) keep_what_is_left(job.left_by, out);
  out.uncounted_ += out.problems_at_hand();
  job.turn->wait();
  job.turn->give_findings(out);
  out.forget_given();
  return true;
}

void Worker::count_characters(size_t mark, ChunkReport& out) {
  for (Finding* finding = out.findings.begin() + mark; finding != out.findings.end(); ++finding) {
    finding->marks.character = out.characters_.at(out.text_begin + finding->byte);
  }
}

void Worker::describe_all(const JudgeJob& job, const Visit& visit, const Body& body,
                          ChunkReport& out) {
  Placer placer(out.text.substr(body.begin, body.size), body.line, body.column);
  RawOffsets offsets(visit.place.raw);
  const FixMode repairs = !visit.fixable()              ? FixMode::kNone
                          : job.left_by != FixMode::kNone ? job.left_by
                          : job.diff                    ? job.fix
                                                        : FixMode::kNone;
  const Reported told(visit.verdict, repairs);
  for (size_t i = 0; i < visit.verdict.violations.size(); ++i) {
    const Violation& found = visit.verdict.violations[i];
    if (!told.is_told(i)) {
      const bool left = found.event != kNoEvent && out.is_left_alone(out.events + found.event);
      const bool repaired = !left && is_repaired(visit.verdict, found, repairs);
      (repaired ? out.untold_repairs_ : out.untold).count(visit.verdict, found, visit.fixable());
    }
    const Violation* const violation = told.at(i);
    if (violation == nullptr || !has_room(job, *violation->rule, out)) continue;
    const size_t mark = out.findings.size();
    Finding& finding = out.findings.next();
    describe(visit.verdict, *violation, finding);
    if (finding.event) *finding.event += out.events;
    put_at(placer, body.begin - out.text_begin, visit.in_body(offsets, violation->offset), finding);
    if (!visit.fixable() || out.is_left_alone(finding.event)) forget_fix(finding);
    const size_t bytes = bytes_of(finding);
    out.bytes_ += bytes;
    out.long_ |= bytes > kLongFinding;
    if (job.characters) count_characters(mark, out);
  }
}

void Worker::take_ids(const Visit& visit, const Body& body, ChunkReport& out) {
  const Batch& batch = visit.verdict.batch;
  bool noted = false;
  for (uint32_t i = 0; i < batch.events.size(); ++i) {
    const uint32_t index = batch.events[i].slots[Slot::kMessageId];
    if (index == 0 || !batch.nodes[index].is(Kind::kString)) continue;
    const Node& node = batch.nodes[index];
    if (node.text.empty()) continue;
    if (!noted) out.bodies.push_back(body);
    noted = true;
    std::string_view id = batch.source.substr(node.begin + 1, node.end - node.begin - 2);
    if (visit.text != 0 || (node.flags & kTextEscaped) != 0) {  // the text dies with the verdict
      out.kept_ids_.push_back(std::make_unique<std::string>(cut(node.text)));
      id = *out.kept_ids_.back();
    }
    // Hashed while the text is at hand; a linter's ids need no secret key.
    out.ids.push_back({id, out.bodies.size() - 1, i, visit.text, out.events + i,
                       MessageIdWindow::hash_of(node.text, {})});
  }
}

// Not those that a finding corrects safely: they are told already, and gone once they are fixed.
void Worker::take_names(const Visit& visit, const Body& body, ChunkReport& out) {
  const Batch& batch = visit.verdict.batch;
  for (uint32_t i = 0; i < batch.events.size(); ++i) {
    const uint32_t index = batch.events[i].slots[Slot::kEvent];
    if (index == 0 || batch.events[i].call != Call::kTrack || !batch.nodes[index].is(Kind::kString)) continue;
    const std::string_view name = batch.nodes[index].text;
    const auto corrects = [&](const Edit& edit) { return edit.safe && edit.node == index; };
    const auto& edits = visit.verdict.edits;
    if (!edits.empty() && std::any_of(edits.begin(), edits.end(), corrects)) continue;
    if (!out.names.learn(name) || unfilled_name(name) != Unfilled::kNo) continue;
    out.names.add({std::string(name), body, i, visit.text, out.events + i});
  }
}

void Worker::describe_late(const LateJob& late, std::span<const LateFinding> findings, ChunkReport& out) {
  if (findings.empty()) return;
  const auto& [job, rule, body] = late;
  const size_t mark = out.findings.size();
  visit(job, out.text.substr(body.begin, body.size), [&](const Visit& visit) {
    const Batch& batch = visit.verdict.batch;
    Placer placer(out.text.substr(body.begin, body.size), body.line, body.column);
    RawOffsets offsets(visit.place.raw);
    for (const LateFinding& one : findings) {
      if (visit.text != one.text) continue;
      Violation violation;
      violation.rule = &rule;
      violation.args = one.args;
      violation.event = one.event;
      violation.node = batch.events[one.event].slots[one.at];
      violation.offset = batch.nodes[violation.node].begin;
      violation.severity = job.gate.rules().severity(rule, batch, violation.event, violation.node);
      if (violation.severity == Severity::kOff) continue;
      Finding& finding = out.findings.next();
      describe(visit.verdict, violation, finding);
      finding.event = one.index;
      put_at(placer, body.begin - out.text_begin, visit.in_body(offsets, violation.offset), finding);
    }
  });
  if (job.characters) count_characters(mark, out);
  if (body.size > job.share.bytes) shed();
}

void Worker::fix_one(const JudgeJob& job, const Body& body, bool wrapped, ChunkReport& out) {
  if (large_) inner_ = Scratch();
  left_alone_.clear();
  const FixJob fix{job.gate, job.arrival, job.fix, outer_, inner_, wrapped, &left_alone_,
                   known_ ? &*known_ : nullptr};
  const bool changed = fix_body(fix, out.text.substr(body.begin, body.size), fixed_body_);
  note_left_alone(wrapped, out);
  if (!changed) return;
  out.changed = true;
  if (large_) {  // two texts of its length are enough
    outer_ = Scratch();
    inner_ = Scratch();
    constexpr size_t kRest = size_t{64} << 10;
    out.fixed.reserve(out.fixed.size() + (body.begin - out.copied_) + fixed_body_.size() + kRest);
  }
  out.fixed += out.text.substr(out.copied_, body.begin - out.copied_);
  const size_t begin = out.fixed.size();
  out.fixed += fixed_body_;
  if (large_) give_back(fixed_body_);
  out.copied_ = body.begin + body.size;
  if (job.diff) out.regions_.push_back({body.begin, out.copied_, begin, out.fixed.size()});
}

// Of a body that is no record of others, the one text within may have moved.
void Worker::note_left_alone(bool wrapped, ChunkReport& out) const {
  for (const LeftAlone& one : left_alone_) {
    const auto here = [&](const TextAt& text) {
      return text.begin == one.text || (!wrapped && text.begin != 0 && one.text != 0);
    };
    const auto found = std::find_if(texts_at_.begin(), texts_at_.end(), here);
    if (found != texts_at_.end()) out.left_alone.push_back(found->event + one.event);
  }
}

void Worker::find_line_changes(ChunkReport& out, const Chunk& chunk) {
  const std::string_view old_text = out.text.substr(0, chunk.end);
  size_t next = 0;
  while (next < out.regions_.size()) {
    ChunkReport::Region region = out.regions_[next++];
    const size_t newline =
        region.old_begin == 0 ? std::string_view::npos : old_text.rfind('\n', region.old_begin - 1);
    const size_t start = std::max(chunk.begin, newline + 1);  // npos + 1 is 0
    size_t end = std::min(old_text.find('\n', region.old_end), old_text.size() - 1) + 1;
    while (next < out.regions_.size() && out.regions_[next].old_begin < end) {
      region.old_end = out.regions_[next].old_end;  // two documents on one line
      region.new_end = out.regions_[next++].new_end;
      end = std::min(old_text.find('\n', region.old_end), old_text.size() - 1) + 1;
    }
    const size_t new_begin = region.new_begin - (region.old_begin - start);
    const size_t new_end = region.new_end + (end - region.old_end);
    find_changes(old_text.substr(start, end - start),
                 std::string_view(out.fixed).substr(new_begin, new_end - new_begin), start,
                 out.changes);
  }
}

}  // namespace specgate
