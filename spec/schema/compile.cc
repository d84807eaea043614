#include <algorithm>

#include "spec/json_quote.h"
#include "spec/schema/compiler.h"

namespace specgate {
namespace {

constexpr uint32_t kBeingFollowed = kNone - 1;

Draft draft_of(const Json& root) {
  const std::string_view uri = root.text_of("$schema");
  if (uri.find("/draft-04/") != std::string_view::npos) return Draft::k4;
  if (uri.find("/draft-06/") != std::string_view::npos) return Draft::k6;
  return Draft::k7;
}

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

}  // namespace

SchemaCompiler::SchemaCompiler(std::string_view file, const Json& root)
    : file_(file),
      root_(root),
      draft_(draft_of(root)),
      refs_(root, draft_),
      program_(std::make_unique<Program>()) {}

std::unique_ptr<SchemaCompiler::Program> SchemaCompiler::compile() {
  if (!root_.is(Kind::kObject) && !root_.is(Kind::kBoolean)) {
    problem(root_.line, root_.column,
            "the schema is " + shown(root_) + ", wanted an object, true or false");
    return nullptr;
  }
  program_->root = number_of(root_);
  for (uint32_t i = 0; i < queue_.size(); ++i) compile_one({i, *queue_[i]});
  find_loops();
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
  finish(site);
}

// All problems of a schema are told, and those of the schemas in it. Definitions that nobody refers
// to are compiled as well: their problems and gaps are the plan's.
bool SchemaCompiler::check_words(const Site& site) {
  bool fine = true;
  for (const JsonMember& member : site.json.members) {
    const WordRow* const row = word_of(member.key, draft_);
    if (row == nullptr || row->use == Use::kTells || row->use == Use::kNames) continue;
    const std::string wrong = misshapen(*row, member.value, draft_);
    if (wrong.empty()) {
      for_schemas_in(row->shape, member.value, [&](const Json& one) { number_of(one); });
      continue;
    }
    fine = false;
    problem(member.value.line, member.value.column,
            quoted(member.key) + " is " + shown(member.value) + ", " + wrong);
  }
  return fine;
}

void SchemaCompiler::compile_types(const Site& site) {
  const Json* const types = site.find("type");
  if (types == nullptr) return;
  const std::span<const Json> names =
      types->is(Kind::kArray) ? std::span<const Json>(types->items) : std::span(types, 1);
  KindMask kinds = 0;
  std::string wanted;
  for (const Json& name : names) {
    kinds = static_cast<KindMask>(kinds | kinds_named(name.text));
    if (!wanted.empty()) wanted += " or ";
    wanted += name.text;
  }
  SchemaRow& row = program_->schemas[site.schema];
  row.kinds = kinds;
  row.whole = (kinds & kNumber) == mask(Kind::kInteger) && draft_ != Draft::k4;
  note(site, SchemaKeyword::kType, kept(wanted));
}

void SchemaCompiler::finish(const Site& site) {
  SchemaRow& row = program_->schemas[site.schema];
  unsigned matters = 0;
  if (row.object != kNone) matters |= mask(Kind::kObject);
  if (row.array != kNone) matters |= mask(Kind::kArray);
  if (row.string != kNone) matters |= mask(Kind::kString);
  if (row.number != kNone) matters |= kNumber;
  if (row.logic != kNone || row.choice != kNone || row.fixed != kNone) matters = kAnyKind;
  row.matters = static_cast<KindMask>(matters);
}

// What its $ref points to, or null. Tells of those that point to nothing or are not here.
const Json* SchemaCompiler::next_of(const Json& schema) {
  const Json& reference = *schema.find("$ref");
  const SchemaRefs::Target target = refs_.follow(schema);
  switch (target.outcome) {
    case SchemaRefs::Outcome::kRemote:
      gap(SchemaGap::Kind::kReference, reference,
          "$ref " + quoted(reference.text) + " is not in this schema, and nothing is fetched");
      return nullptr;
    case SchemaRefs::Outcome::kNothing:
      problem(reference.line, reference.column,
              "$ref " + quoted(reference.text) + " points to nothing");
      return nullptr;
    case SchemaRefs::Outcome::kFound:
      break;
  }
  if (target.schema->is(Kind::kObject) || target.schema->is(Kind::kBoolean)) return target.schema;
  problem(reference.line, reference.column,
          "$ref " + quoted(reference.text) + " points to what is no schema");
  return nullptr;
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
  while (at != nullptr && refers(*at) && !numbers_.contains(at)) {
    chain.push_back(at);
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
  Result<Pattern> pattern = Pattern::compile(expression);
  if (!pattern) {
    gap(SchemaGap::Kind::kPattern, place, pattern.problems()[0].message);
    return kNone;
  }
  at->second = static_cast<uint32_t>(program_->patterns.size());
  program_->patterns.push_back(*std::move(pattern));
  return at->second;
}

std::string_view SchemaCompiler::kept(std::string_view text) {
  return program_->texts.emplace_back(text);
}

void SchemaCompiler::note(const Site& site, SchemaKeyword keyword, std::string_view wanted) {
  const Json* const value = site.find(name_of(keyword));
  const Json& at = value == nullptr ? site.json : *value;
  program_->notes.push_back({site.schema, keyword, {at.line, at.column}, wanted});
}

void SchemaCompiler::problem(uint32_t line, uint32_t column, std::string message) {
  constexpr size_t kMost = 1000;  // who has more is no nearer to the end
  if (problems_.size() < kMost) problems_.push_back({file_, line, column, std::move(message)});
}

void SchemaCompiler::gap(SchemaGap::Kind kind, const Json& place, std::string message) {
  program_->gaps.push_back({kind, place.line, place.column, std::move(message)});
}

}  // namespace specgate
