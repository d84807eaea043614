#include <algorithm>

#include "spec/json/json_quote.h"
#include "spec/schema/compiler.h"

namespace specgate {
namespace {

constexpr uint32_t kBeingFollowed = kNone - 1;

bool refers(const Json& schema) {
  const Json* const reference = schema.find("$ref");
  return reference != nullptr && reference->is(Kind::kString);
}

std::string shown(const Json& value) {
  constexpr size_t kLongest = 60;
  if (value.is(Kind::kObject)) return "an object";
  if (value.is(Kind::kArray)) return value.items.empty() ? "an empty array" : "an array";
  if (value.text.size() > kLongest) return "a long value";
  std::string out;
  append_json(value, JsonLayout::kCompact, out);
  return out;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

const Json& anything() {
  static const Json kTrue = Json::boolean(true);
  return kTrue;
}

// Keywords beside which a $ref is no mere alias.
bool checks_beside(const JsonMember& member, Draft draft) {
  const WordRow* const row = held_word(member.key, draft);
  return row != nullptr && row->use == Use::kChecks && row->word != Word::kRef;
}

}  // namespace

SchemaCompiler::SchemaCompiler(std::string_view file, const Json& root, FormatReading reading)
    : file_(file),
      root_(root),
      reading_(reading),
      draft_(named_draft(root).value_or(Draft::k7)),
      refs_(root, draft_),
      program_(std::make_unique<Program>()) {}

std::unique_ptr<SchemaCompiler::Program> SchemaCompiler::compile() {
  if (!root_.is(Kind::kObject) && !root_.is(Kind::kBoolean)) {
    const bool none = root_.is(Kind::kNull) && !root_.text.empty();  // PlanReading::no_schema
    problem(root_.line, root_.column,
            none ? root_.text : "the schema is " + shown(root_) + ", wanted an object, true or false");
    return nullptr;
  }
  tell_draft();
  program_->root = number_of(root_);
  for (uint32_t i = 0; i < queue_.size(); ++i) compile_one({i, *queue_[i]});
  find_loops();
  judge_in_three();
  const auto in_file = [](const auto& a, const auto& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  };
  std::stable_sort(problems_.begin(), problems_.end(), in_file);
  if (!problems_.empty()) return nullptr;
  std::stable_sort(program_->gaps.begin(), program_->gaps.end(), in_file);
  std::sort(program_->notes.begin(), program_->notes.end(), [](const auto& a, const auto& b) {
    return std::pair(a.schema, a.keyword) < std::pair(b.schema, b.keyword);
  });
  return std::move(program_);
}

void SchemaCompiler::compile_one(const Site& site) {
  SchemaRow& row = program_->schemas[site.schema];
  row.place = {site.json.line, site.json.column};
  if (&site.json == &unknown()) {
    row.matters = kAnyKind;
    row.logic = static_cast<uint32_t>(program_->logics.size());
    program_->logics.emplace_back().unknown = true;
    unknowns_ = true;
    return;
  }
  if (site.json.is(Kind::kBoolean)) {
    row.never = site.json.is_false();
    if (!row.never) return;
    row.kinds = 0;
    note(site, SchemaKeyword::kFalse, "nothing");
    return;
  }
  if (!check_words(site)) return;
  compile_types(site);
  compile_object(site);
  compile_array(site);
  compile_string(site);
  compile_number(site);
  compile_choices(site);
  compile_logic(site);
  compile_rest(site);
  finish(site);
}

// All problems of a schema are told, and those of the schemas in it. Definitions that nobody refers
// to are compiled as well: their problems and gaps are the plan's.
bool SchemaCompiler::check_words(const Site& site) {
  bool fine = true;
  for (const JsonMember& member : site.json.members) fine = check_word(member) && fine;
  return fine;
}

// `"required": false` is how draft-03 said that a member may be absent: it asks for nothing.
bool SchemaCompiler::check_word(const JsonMember& member) {
  tell_later(member);
  const WordRow* const row = held_word(member.key, draft_);
  if (row == nullptr || row->use == Use::kTells || row->use == Use::kNames) return true;
  const std::string wrong = misshapen(*row, member.value, draft_);
  if (wrong.empty()) {
    for_schemas_in(row->shape, member.value, [&](const Json& one) { number_of(one); });
    return true;
  }
  if (row->word == Word::kRequired && member.value.is_false()) {
    gap(SchemaGap::Kind::kReading, member.value,
        "\"required\" is false, wanted an array of strings; it asks for nothing");
    return true;
  }
  problem(member.value.line, member.value.column,
          quoted(member.key) + " is " + shown(member.value) + ", " + wrong);
  return false;
}

void SchemaCompiler::compile_types(const Site& site) {
  const Json* const types = site.find("type");
  if (types == nullptr) return tell_idle_null(site);
  const std::span<const Json> names =
      types->is(Kind::kArray) ? std::span<const Json>(types->items) : std::span(types, 1);
  KindMask kinds = 0;
  std::string wanted;
  for (const Json& name : names) {
    if (name.text == "any") {
      gap(SchemaGap::Kind::kReading, name,
          "\"any\" is no type of JSON Schema, it is read as any value");
    }
    kinds = static_cast<KindMask>(kinds | kinds_named(name.text));
    if (!wanted.empty()) wanted += " or ";
    wanted += name.text;
  }
  SchemaRow& row = program_->schemas[site.schema];
  row.kinds = kinds;
  row.whole = (kinds & kNumber) == mask(Kind::kInteger) && draft_ != Draft::k4;
  take_null(site);
  if (row.kinds != kinds) wanted += " or null";
  note(site, SchemaKeyword::kType, kept(wanted));
}

// OpenAPI 3.0: `nullable: true` adds null to `type`, and to nothing else.
void SchemaCompiler::take_null(const Site& site) {
  const Json* const nullable = site.find("nullable");
  SchemaRow& row = program_->schemas[site.schema];
  if (nullable == nullptr || !nullable->is_true() || admits(row.kinds, Kind::kNull)) return;
  row.kinds = static_cast<KindMask>(row.kinds | mask(Kind::kNull));
  const Json* const values = site.find("enum");
  const auto is_null = [](const Json& value) { return value.is(Kind::kNull); };
  const bool shut = values != nullptr &&
                    std::none_of(values->items.begin(), values->items.end(), is_null);
  gap(SchemaGap::Kind::kReading, *nullable,
      shut ? "\"nullable\" is OpenAPI's, not JSON Schema's; it is read as one more type, null, which "
             "the enum beside it does not list"
           : "\"nullable\" is OpenAPI's, not JSON Schema's; it is read as one more type, null");
}

// Where there is no `type`, OpenAPI 3.0.3 gives it no meaning: null is what the keywords beside it say.
void SchemaCompiler::tell_idle_null(const Site& site) {
  const Json* const nullable = site.find("nullable");
  if (nullable == nullptr || !nullable->is_true()) return;
  gap(SchemaGap::Kind::kReading, *nullable,
      "\"nullable\" is OpenAPI's, not JSON Schema's; without a type beside it, it admits nothing");
}

void SchemaCompiler::finish(const Site& site) {
  SchemaRow& row = program_->schemas[site.schema];
  unsigned matters = 0;
  if (row.object != kNone) matters |= mask(Kind::kObject);
  if (row.array != kNone) matters |= mask(Kind::kArray);
  if (row.string != kNone) matters |= mask(Kind::kString);
  if (row.number != kNone) matters |= kNumber;
  if (row.logic != kNone || row.choice != kNone || row.fixed != kNone) matters = kAnyKind;
  if (row.rest != kNone) matters |= mask(Kind::kObject) | mask(Kind::kArray);
  row.matters = static_cast<KindMask>(matters);
}

const Json& SchemaCompiler::unknown() {
  static const Json kUnknown = Json::boolean(true);
  return kUnknown;
}

const Json* SchemaCompiler::next_of(const Json& schema, std::string_view word) {
  const Json& reference = *schema.find(word);
  const std::string named = std::string(word) + " " + quoted(reference.text);
  const SchemaRefs::Target target = refs_.follow(schema, word);
  switch (target.outcome) {
    case SchemaRefs::Outcome::kRemote:
      gap(SchemaGap::Kind::kReference, reference,
          named + " is not in this schema, and nothing is fetched");
      return &unknown();
    case SchemaRefs::Outcome::kNothing:
      problem(reference.line, reference.column, named + " points to nothing");
      return nullptr;
    case SchemaRefs::Outcome::kFound:
      break;
  }
  if (target.schema->is(Kind::kObject) || target.schema->is(Kind::kBoolean)) return target.schema;
  problem(reference.line, reference.column, named + " points to what is no schema");
  return nullptr;
}

bool SchemaCompiler::is_alias(const Json& schema) const {
  if (!refers(schema)) return false;
  return !refs_.siblings_count() ||
         std::none_of(schema.members.begin(), schema.members.end(),
                      [&](const JsonMember& member) { return checks_beside(member, draft_); });
}

const Json* SchemaCompiler::asked(const Site& site, std::string_view word) const {
  const WordRow* const row = held_word(word, draft_);
  return row == nullptr ? nullptr : site.find(word);
}

uint32_t SchemaCompiler::number_of_plain(const Json& schema) {
  const auto [at, added] = numbers_.emplace(&schema, 0);
  const bool fresh = added || at->second == kBeingFollowed;
  if (!fresh) return at->second;
  at->second = static_cast<uint32_t>(queue_.size());
  queue_.push_back(&schema);
  program_->schemas.emplace_back();
  return at->second;
}

uint32_t SchemaCompiler::number_of(const Json& schema) {
  std::vector<const Json*> chain;
  const Json* at = &schema;
  while (at != nullptr && is_alias(*at) && !numbers_.contains(at)) {
    chain.push_back(at);
    tell_beside(*at);
    numbers_.emplace(at, kBeingFollowed);
    at = next_of(*at);
  }
  const auto known = at == nullptr ? numbers_.end() : numbers_.find(at);
  const bool loop = known != numbers_.end() && known->second == kBeingFollowed;
  if (loop) {
    const Json& reference = *at->find("$ref");
    problem(reference.line, reference.column,
            "$ref " + quoted(reference.text) + " leads back to itself");
  }
  const uint32_t number = number_of_plain(at == nullptr || loop ? anything() : *at);
  for (const Json* const one : chain) numbers_[one] = number;
  return number;
}

uint32_t SchemaCompiler::child_of(const Site& site, std::string_view word) {
  const Json* const child = site.find(word);
  return child == nullptr ? kNone : number_of(*child);
}

uint32_t SchemaCompiler::rest_of(const Site& site, std::string_view word, bool& closed) {
  const Json* const child = site.find(word);
  if (child == nullptr || child->is_true()) return kNone;
  closed = child->is_false();
  return closed ? kNone : number_of(*child);
}

uint32_t SchemaCompiler::add_pattern(const Json& place, std::string_view expression) {
  const auto [at, added] = pattern_numbers_.emplace(expression, kNone);
  if (!added && at->second != kNone) return at->second;
  if (const std::string meant = pasted_literal(expression); !meant.empty()) {
    gap(SchemaGap::Kind::kReading, place,
        "pattern " + quoted(expression) +
            " is a literal with its slashes, which are matched as they stand; write " +
            quoted(meant));
  }
  Result<Pattern> pattern = Pattern::compile(expression);
  if (!pattern) {
    gap(SchemaGap::Kind::kPattern, place, pattern.problems()[0].message);
    unknowns_ = true;
    return kUnheld;
  }
  at->second = static_cast<uint32_t>(program_->patterns.size());
  program_->patterns.push_back(*std::move(pattern));
  return at->second;
}

std::string_view SchemaCompiler::kept(std::string_view text) {
  return program_->texts.emplace_back(text);
}

void SchemaCompiler::note(const Site& site, SchemaKeyword keyword, std::string_view wanted,
                          std::string_view word) {
  const Json* const value = site.find(word.empty() ? name_of(keyword) : word);
  const Json& at = value == nullptr ? site.json : *value;
  program_->notes.push_back({site.schema, keyword, {at.line, at.column}, wanted});
}

void SchemaCompiler::problem(uint32_t line, uint32_t column, std::string message) {
  constexpr size_t kMost = 1000;  // who has more is no nearer to the end
  if (problems_.size() < kMost) problems_.push_back({file_, line, column, std::move(message)});
}

void SchemaCompiler::gap(SchemaGap::Kind kind, const Json& place, std::string message) {
  gap(kind, NotePlace{place.line, place.column}, std::move(message));
}

void SchemaCompiler::gap(SchemaGap::Kind kind, NotePlace place, std::string message) {
  program_->gaps.push_back({kind, place.line, place.column, std::move(message)});
}

}  // namespace specgate
