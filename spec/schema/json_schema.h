// A JSON Schema (draft-07; another draft from draft-04 to 2020-12 where $schema says so), compiled
// once into flat checks over the nodes of a decoded body: no second parse, no tree, no network.
// Where draft-07 is meant, keywords of later drafts count as well, as they do there.
//
// Two halves: valid() says yes or no at once and builds nothing; explain() walks again, only where
// the answer is no, and says what failed where. anyOf, oneOf, not and if use the first half alone.
//
// Immutable once compiled, shared by all threads; a SchemaScratch a thread. Time is bounded: after
// kMostSteps steps on one value the answer is no, with the failure kTooCostly.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/event/event.h"
#include "spec/json/json.h"
#include "spec/schema/format_reading.h"
#include "spec/text/result.h"

namespace specgate {

// Every keyword that can fail, with the words that Segment (gojsonschema's kinds in Title Case, of
// which the docs show "Required" and "Invalid Type": protocols/validate/forward-violations.md) and
// RudderStack (violation types of its tracking plans) have for it.
#define SPECGATE_SCHEMA_KEYWORDS(X)                                                               \
  X(kFalse, "false", "False", "Unknown-Violation")  /* the schema `false` admits nothing */       \
  X(kType, "type", "Invalid Type", "Datatype-Mismatch")                                           \
  X(kEnum, "enum", "Enum", "Unknown-Violation")                                                   \
  X(kConst, "const", "Const", "Unknown-Violation")                                                \
  X(kRequired, "required", "Required", "Required-Missing")                                        \
  X(kAdditionalProperties, "additionalProperties", "Additional Property Not Allowed",             \
    "Additional-Properties")                                                                      \
  X(kUnevaluatedProperties, "unevaluatedProperties", "Unevaluated Property Not Allowed",          \
    "Unknown-Violation")                                                                          \
  X(kPropertyNames, "propertyNames", "Invalid Property Name", "Unknown-Violation")                \
  X(kMinProperties, "minProperties", "Array Min Properties", "Unknown-Violation")                 \
  X(kMaxProperties, "maxProperties", "Array Max Properties", "Unknown-Violation")                 \
  X(kDependencies, "dependencies", "Missing Dependency", "Unknown-Violation")                     \
  X(kDependentRequired, "dependentRequired", "Missing Dependency", "Unknown-Violation")           \
  X(kUnevaluatedItems, "unevaluatedItems", "Unevaluated Item Not Allowed", "Unknown-Violation")   \
  X(kAdditionalItems, "additionalItems", "Array No Additional Items", "Unknown-Violation")        \
  X(kMinItems, "minItems", "Array Min Items", "Unknown-Violation")                                \
  X(kMaxItems, "maxItems", "Array Max Items", "Unknown-Violation")                                \
  X(kUniqueItems, "uniqueItems", "Unique", "Unknown-Violation")                                   \
  X(kContains, "contains", "Contains", "Unknown-Violation")                                       \
  X(kMinContains, "minContains", "Contains", "Unknown-Violation")                                 \
  X(kMaxContains, "maxContains", "Contains", "Unknown-Violation")                                 \
  X(kMinLength, "minLength", "String Gte", "Unknown-Violation")                                   \
  X(kMaxLength, "maxLength", "String Lte", "Unknown-Violation")                                   \
  X(kPattern, "pattern", "Pattern", "Unknown-Violation")                                          \
  X(kFormat, "format", "Format", "Unknown-Violation")                                             \
  X(kMultipleOf, "multipleOf", "Multiple Of", "Unknown-Violation")                                \
  X(kMinimum, "minimum", "Number Gte", "Unknown-Violation")                                       \
  X(kExclusiveMinimum, "exclusiveMinimum", "Number Gt", "Unknown-Violation")                      \
  X(kMaximum, "maximum", "Number Lte", "Unknown-Violation")                                       \
  X(kExclusiveMaximum, "exclusiveMaximum", "Number Lt", "Unknown-Violation")                      \
  X(kAnyOf, "anyOf", "Number Any Of", "Unknown-Violation")                                        \
  X(kOneOf, "oneOf", "Number One Of", "Unknown-Violation")                                        \
  X(kNot, "not", "Number Not", "Unknown-Violation")                                               \
  X(kThen, "then", "Condition Then", "Unknown-Violation")                                         \
  X(kElse, "else", "Condition Else", "Unknown-Violation")                                         \
  X(kTooCostly, "too-costly", "Internal", "Unknown-Violation")  /* more than kMostSteps steps */

enum class SchemaKeyword : uint8_t {
#define X(id, name, segment, rudderstack) id,
  SPECGATE_SCHEMA_KEYWORDS(X)
#undef X
};
std::string_view name_of(SchemaKeyword keyword);
std::string_view segment_type(SchemaKeyword keyword);
std::string_view rudderstack_type(SchemaKeyword keyword);

// One keyword that a value fails. Views into the JsonSchema.
struct SchemaFailure {
  SchemaKeyword keyword = SchemaKeyword::kType;
  uint32_t node = 0;            // the value; of additionalProperties, propertyNames and
                                // unevaluatedProperties: the member; of additionalItems and
                                // unevaluatedItems: the item
  std::string_view missing;     // required, dependencies: the member that is not there
  std::string_view wanted;      // what the plan wants, in words: "string or null", "one of a, b",
                                // "at most 5", the pattern, "a date-time"; of required: the types
                                // of what is missing, empty where the plan names none
  uint32_t line = 0, column = 0;  // of the keyword's value in the plan; of required: of the name
};

// What a schema says of one member below a value.
struct Listing {
  bool listed = false;
  KindMask kinds = kAnyKind;  // of the member, where listed
};

class JsonSchema;

// The reusable memory of one worker; nothing is allocated after warm-up.
class SchemaScratch {
 public:
  SchemaScratch();
  ~SchemaScratch();
  SchemaScratch(SchemaScratch&&) noexcept;
  SchemaScratch& operator=(SchemaScratch&&) noexcept;

  struct State;  // check.h

 private:
  friend class JsonSchema;
  std::unique_ptr<State> state_;
};

// A keyword that is not held, and why: a pattern RE2 has no answer for, an unknown format, a $ref to
// another file or address, what a draft does not have. The rest of the schema counts. What a pattern
// or a reference would say is unknown, neither yes nor no, and stays so below `not`, in oneOf, after
// `if`: never is a value refused for it, nor a member taken for one that is not planned.
//
// kReading: it is held, but as not everybody reads it (`"type": "any"`, a later draft's keyword).
struct SchemaGap {
  enum class Kind : uint8_t { kPattern, kFormat, kReference, kKeyword, kSlip, kReading };  // kSlip: nearly a keyword
  Kind kind = Kind::kPattern;
  uint32_t line = 0, column = 0;
  std::string message;

  bool held() const { return kind == Kind::kReading; }
};

class JsonSchema {
 public:
  static constexpr uint64_t kMostSteps = 1'000'000;

  // Problems have line and column: a keyword with a value of the wrong kind, a $ref that points to
  // nothing, a $ref that leads back to itself with no step down. `schema` need not outlive the result.
  static Result<JsonSchema> compile(std::string_view file, const Json& schema,
                                    FormatReading reading = FormatReading::kRfc);
  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;
  ~JsonSchema();

  bool valid(const Batch& batch, uint32_t node, SchemaScratch& scratch) const;
  // Appends every failure in the order of the payload; none where valid() says yes.
  void explain(const Batch& batch, uint32_t node, SchemaScratch& scratch,
               std::vector<SchemaFailure>& out) const;
  // Appends the members below `node` that no schema which speaks of their object mentions: the
  // unplanned ones. Objects whose schema lists no properties are free, and so is all below an
  // unplanned member. Below an array without `items`, every member is unplanned
  // (connections/sources/schema/index.md). allOf, anyOf, oneOf, if, then, else and $ref all mention.
  void unplanned(const Batch& batch, uint32_t node, SchemaScratch& scratch,
                 std::vector<uint32_t>& out) const;
  // Whether the schema lists the member `node`, somewhere below `root`, by its name, and the kinds
  // it admits there (kAnyKind where it does not say). Cold: it walks down from `root`.
  Listing listing(const Batch& batch, uint32_t root, uint32_t node, SchemaScratch& scratch) const;
  // The member names that the schema lists for the object at `path` ("properties.products[]"),
  // for "did you mean". Load time or a finding, not per event.
  std::vector<std::string_view> names_at(std::span<const std::string_view> path) const;

  std::span<const SchemaGap> gaps() const;

  struct Program;  // program.h

 private:
  explicit JsonSchema(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

}  // namespace specgate
