#include "rules/report/finding.h"

#include "rules/engine/cut.h"
#include "rules/engine/edit.h"
#include "rules/engine/library_hint.h"
#include "rules/report/json_string.h"
#include "rules/report/render.h"
#include "rules/rules.h"

namespace specgate {
namespace {

std::string_view name_of_event(const Batch& batch, const Event& event) {
  const bool viewed = event.call == Call::kPage || event.call == Call::kScreen;
  return text_in(batch, event.slots, viewed ? Slot::kName : Slot::kEvent);
}

void describe_event(const Batch& batch, uint32_t index, Finding& out) {
  out.event.reset();
  out.type.clear();
  out.event_name.clear();
  out.message_id.clear();
  if (index == kNoEvent) return;
  const Event& event = batch.events[index];
  out.event = index;
  append_cut(event.call == Call::kUnknown ? text_in(batch, event.slots, Slot::kType)
                                          : name_of(event.call),
             out.type);
  append_cut(name_of_event(batch, event), out.event_name);
  append_cut(text_in(batch, event.slots, Slot::kMessageId), out.message_id);
}

// The edit that replaces the value or the key the finding points at; else the only edit there is.
const Edit* main_edit(const Violation& violation, const std::vector<const Edit*>& edits) {
  const auto replaces = [](const Edit& edit) {
    return edit.op == Edit::Op::kReplace || edit.op == Edit::Op::kRename;
  };
  for (const Edit* edit : edits) {
    if (replaces(*edit) && edit->node == violation.node) return edit;
  }
  return edits.size() == 1 && replaces(*edits[0]) ? edits[0] : nullptr;
}

// Of all edits, before anything is escaped; 0 where it cannot be long.
uint64_t patch_bytes(const Verdict& verdict, const Violation& violation) {
  const Batch& batch = verdict.batch;
  constexpr size_t kShort = kMostPatch / 16;
  if (batch.source.size() <= kShort && violation.edits.count <= 2) return 0;  // nearly always
  const uint32_t root = violation.event == kNoEvent ? 0 : batch.events[violation.event].root;
  uint64_t bytes = 0;
  for (const Edit& edit : verdict.edits.subspan(violation.edits.first, violation.edits.count)) {
    bytes += pointer_bytes(batch, root, edit.node) + edit.key.size() + edit.json.size();
    if (edit.op == Edit::Op::kMove) bytes += pointer_bytes(batch, root, edit.target);
  }
  return bytes;
}

void describe_fix(const Verdict& verdict, const Violation& violation, Finding& out) {
  out.has_fix = violation.edits.count != 0;
  out.fix_safe = out.has_fix;
  out.replacement.reset();
  out.patch.clear();
  out.patch_too_long = false;
  if (!out.has_fix) return;
  std::vector<const Edit*> edits;
  for (const Edit& edit : verdict.edits.subspan(violation.edits.first, violation.edits.count)) {
    edits.push_back(&edit);
    out.fix_safe = out.fix_safe && edit.safe;
  }
  out.patch_too_long = patch_bytes(verdict, violation) > kMostPatch;
  if (out.patch_too_long) return;
  append_patch(verdict.batch, violation.event, edits, out.patch);
  if (const Edit* edit = main_edit(violation, edits); edit != nullptr) {
    out.replacement = edit->op == Edit::Op::kRename ? std::string(edit->key) : plain_of(edit->json);
  }
}

// Of what is missing: the code may well set it.
void describe_library(const Batch& batch, const Violation& violation, Finding& out) {
  if (violation.rule != &rules::plan_required_missing || violation.event == kNoEvent) return;
  const std::string_view words = left_out_by_library(batch, batch.events[violation.event]);
  if (!words.empty()) out.message.append("; ").append(words);
}

void describe_plan(const Verdict& verdict, const Violation& violation, Finding& out) {
  out.plan.reset();
  if (violation.plan_place == kNoPlanPlace) return;
  const PlanPlace& place = verdict.plan_places[violation.plan_place];
  out.plan = {std::string(place.file), place.line, place.column, std::string(place.segment),
              std::string(place.rudderstack)};
  if (place.line == 0) return;
  out.message += " (" + out.plan->file + ':' + std::to_string(place.line) + ':' +
                 std::to_string(place.column) + ')';
}

}  // namespace

void describe(const Verdict& verdict, const Violation& violation, Finding& out) {
  out.rule = violation.rule;
  out.severity = violation.severity;
  out.segment_code = violation.segment_code;
  out.pointer.clear();
  append_pointer(verdict, violation, out.pointer);
  out.message.clear();
  append_message(violation, out.message);
  describe_event(verdict.batch, violation.event, out);
  out.marks = {};
  out.suggestions.clear();
  const Range range = violation.suggestions;
  for (std::string_view text : verdict.suggestions.subspan(range.first, range.count)) {
    append_cut(text, out.suggestions.emplace_back());
  }
  describe_fix(verdict, violation, out);
  describe_library(verdict.batch, violation, out);
  describe_plan(verdict, violation, out);
}

}  // namespace specgate
