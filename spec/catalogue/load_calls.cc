// calls/*.yaml, context.yaml, traits.yaml: what a call, its context and its traits may carry.
#include <algorithm>
#include <set>

#include "spec/catalogue/load_reader.h"

namespace specgate {
namespace {

// A row of calls/*.yaml before it belongs to a call. `except`: calls that a common row leaves out.
struct FieldRow {
  CallField field;
  std::vector<std::string> except;
};

std::vector<FieldRow> read_rows(const SpecDocument& file, YamlFields& top, Problems& problems) {
  const std::string page = top.text("page");
  std::vector<FieldRow> rows;
  const YamlNode* list = top.sequence("fields");
  if (list == nullptr) return rows;
  for (const YamlNode& item : list->items) {
    YamlFields fields(file.name, item, problems);
    FieldRow& row = rows.emplace_back();
    row.field.field = fields.required_text("field");
    row.field.type = read_type(fields);
    row.field.required = fields.text("required", "optional");
    row.field.applies_to = fields.text("applies_to", "all sources");
    row.field.note = fields.text("note");
    row.field.page = fields.text("page", page);
    row.except = fields.texts("except");
    if (row.field.page.empty()) fields.problem(item, "\"page\" is missing, here and in the file");
    fields.finish();
  }
  return rows;
}

// "connections/spec/{call}.md" names the page of the call that a common row is copied to.
std::string replaced(std::string text, std::string_view call) {
  constexpr std::string_view kPlace = "{call}";
  for (size_t at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at)) {
    text.replace(at, kPlace.size(), call);
  }
  return text;
}

void append(const std::vector<FieldRow>& rows, const std::string& call, SpecData& data) {
  for (const FieldRow& row : rows) {
    if (std::find(row.except.begin(), row.except.end(), call) != row.except.end()) continue;
    CallField& field = data.call_fields.emplace_back(row.field);
    field.call = call;
    field.page = replaced(field.page, call);
  }
}

struct CommonRows {
  std::vector<std::string> calls;
  std::vector<FieldRow> rows;
};

CommonRows read_common(const SpecDocument& file, Problems& problems) {
  YamlFields top(file.name, file.root, problems);
  CommonRows common{top.texts("calls"), read_rows(file, top, problems)};
  for (const std::string& call : common.calls) {
    if (call_of(call) != Call::kUnknown) continue;
    std::vector<std::string_view> known;
    for (size_t i = 0; i + 1 < kCallCount; ++i) known.push_back(name_of(static_cast<Call>(i)));
    top.problem(*top.node("calls"), "\"" + call + "\" is not a call" + did_you_mean(call, known));
  }
  top.finish();
  return common;
}

constexpr std::string_view kCommonFile = "calls/common.yaml";

}  // namespace

void load_calls(const std::vector<SpecDocument>& files, SpecLoad load) {
  CommonRows common;
  for (const SpecDocument& file : files) {
    if (file.name == kCommonFile) common = read_common(file, load.problems);
  }
  std::set<std::string> seen;
  for (const SpecDocument& file : files) {
    if (file.name == kCommonFile) continue;
    YamlFields top(file.name, file.root, load.problems);
    const std::string call = top.required_text("call");
    if (!call.empty() && !seen.insert(call).second) {
      top.problem(file.root, "the call \"" + call + "\" has another file already");
    }
    if (std::find(common.calls.begin(), common.calls.end(), call) != common.calls.end()) {
      append(common.rows, call, load.data);
    }
    append(read_rows(file, top, load.problems), call, load.data);
    top.finish();
  }
  for (const std::string& call : common.calls) {
    if (seen.count(call) != 0) continue;
    load.problems.push_back(
        {std::string(kCommonFile), 0, 0, "the call \"" + call + "\" has no file"});
  }
}

void load_context(const SpecDocument& file, SpecLoad load) {
  YamlFields top(file.name, file.root, load.problems);
  const std::string page = top.text("page");
  if (const YamlNode* fields = top.mapping("fields")) {
    for (const YamlMember& member : fields->members) {
      YamlFields entry(file.name, member.value, "type", load.problems);
      ContextField& field = load.data.context_fields.emplace_back();
      field.path = member.key;
      field.type = read_type(entry);
      field.collected_by = entry.text("collected_by", "none");
      field.note = entry.text("note");
      field.page = entry.text("page", page);
      entry.finish();
    }
  }
  top.finish();
}

void load_traits(const SpecDocument& file, SpecLoad load) {
  YamlFields top(file.name, file.root, load.problems);
  for (const Call call : {Call::kIdentify, Call::kGroup}) {
    const YamlNode* part = top.mapping(name_of(call));
    if (part == nullptr) continue;
    YamlFields section(file.name, *part, load.problems);
    const std::string page = section.required_text("page");
    const YamlNode* traits = section.mapping("traits");
    section.finish();
    if (traits == nullptr) continue;
    for (const YamlMember& member : traits->members) {
      YamlFields entry(file.name, member.value, "type", load.problems);
      ReservedTrait& trait = load.data.traits.emplace_back();
      trait.call = name_of(call);
      trait.trait = member.key;
      trait.type = read_type(entry);
      trait.note = entry.text("note");
      trait.page = page;
      entry.finish();
    }
  }
  top.finish();
}

}  // namespace specgate
