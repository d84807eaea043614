#include "spec/schema/json_schema.h"

#include <algorithm>

#include "spec/schema/check.h"
#include "spec/schema/compiler.h"
#include "spec/schema/explain.h"
#include "spec/schema/unplanned.h"

namespace specgate {
namespace {

Values values_of(const Batch& batch) { return {batch.nodes, batch.source}; }

// Telling why asks some questions again.
constexpr uint64_t kStepsToExplain = 2 * JsonSchema::kMostSteps;

void begin(SchemaScratch::State& state, uint64_t steps) {
  state.steps = {steps, false};
  state.depth = 0;
  state.unsure = false;
  state.collected = kNone;
  state.noted.clear();
}

// In the order of the payload, and each once: a schema may be reached on two ways.
void tidy(std::vector<SchemaFailure>& failures, size_t first) {
  const auto begin = failures.begin() + static_cast<ptrdiff_t>(first);
  std::stable_sort(begin, failures.end(),
                   [](const auto& a, const auto& b) { return a.node < b.node; });
  const auto key = [](const SchemaFailure& failure) {
    return std::tuple(failure.node, failure.keyword, failure.line, failure.column, failure.missing,
                      failure.wanted);
  };
  std::vector<size_t> order(failures.size() - first);
  for (size_t i = 0; i < order.size(); ++i) order[i] = first + i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::pair(key(failures[a]), a) < std::pair(key(failures[b]), b);
  });
  std::vector<bool> again(failures.size());
  for (size_t i = 1; i < order.size(); ++i)
    again[order[i]] = key(failures[order[i]]) == key(failures[order[i - 1]]);
  size_t at = 0;
  std::erase_if(failures, [&](const SchemaFailure&) { return again[at++]; });
}

}  // namespace

#define SPECGATE_NAMES(column)                                              \
  constexpr std::string_view kNames[] = {SPECGATE_SCHEMA_KEYWORDS(column)}; \
  return kNames[static_cast<size_t>(keyword)]
#define SPECGATE_OWN(id, name, segment, rudderstack) name,
#define SPECGATE_SEGMENT(id, name, segment, rudderstack) segment,
#define SPECGATE_RUDDERSTACK(id, name, segment, rudderstack) rudderstack,
std::string_view name_of(SchemaKeyword keyword) { SPECGATE_NAMES(SPECGATE_OWN); }
std::string_view segment_type(SchemaKeyword keyword) { SPECGATE_NAMES(SPECGATE_SEGMENT); }
std::string_view rudderstack_type(SchemaKeyword keyword) { SPECGATE_NAMES(SPECGATE_RUDDERSTACK); }
#undef SPECGATE_RUDDERSTACK
#undef SPECGATE_SEGMENT
#undef SPECGATE_OWN
#undef SPECGATE_NAMES

SchemaScratch::SchemaScratch() : state_(std::make_unique<State>()) {}
SchemaScratch::~SchemaScratch() = default;
SchemaScratch::SchemaScratch(SchemaScratch&&) noexcept = default;
SchemaScratch& SchemaScratch::operator=(SchemaScratch&&) noexcept = default;

JsonSchema::JsonSchema(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

Result<JsonSchema> JsonSchema::compile(std::string_view file, const Json& schema,
                                       FormatReading reading) {
  SchemaCompiler compiler(file, schema, reading);
  std::unique_ptr<const Program> program = compiler.compile();
  if (program == nullptr) return compiler.take_problems();
  return JsonSchema(std::move(program));
}

bool JsonSchema::valid(const Batch& batch, uint32_t node, SchemaScratch& scratch) const {
  begin(*scratch.state_, kMostSteps);
  const Values values = values_of(batch);
  return SchemaChecker(*program_, values, *scratch.state_).passes(program_->root, node);
}

void JsonSchema::explain(const Batch& batch, uint32_t node, SchemaScratch& scratch,
                         std::vector<SchemaFailure>& out) const {
  if (valid(batch, node, scratch)) return;
  const size_t first = out.size();
  begin(*scratch.state_, kStepsToExplain);
  const Values values = values_of(batch);
  SchemaExplainer(*program_, values, *scratch.state_).explain(program_->root, node, out);
  tidy(out, first);
  if (!scratch.state_->steps.spent && out.size() > first) return;
  const TextPlace place = program_->schemas[program_->root].place;
  out.push_back({SchemaKeyword::kTooCostly,
                 node,
                 {},
                 "a value that is judged in fewer steps",
                 place.line,
                 place.column});
}

void JsonSchema::unplanned(const Batch& batch, uint32_t node, SchemaScratch& scratch,
                           std::vector<uint32_t>& out) const {
  begin(*scratch.state_, kMostSteps);
  const Values values = values_of(batch);
  SchemaMentions(*program_, *scratch.state_).unplanned(values, node, out);
}

Listing JsonSchema::listing(const Batch& batch, uint32_t root, uint32_t node,
                            SchemaScratch& scratch) const {
  begin(*scratch.state_, kMostSteps);
  return SchemaMentions(*program_, *scratch.state_).listing(batch, root, node);
}

std::vector<std::string_view> JsonSchema::names_at(std::span<const std::string_view> path) const {
  SchemaScratch::State state;
  begin(state, kMostSteps);
  return SchemaMentions(*program_, state).names_at(path);
}

std::span<const SchemaGap> JsonSchema::gaps() const { return program_->gaps; }

}  // namespace specgate
