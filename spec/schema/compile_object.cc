#include <unordered_map>

#include "spec/schema/compiler.h"

namespace specgate {
namespace {

constexpr std::string_view kObjectWords[] = {
    "properties",    "patternProperties", "additionalProperties", "propertyNames",     "required",
    "minProperties", "maxProperties",     "dependencies",         "dependentRequired", "dependentSchemas"};

bool has_any(const Json& schema, std::span<const std::string_view> words) {
  for (const std::string_view word : words) {
    if (schema.find(word) != nullptr) return true;
  }
  return false;
}

// The rows of one object, each name once.
class Properties {
 public:
  explicit Properties(std::vector<PropertyRow>& rows) : rows_(rows) {}
  PropertyRow& of(std::string_view name) {
    const auto [at, added] = at_.emplace(name, rows_.size());
    if (added) rows_.emplace_back().name = name;
    return rows_[at->second];
  }

 private:
  std::vector<PropertyRow>& rows_;
  std::unordered_map<std::string_view, size_t> at_;
};

std::vector<std::string_view> names_of(std::span<const PropertyRow> rows) {
  std::vector<std::string_view> out;
  for (const PropertyRow& row : rows) out.push_back(row.name);
  return out;
}

}  // namespace

void SchemaCompiler::compile_object(const Site& site) {
  if (!has_any(site.json, kObjectWords)) return;
  ObjectRow row;
  add_properties(site, row);
  row.additional = rest_of(site, "additionalProperties", row.closed);
  row.covers = site.find("additionalProperties") != nullptr;
  if (row.closed) note(site, SchemaKeyword::kAdditionalProperties, "no members but those planned");
  add_name_patterns(site, row);
  if (word_of("propertyNames", draft_) != nullptr) row.names = child_of(site, "propertyNames");
  if (row.names != kNone) {
    note(site, SchemaKeyword::kPropertyNames,
         kept("a name " + that_fits(*site.find("propertyNames"))));
  }
  row.least = count_of(site, SchemaKeyword::kMinProperties, {0, "at least ", " members"});
  row.most = count_of(site, SchemaKeyword::kMaxProperties, {kNone, "at most ", " members"});
  row.plain = row.patterns.empty() && row.dependencies.empty() && row.names == kNone;
  program_->schemas[site.schema].object = static_cast<uint32_t>(program_->objects.size());
  program_->objects.push_back(row);
}

void SchemaCompiler::add_properties(const Site& site, ObjectRow& row) {
  std::vector<PropertyRow> rows;
  Properties properties(rows);
  if (const Json* const listed = site.find("properties")) {
    for (const JsonMember& member : listed->members)
      properties.of(kept(member.key)).schema = number_of(member.value);
    row.lists = !listed->members.empty();
  }
  if (const Json* const required = site.find("required")) {  // false is told by check_word()
    for (const Json& name : required->items) {
      PropertyRow& property = properties.of(kept(name.text));
      if (property.required) continue;
      property.required = true;
      property.required_place = {name.line, name.column};
      ++row.required;
    }
  }
  row.dependencies.first = static_cast<uint32_t>(program_->dependencies.size());
  for (const std::string_view word : {"dependencies", "dependentRequired", "dependentSchemas"}) {
    const Json* const dependencies = asked(site, word);
    if (dependencies == nullptr) continue;
    for (const JsonMember& member : dependencies->members) {
      DependencyRow one = dependency_of(site, member);
      if (word == "dependentRequired") one.keyword = SchemaKeyword::kDependentRequired;
      PropertyRow& property = properties.of(kept(member.key));
      one.next = property.dependency;
      property.dependency = static_cast<uint32_t>(program_->dependencies.size());
      program_->dependencies.push_back(one);
    }
  }
  row.dependencies.last = static_cast<uint32_t>(program_->dependencies.size());
  row.properties.first = static_cast<uint32_t>(program_->properties.size());
  program_->properties.insert(program_->properties.end(), rows.begin(), rows.end());
  row.properties.last = static_cast<uint32_t>(program_->properties.size());
  row.table = make_table(names_of(rows), program_->entries);
}

// Where a pattern has no answer, every member may be one that it speaks of: what it asks and what
// additionalProperties asks is unknown of those that nothing else speaks of.
void SchemaCompiler::add_name_patterns(const Site& site, ObjectRow& row) {
  const Json* const listed = site.find("patternProperties");
  if (listed == nullptr) return;
  row.patterns.first = static_cast<uint32_t>(program_->name_patterns.size());
  for (const JsonMember& member : listed->members) {
    const uint32_t pattern = add_pattern(member.value, member.key);
    const uint32_t schema = number_of(member.value);
    row.lists = true;
    program_->name_patterns.push_back({pattern, schema});
  }
  row.patterns.last = static_cast<uint32_t>(program_->name_patterns.size());
}

DependencyRow SchemaCompiler::dependency_of(const Site& site, const JsonMember& member) {
  DependencyRow out;
  out.place = {member.value.line, member.value.column};
  if (!member.value.is(Kind::kArray)) {
    out.schema = in_place(site, member.value);
    return out;
  }
  out.names.first = static_cast<uint32_t>(program_->dependent_names.size());
  for (const Json& name : member.value.items) program_->dependent_names.push_back(kept(name.text));
  out.names.last = static_cast<uint32_t>(program_->dependent_names.size());
  out.wanted = kept("it beside " + member.key);
  return out;
}

}  // namespace specgate
