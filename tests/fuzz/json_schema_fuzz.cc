// libFuzzer: a schema and values made of the bytes, or the bytes themselves as `schema NUL value`;
// then what valid(), explain() and unplanned() owe to each other.
#include <cstdlib>
#include <string>

#include "bench/embedded_spec.h"
#include "spec/decode/decode.h"
#include "spec/schema/json_schema.h"
#include "tests/spec/schema_maker.h"

namespace {

using namespace specgate;

void demand(bool holds) {
  if (!holds) std::abort();
}

void judge(const JsonSchema& schema, std::string_view value) {
  static DecodeBuffers buffers;
  static SchemaScratch scratch;
  const Batch batch = decode(value, {}, bench::embedded(), buffers);
  if (batch.syntax_error != Batch::kNoError) return;
  const bool valid = schema.valid(batch, 0, scratch);
  demand(valid == schema.valid(batch, 0, scratch));
  std::vector<SchemaFailure> failures;
  schema.explain(batch, 0, scratch, failures);
  demand(valid == failures.empty());
  for (size_t i = 0; i < failures.size(); ++i) {
    demand(failures[i].node < batch.nodes.size());
    const bool costly = failures[i].keyword == SchemaKeyword::kTooCostly;
    demand(costly || i == 0 || failures[i - 1].node <= failures[i].node);
  }
  std::vector<uint32_t> unplanned;
  schema.unplanned(batch, 0, scratch, unplanned);
  for (const uint32_t node : unplanned) demand(batch.nodes[node].has_key());
}

void run(std::string_view schema_text, SchemaMaker& maker, std::string_view value) {
  const Result<Json> json = parse_json("fuzz", schema_text, bench::embedded());
  if (!json) return;
  const Result<JsonSchema> schema = JsonSchema::compile("fuzz", *json);
  if (!schema) return;
  const std::string_view path[] = {"a", "b[]"};
  schema->names_at(path);
  judge(*schema, value);
  for (int i = 0; i < 4; ++i) judge(*schema, maker.value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  SchemaMaker maker({data + 1, size - 1}, SchemaMaker::Words::kAll);
  if ((data[0] & 1) == 0) {
    const std::string schema = maker.schema();
    run(schema, maker, maker.value());
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const size_t end = std::min(text.find('\0'), text.size());
  run(text.substr(0, end), maker, text.substr(std::min(end + 1, text.size())));
  return 0;
}
