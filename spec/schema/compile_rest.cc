// unevaluatedProperties and unevaluatedItems, what is judged yes, no or unknown, and what is told of
// the draft: how a schema is read where that is not how everybody would.
#include <algorithm>

#include "spec/schema/compiler.h"
#include "spec/text/edit_distance.h"

namespace specgate {
namespace {

constexpr std::string_view kMembers = "unevaluatedProperties", kItems = "unevaluatedItems";

bool names_rest(const Json& json) {
  return std::any_of(json.items.begin(), json.items.end(), names_rest) ||
         std::any_of(json.members.begin(), json.members.end(), [](const JsonMember& member) {
           return member.key == kMembers || member.key == kItems || names_rest(member.value);
         });
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

void SchemaCompiler::compile_rest(const Site& site) {
  RestRow row;
  row.members_asked = asked(site, kMembers) != nullptr;
  row.items_asked = asked(site, kItems) != nullptr;
  if (!row.members_asked && !row.items_asked) return;
  if (row.members_asked) row.members = rest_of(site, kMembers, row.members_closed);
  if (row.items_asked) row.items = rest_of(site, kItems, row.items_closed);
  if (row.members_closed)
    note(site, SchemaKeyword::kUnevaluatedProperties, "no members but those planned");
  if (row.items_closed) note(site, SchemaKeyword::kUnevaluatedItems, "no items but those planned");
  program_->schemas[site.schema].rest = static_cast<uint32_t>(program_->rests.size());
  program_->rests.push_back(row);
}

// Where nothing is unknown, and nobody asks what was evaluated, the shorter way is taken.
void SchemaCompiler::judge_in_three() {
  if (!unknowns_ && !rests_) return;
  for (LogicRow& row : program_->logics) row.weighs = true;
  for (ArrayRow& row : program_->arrays) row.tells = rests_;
  for (ObjectRow& row : program_->objects) row.tells = rests_;
}

void SchemaCompiler::tell_draft() {
  rests_ = draft_ >= Draft::k7 && names_rest(root_);
  const Json* const schema = root_.find("$schema");
  if (schema == nullptr || schema->text.empty() || named_draft(root_)) return;
  gap(SchemaGap::Kind::kKeyword, *schema,
      "$schema " + quoted(schema->text) + " is not known; the schema is read as draft-07");
}

void SchemaCompiler::tell_foreign(const JsonMember& member) {
  const std::string_view language = language_of(member);
  if (language.empty()) return tell_slip(member);
  if (!told_.insert(member.key).second) return;
  gap(SchemaGap::Kind::kKeyword, NotePlace{member.line, member.column},
      quoted(member.key) + " is a keyword of " + std::string(language) + ", not of " +
          std::string(name_of(draft_)) + "; it is not held");
}

// Only of what would refuse values, as a misspelt `title` asks for nothing, and of slips of the hand: words that are
// further away may be a team's own.
void SchemaCompiler::tell_slip(const JsonMember& member) {
  constexpr size_t kMostEdits = 2;
  const WordRow* const meant = meant_word(member);
  if (meant == nullptr || meant->use != Use::kChecks) return;
  if (edit_distance(member.key, meant->name, kMostEdits) > kMostEdits) return;
  if (!told_.insert(member.key).second) return;
  gap(SchemaGap::Kind::kSlip, NotePlace{member.line, member.column},
      quoted(member.key) + " is no keyword of JSON Schema and not held, did you mean " + quoted(meant->name) + "?");
}

void SchemaCompiler::tell_later(const JsonMember& member) {
  const WordRow* const row = word_of(member.key);
  if (row == nullptr) return tell_foreign(member);
  if (row->use != Use::kChecks || word_of(row->name, draft_) != nullptr) return;
  if (!told_.insert(row->name).second) return;
  const bool held = held_word(row->name, draft_) != nullptr;
  const std::string_view when = row->first > draft_ ? " from " : " up to ";
  const Draft known = row->first > draft_ ? row->first : row->last;
  gap(held ? SchemaGap::Kind::kReading : SchemaGap::Kind::kKeyword,
      NotePlace{member.line, member.column},
      quoted(row->name) + " is a keyword" + std::string(when) + std::string(name_of(known)) +
          (row->first > draft_ ? " on, not of " : ", not of ") + std::string(name_of(draft_)) +
          (held ? "; it is held all the same" : "; it is not held"));
}

void SchemaCompiler::tell_beside(const Json& reference) {
  for (const JsonMember& member : reference.members) {
    const WordRow* const row = word_of(member.key);
    if (row == nullptr) tell_foreign(member);
    if (refs_.siblings_count()) continue;
    const bool checks = row != nullptr && row->use == Use::kChecks && row->word != Word::kRef;
    if (!checks && !(member.key == "nullable" && member.value.is_true())) continue;
    gap(SchemaGap::Kind::kReading, NotePlace{member.line, member.column},
        quoted(member.key) + " beside a $ref does not count in " + std::string(name_of(draft_)));
  }
}

}  // namespace specgate
