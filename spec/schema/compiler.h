// A Json schema -> a program. One queue instead of recursion: a schema of any depth or any number
// of references compiles with a flat stack.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "spec/schema/program.h"
#include "spec/schema/refs.h"

namespace specgate {

class SchemaCompiler {
 public:
  using Program = JsonSchema::Program;

  SchemaCompiler(std::string_view file, const Json& root, FormatReading reading);
  // Null where there are problems.
  std::unique_ptr<Program> compile();
  Problems take_problems() { return std::move(problems_); }

 private:
  // A schema as it is being compiled: its number and its text.
  struct Site {
    uint32_t schema;
    const Json& json;
    const Json* find(std::string_view key) const { return json.find(key); }
  };
  // An edge from a schema to one that judges the same value: a loop of them has no end.
  struct InPlace {
    uint32_t from, to;
    const Json* child;
  };

  void compile_one(const Site& site);
  bool check_words(const Site& site);
  bool check_word(const JsonMember& member);
  void compile_types(const Site& site);
  void take_null(const Site& site);
  void tell_idle_null(const Site& site);
  void finish(const Site& site);

  // compile_object.cc
  void compile_object(const Site& site);
  void add_properties(const Site& site, ObjectRow& row);
  void add_name_patterns(const Site& site, ObjectRow& row);
  DependencyRow dependency_of(const Site& site, const JsonMember& member);

  // compile_value.cc
  void compile_array(const Site& site);
  bool add_items(const Site& site, ArrayRow& row);
  void add_tuple(const Json& items, ArrayRow& row);
  void add_contains(const Site& site, ArrayRow& row);
  void compile_string(const Site& site);
  void compile_number(const Site& site);
  void exclude_limits_of_4(const Site& site, NumberRow& row);
  struct CountWords {
    uint32_t otherwise;  // the count where there is none
    std::string_view before;
    std::string after;
  };
  uint32_t count_of(const Site& site, SchemaKeyword keyword, const CountWords& words);
  std::optional<NumberLimit> limit_of(const Site& site, SchemaKeyword keyword, std::string_view words);
  void compile_choices(const Site& site);
  uint32_t choice_of(std::span<const Json* const> values);
  void plant_constant(const Json& value, std::string_view key);

  // compile_logic.cc
  void compile_logic(const Site& site);
  void compile_condition(const Site& site, LogicRow& row);
  RowRange branches(const Site& site, std::string_view word);
  RowRange all_of(const Site& site);
  uint32_t referred(const Site& site, std::string_view word);
  uint32_t in_place(const Site& site, const Json& child);
  void find_loops();
  void loop_at(const Json& child);

  // compile_rest.cc
  void compile_rest(const Site& site);
  void judge_in_three();
  void tell_draft();
  void tell_later(const JsonMember& member);
  void tell_foreign(const JsonMember& member);
  void tell_slip(const JsonMember& member);
  void tell_beside(const Json& reference);

  // The number of a schema, or of what its $ref leads to; queued where it is new.
  uint32_t number_of(const Json& schema);
  uint32_t number_of_plain(const Json& schema);
  // What a reference leads to; null where there is a problem. What nobody can follow is unknown().
  const Json* next_of(const Json& schema, std::string_view word = "$ref");
  static const Json& unknown();
  // A schema that is a $ref and nothing else: who refers to it means its target.
  bool is_alias(const Json& schema) const;
  // The value of a keyword that the draft has, or that counts in it all the same; else null.
  const Json* asked(const Site& site, std::string_view word) const;
  uint32_t child_of(const Site& site, std::string_view word);
  // A child that is `false` says so here: `closed` and no schema.
  uint32_t rest_of(const Site& site, std::string_view word, bool& closed);
  uint32_t add_pattern(const Json& place, std::string_view expression);

  // wanted.cc
  static std::string describe(const Json& schema);
  static std::string that_fits(const Json& schema);
  static std::string describe_value(const Json& value);
  static std::string describe_choice(const Json& values);
  static std::string describe_branches(const Json& branches);

  std::string_view kept(std::string_view text);
  // `word`: whose value's place it is, where that is not the keyword's own.
  void note(const Site& site, SchemaKeyword keyword, std::string_view wanted,
            std::string_view word = {});
  void problem(uint32_t line, uint32_t column, std::string message);
  struct NotePlace {
    uint32_t line = 0, column = 0;
  };
  void gap(SchemaGap::Kind kind, const Json& place, std::string message);
  void gap(SchemaGap::Kind kind, NotePlace place, std::string message);

  std::string file_;
  const Json& root_;
  const FormatReading reading_;
  Draft draft_;
  SchemaRefs refs_;
  std::unique_ptr<Program> program_;
  std::unordered_map<const Json*, uint32_t> numbers_;
  std::vector<const Json*> queue_;  // by number; compiled in this order
  std::unordered_map<std::string, uint32_t> pattern_numbers_;
  std::vector<InPlace> in_place_;
  bool unknowns_ = false;  // a pattern or reference is met that nobody can hold
  bool rests_ = false;     // an unevaluatedProperties or unevaluatedItems stands somewhere
  std::unordered_set<std::string_view> told_;  // keywords that the draft does not have, each told once
  Problems problems_;
};

}  // namespace specgate
