// A schema and a value, and what JsonSchema says of them as lines of text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/decode/decode.h"
#include "spec/json/json_quote.h"
#include "spec/schema/json_schema.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {

class SchemaCase {
 public:
  explicit SchemaCase(std::string_view schema)
      : schema_(whole(JsonSchema::compile(
            "plan.json", whole(parse_json("plan.json", schema, spec()))))) {}

  bool valid(std::string_view value) { return schema_.valid(decoded(value), 0, scratch_); }

  // A line each: "/properties/a type: string or null @1:2", of what is missing "required a".
  std::string failures(std::string_view value) {
    const Batch batch = decoded(value);
    std::vector<SchemaFailure> found;
    schema_.explain(batch, 0, scratch_, found);
    std::string out;
    for (const SchemaFailure& failure : found) {
      out += pointer(batch, failure.node) + " " + std::string(name_of(failure.keyword));
      if (!failure.missing.empty()) out.append(" ").append(failure.missing);
      out.append(": ").append(failure.wanted).append(" @");
      out += std::to_string(failure.line) + ":" + std::to_string(failure.column) + "\n";
    }
    return out;
  }

  std::string unplanned(std::string_view value) {
    const Batch batch = decoded(value);
    std::vector<uint32_t> found;
    schema_.unplanned(batch, 0, scratch_, found);
    std::string out;
    for (const uint32_t node : found) out += pointer(batch, node) + " ";
    return out;
  }

  const JsonSchema& schema() const { return schema_; }

  Batch decoded(std::string_view value) {
    text_ = value;
    return decode(text_, {}, spec(), buffers_);
  }

 private:
  static std::string pointer(const Batch& batch, uint32_t node) {
    if (node == 0) return {};
    const uint32_t parent = batch.nodes[node].parent;
    std::string out = pointer(batch, parent);
    if (batch.nodes[node].has_key()) {
      append_pointer_step(batch.nodes[node].key, out);
      return out;
    }
    size_t index = 0;
    for (uint32_t i = parent + 1; i < node; i = batch.nodes[i].next) ++index;
    return out + "/" + std::to_string(index);
  }

  JsonSchema schema_;
  SchemaScratch scratch_;
  DecodeBuffers buffers_;
  std::string text_;
};

// The problems of a schema that does not compile, a line each.
inline std::string problems_of_schema(std::string_view schema) {
  const Json json = whole(parse_json("plan.json", schema, spec()));
  const Result<JsonSchema> compiled = JsonSchema::compile("plan.json", json);
  std::string out;
  for (const Problem& problem : compiled.problems()) out += problem.text() + "\n";
  return out;
}

}  // namespace specgate
