// Of arrays, strings, numbers, and the values of enum and const.
#include <algorithm>

#include "spec/schema/compiler.h"

namespace specgate {
namespace {

// "2 items", "1 item", "1 time an item that is 2": of one the first word loses its s.
std::string counted(std::string_view number, std::string_view things) {
  std::string out = std::string(number);
  const size_t end = std::min(things.find(' ', 1), things.size());
  const size_t kept = number == "1" && things[end - 1] == 's' ? end - 1 : end;
  return out.append(things.substr(0, kept)).append(things.substr(end));
}

}  // namespace

// Counts beyond 32 bits are as good as none: no body holds so much.
uint32_t SchemaCompiler::count_of(const Site& site, SchemaKeyword keyword,
                                  const CountWords& words) {
  const Json* const count = site.find(name_of(keyword));
  if (count == nullptr) return words.otherwise;
  note(site, keyword, kept(std::string(words.before) + counted(count->text, words.after)));
  if (compare_numbers(count->text, "4294967294") > 0) return kNone - 1;
  const Decimal exact = decimal_of(count->text);  // whole, whatever its spelling: 2.0, 1e3
  uint32_t out = 0;
  int64_t digits = 0;
  for (const char c : exact.digits) {
    if (c == '.') continue;
    out = out * 10 + static_cast<uint32_t>(c - '0');
    ++digits;
  }
  for (; digits < exact.point; ++digits) out *= 10;
  return out;
}

void SchemaCompiler::compile_array(const Site& site) {
  ArrayRow row;
  bool any = add_items(site, row);
  add_contains(site, row);
  row.least = count_of(site, SchemaKeyword::kMinItems, {0, "at least ", " items"});
  row.most = count_of(site, SchemaKeyword::kMaxItems, {kNone, "at most ", " items"});
  const Json* const unique = site.find("uniqueItems");
  row.unique = unique != nullptr && unique->is_true();
  if (row.unique) note(site, SchemaKeyword::kUniqueItems, "no item twice");
  any = any || row.contains != kNone || row.unique || row.least != 0 || row.most != kNone;
  if (!any) return;
  program_->schemas[site.schema].array = static_cast<uint32_t>(program_->arrays.size());
  program_->arrays.push_back(row);
}

// From 2020-12 on, prefixItems are the tuple and `items` what follows it.
bool SchemaCompiler::add_items(const Site& site, ArrayRow& row) {
  const Json* const items = site.find("items");
  const Json* const prefix = asked(site, "prefixItems");
  const bool listed = items != nullptr && items->is(Kind::kArray);
  if (items == nullptr && prefix == nullptr) return false;
  if (!listed && prefix == nullptr) {
    row.each = number_of(*items);
    row.covers = true;
    return true;
  }
  const std::string_view rest = listed ? "additionalItems" : "items";
  add_tuple(listed ? *items : *prefix, row);
  row.additional = rest_of(site, rest, row.closed);
  row.covers = site.find(rest) != nullptr;
  if (row.closed) {
    note(site, SchemaKeyword::kAdditionalItems,
         kept("at most " + counted(std::to_string(row.tuple.size()), " items")), rest);
  }
  return true;
}

void SchemaCompiler::add_tuple(const Json& items, ArrayRow& row) {
  std::vector<uint32_t> tuple;
  for (const Json& item : items.items) tuple.push_back(number_of(item));
  row.tuple.first = static_cast<uint32_t>(program_->children.size());
  program_->children.insert(program_->children.end(), tuple.begin(), tuple.end());
  row.tuple.last = static_cast<uint32_t>(program_->children.size());
  row.tupled = true;
}

void SchemaCompiler::add_contains(const Site& site, ArrayRow& row) {
  if (word_of("contains", draft_) != nullptr) row.contains = child_of(site, "contains");
  if (row.contains == kNone) return;
  const std::string such = "an item " + that_fits(*site.find("contains"));
  note(site, SchemaKeyword::kContains, kept(such));
  row.tells_contained = draft_ >= Draft::k2020;
  if (asked(site, "minContains") != nullptr) {
    row.least_contained =
        count_of(site, SchemaKeyword::kMinContains, {1, "at least ", " times " + such});
  }
  if (asked(site, "maxContains") != nullptr) {
    row.most_contained =
        count_of(site, SchemaKeyword::kMaxContains, {kNone, "at most ", " times " + such});
  }
}

void SchemaCompiler::compile_string(const Site& site) {
  StringRow row;
  row.least = count_of(site, SchemaKeyword::kMinLength, {0, "at least ", " characters"});
  row.most = count_of(site, SchemaKeyword::kMaxLength, {kNone, "at most ", " characters"});
  if (const Json* const pattern = site.find("pattern")) {
    row.pattern = add_pattern(*pattern, pattern->text);
    if (row.pattern != kUnheld) note(site, SchemaKeyword::kPattern, kept(pattern->text));
  }
  if (const Json* const format = site.find("format")) {
    row.format = schema_format_of(format->text, reading_);
    if (row.format)
      note(site, SchemaKeyword::kFormat, words_of(*row.format));
    else
      gap(SchemaGap::Kind::kFormat, *format, "format \"" + format->text + "\" is not known");
  }
  if (row.least == 0 && row.most == kNone && row.pattern == kNone && !row.format) return;
  program_->schemas[site.schema].string = static_cast<uint32_t>(program_->strings.size());
  program_->strings.push_back(row);
}

std::optional<NumberLimit> SchemaCompiler::limit_of(const Site& site, SchemaKeyword keyword,
                                              std::string_view words) {
  const Json* const limit = site.find(name_of(keyword));
  if (limit == nullptr || !limit->is_number()) return std::nullopt;
  note(site, keyword, kept(std::string(words) + limit->text));
  const std::string_view text = kept(limit->text);
  return NumberLimit{small_integer(text), decimal_of(text)};
}

void SchemaCompiler::compile_number(const Site& site) {
  NumberRow row;
  row.minimum = limit_of(site, SchemaKeyword::kMinimum, "at least ");
  row.maximum = limit_of(site, SchemaKeyword::kMaximum, "at most ");
  row.above = limit_of(site, SchemaKeyword::kExclusiveMinimum, "more than ");
  row.below = limit_of(site, SchemaKeyword::kExclusiveMaximum, "less than ");
  row.multiple = limit_of(site, SchemaKeyword::kMultipleOf, "a multiple of ");
  if (draft_ == Draft::k4) exclude_limits_of_4(site, row);
  if (!row.minimum && !row.maximum && !row.above && !row.below && !row.multiple) return;
  program_->schemas[site.schema].number = static_cast<uint32_t>(program_->numbers.size());
  program_->numbers.push_back(row);
}

// In draft-04 a flag beside the limit excludes it.
void SchemaCompiler::exclude_limits_of_4(const Site& site, NumberRow& row) {
  const Json* const above = site.find("exclusiveMinimum");
  if (row.minimum && above != nullptr && above->is_true()) {
    row.above = std::exchange(row.minimum, std::nullopt);
    note(site, SchemaKeyword::kExclusiveMinimum, kept("more than " + site.find("minimum")->text));
  }
  const Json* const below = site.find("exclusiveMaximum");
  if (row.maximum && below != nullptr && below->is_true()) {
    row.below = std::exchange(row.maximum, std::nullopt);
    note(site, SchemaKeyword::kExclusiveMaximum, kept("less than " + site.find("maximum")->text));
  }
}

void SchemaCompiler::compile_choices(const Site& site) {
  if (const Json* const values = site.find("enum")) {
    std::vector<const Json*> all;
    for (const Json& value : values->items) all.push_back(&value);
    program_->schemas[site.schema].choice = choice_of(all);
    note(site, SchemaKeyword::kEnum, kept(describe_choice(*values)));
  }
  if (word_of("const", draft_) == nullptr) return;
  if (const Json* const value = site.find("const")) {
    program_->schemas[site.schema].fixed = choice_of({&value, 1});
    note(site, SchemaKeyword::kConst, kept(describe_value(*value)));
  }
}

uint32_t SchemaCompiler::choice_of(std::span<const Json* const> values) {
  ChoiceRow row;
  std::vector<std::string_view> strings;
  std::vector<ChoiceValue> others;
  for (const Json* const value : values) {
    if (value->is(Kind::kString)) {
      strings.push_back(kept(value->text));
      continue;
    }
    others.push_back({0, static_cast<uint32_t>(program_->constants.size())});
    plant_constant(*value, {});
  }
  Steps unbounded{~uint64_t{0}};
  const Values constants = program_->constant_values();
  for (ChoiceValue& other : others) other.hash = hash_of(constants, other.node, unbounded);
  std::sort(others.begin(), others.end(),
            [](const ChoiceValue& a, const ChoiceValue& b) { return a.hash < b.hash; });
  row.strings = make_table(strings, program_->entries);
  row.others.first = static_cast<uint32_t>(program_->choice_values.size());
  program_->choice_values.insert(program_->choice_values.end(), others.begin(), others.end());
  row.others.last = static_cast<uint32_t>(program_->choice_values.size());
  program_->choices.push_back(row);
  return static_cast<uint32_t>(program_->choices.size() - 1);
}

void SchemaCompiler::plant_constant(const Json& value, std::string_view key) {
  const size_t index = program_->constants.size();
  Node node;
  node.kind = value.kind;
  node.key = key;
  node.begin = value.is_false() ? 1 : 0;  // in the source of Program::constant_values()
  if (!value.text.empty()) node.text = kept(value.text);
  program_->constants.push_back(node);
  for (const Json& item : value.items) plant_constant(item, {});
  for (const JsonMember& member : value.members) plant_constant(member.value, kept(member.key));
  program_->constants[index].next = static_cast<uint32_t>(program_->constants.size());
}

}  // namespace specgate
