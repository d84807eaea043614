#include "lint/plan/replay.h"

#include "lint/input/wrapped_bodies.h"
#include "rules/plan/plan_check.h"

namespace specgate {
namespace {

std::string title_of(const Batch& batch, const Event& event) {
  const std::string_view name =
      text_in(batch, event.slots, event.call == Call::kTrack ? Slot::kEvent : Slot::kName);
  std::string out(name_of(event.call));
  return name.empty() ? out : out + " \"" + std::string(name) + '"';
}

std::string library_of(const Batch& batch, const Event& event) {
  const Node* const library = member_of(batch, context_of(batch, event), "library");
  const std::string_view name = text_of(member_of(batch, library, "name"));
  const std::string_view version = text_of(member_of(batch, library, "version"));
  if (name.empty()) return "no library";
  return version.empty() ? std::string(name) : std::string(name) + " " + std::string(version);
}

bool passes(const CompiledPlan& plan, const Batch& batch, const Event& event, SchemaScratch& scratch) {
  const PlanAnswer answer = plan_answer(plan, batch, event);
  const auto accepts = [&](const PlannedRule* rule) {
    return rule == nullptr || rule->schema.valid(batch, event.root, scratch);
  };
  return !answer.unplanned && accepts(answer.own) && accepts(answer.viewed) && accepts(answer.common);
}

class Replayer {
 public:
  Replayer(const PlanPair& plans, std::string_view source, Replay& out)
      : plans_(plans), source_(source), out_(out) {}

  void take(const Batch& batch) {
    for (const Event& event : batch.events) {
      ++out_.events;
      if (!passes(plans_.before, batch, event, scratch_)) continue;
      ++out_.total.passed;
      ReplayCount& count = seen_[{title_of(batch, event), source_, library_of(batch, event)}];
      ++count.passed;
      if (passes(plans_.after, batch, event, scratch_)) continue;
      ++count.fail;
      ++out_.total.fail;
    }
  }

  void finish() {
    for (const auto& [key, count] : seen_) {
      out_.counts[key].passed += count.passed;
      out_.counts[key].fail += count.fail;
    }
  }

 private:
  const PlanPair& plans_;
  std::string source_;
  Replay& out_;
  std::map<Replay::Key, ReplayCount> seen_;
  SchemaScratch scratch_;
};

}  // namespace

std::string replay(const PlanPair& plans, std::string_view source, ChunkStream& text, const Spec& spec,
                   Replay& out) {
  Replayer replayer(plans, source, out);
  WrappedBodies bodies(spec);
  std::string wrong;
  for (StreamChunk chunk; text.next(chunk);) {
    if (chunk.too_long) wrong = kTooLong;
    if (chunk.kind) wrong = wrong_kind(chunk.kind);
    const std::string_view piece = chunk.text;
    BodyReader reader(piece, chunk.layout, {0, piece.size()}, chunk.start);
    for (Body body; reader.next(body);) {
      bodies.visit(piece.substr(body.begin, body.size),
                   [&](const Batch& batch) { replayer.take(batch); });
    }
  }
  replayer.finish();
  std::erase_if(out.counts, [](const auto& one) { return one.second.fail == 0; });
  return wrong;
}

}  // namespace specgate
