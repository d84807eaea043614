#include "lint/plan_replay.h"

#include <algorithm>
#include <charconv>

#include "lint/wrapped_bodies.h"
#include "rules/plan_check.h"

namespace specgate {
namespace {

struct RuleName {
  PlanRuleKind kind;
  std::string_view key;
};

// The rules a call answers to, besides COMMON.
std::vector<RuleName> rules_of(const Batch& batch, const Event& event) {
  const std::string_view name = text_in(batch, event.slots, Slot::kName);
  using enum PlanRuleKind;
  switch (event.call) {
    case Call::kTrack:
      return {{kTrack, text_in(batch, event.slots, Slot::kEvent)}};
    case Call::kIdentify:
      return {{kIdentify, ""}};
    case Call::kGroup:
      return {{kGroup, ""}};
    case Call::kPage:
      if (name.empty()) return {{kTrack, "Page Viewed"}, {kPage, ""}};
      return {{kTrack, "Page Viewed"}, {kPage, ""}, {kPage, name}};
    case Call::kScreen:
      if (name.empty()) return {{kTrack, "Screen Viewed"}, {kScreen, ""}};
      return {{kTrack, "Screen Viewed"}, {kScreen, ""}, {kScreen, name}};
    case Call::kAlias:
    case Call::kUnknown:
      return {};
  }
  return {};
}

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

class Replayer {
 public:
  Replayer(const PlanJudge& before, const PlanJudge& after, std::string_view source, Replay& out)
      : before_(before), after_(after), source_(source), out_(out) {}

  void take(const Batch& batch) {
    for (const Event& event : batch.events) {
      ++out_.events;
      if (!before_.passes(batch, event, scratch_)) continue;
      ++out_.total.passed;
      ReplayCount& count = seen_[{title_of(batch, event), source_, library_of(batch, event)}];
      ++count.passed;
      if (after_.passes(batch, event, scratch_)) continue;
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
  const PlanJudge& before_;
  const PlanJudge& after_;
  std::string source_;
  Replay& out_;
  std::map<Replay::Key, ReplayCount> seen_;
  SchemaScratch scratch_;
};

}  // namespace

Result<PlanJudge> PlanJudge::compile(const TrackingPlan& plan) {
  PlanJudge out;
  for (const PlanRule& rule : plan.rules) {
    Result<JsonSchema> schema = JsonSchema::compile(plan.file, rule.schema, plan.formats);
    if (!schema) schema = JsonSchema::compile(plan.file, Json::boolean(true));  // it judges nothing
    if (!schema) return schema.problems();
    out.rules_[{rule.kind, rule.key}].push_back({rule.version, *std::move(schema)});
  }
  for (auto& [name, versions] : out.rules_) {
    std::stable_sort(versions.begin(), versions.end(),
                     [](const Version& a, const Version& b) { return a.number < b.number; });
  }
  return out;
}

const PlanJudge::Versions* PlanJudge::find(PlanRuleKind kind, std::string_view key) const {
  const auto at = rules_.find({kind, std::string(key)});
  return at == rules_.end() ? nullptr : &at->second;
}

bool PlanJudge::passes(const Batch& batch, const Event& event, SchemaScratch& scratch) const {
  const int64_t wanted = event_version(batch, event).value_or(0);  // no version has this number
  const auto accepts = [&](const Versions& versions) {
    const auto at = std::find_if(versions.begin(), versions.end(),
                                 [&](const Version& one) { return one.number == wanted; });
    const Version& version = at == versions.end() ? versions.front() : *at;
    return version.schema.valid(batch, event.root, scratch);
  };
  for (const RuleName& name : rules_of(batch, event)) {
    const Versions* const versions = find(name.kind, name.key);
    if (versions == nullptr && event.call == Call::kTrack) return false;
    if (versions != nullptr && !accepts(*versions)) return false;
  }
  const Versions* const common = find(PlanRuleKind::kCommon, "");
  return common == nullptr || accepts(*common);
}

std::string replay(const PlanJudge& before, const PlanJudge& after, std::string_view source,
            ChunkStream& text, const Spec& spec, Replay& out) {
  Replayer replayer(before, after, source, out);
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
