#include "tests/spec/schema_suite.h"

#include <algorithm>

#include "spec/decode/decode.h"
#include "spec/schema/json_schema.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

class SuiteGroup {
 public:
  SuiteGroup(const Json& group, SuiteResult& out)
      : title_(group.text_of("description")), out_(out) {}

  void run(const JsonSchema& schema, const Json& test) {
    std::string text;
    append_json(*test.find("data"), JsonLayout::kCompact, text);
    const Batch batch = decode(text, {}, spec(), buffers_);
    const bool wanted = test.find("valid")->is_true();
    const bool valid = schema.valid(batch, 0, scratch_);
    std::vector<SchemaFailure> failures;
    schema.explain(batch, 0, scratch_, failures);
    const std::string name = title_ + ": " + std::string(test.text_of("description"));
    if (valid != wanted)
      fail(name + ": " + (valid ? "valid" : "invalid"));
    else if (failures.empty() != valid)
      fail(name + ": explain() does not agree");
    else
      ++out_.passed;
  }

  void fail(std::string text) { out_.mismatches.push_back(std::move(text)); }
  const std::string& title() const { return title_; }

 private:
  std::string title_;
  SuiteResult& out_;
  DecodeBuffers buffers_;
  SchemaScratch scratch_;
};

bool follows_all(const JsonSchema& schema) {
  const std::span<const SchemaGap> gaps = schema.gaps();
  return std::none_of(gaps.begin(), gaps.end(), [](const SchemaGap& gap) {
    return gap.kind == SchemaGap::Kind::kReference;
  });
}

}  // namespace

void run_suite(const Json& groups, std::string_view draft, SuiteResult& out, Remote remote) {
  for (const Json& group : groups.items) {
    Json schema = *group.find("schema");
    if (schema.is(Kind::kObject) && schema.find("$schema") == nullptr)
      schema.set("$schema", Json::string(draft));
    SuiteGroup one(group, out);
    const Result<JsonSchema> compiled = JsonSchema::compile("schema", schema);
    if (!compiled) {
      one.fail(one.title() + ": " + compiled.problems()[0].text());
      continue;
    }
    const std::vector<Json>& tests = group.find("tests")->items;
    if (remote == Remote::kRun || follows_all(*compiled))
      for (const Json& test : tests) one.run(*compiled, test);
    else
      out.unheld += tests.size();
  }
}

}  // namespace specgate
