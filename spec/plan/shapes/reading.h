// What all readers of plan shapes share: the plan that grows, and the problems met.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "spec/plan/read_plan.h"
#include "spec/plan/tracking_plan.h"
#include "spec/text/result.h"

namespace specgate {

// "a number", "text", "a list": for messages.
std::string_view noun_of(const Json& json);

// The zero time means that nothing happened: typewriter plan.json, deprecatedAt.
bool is_zero_time(std::string_view time);

class PlanReading {
 public:
  // `spec`, which must outlive it, reads JSON text within texts; null where there can be none.
  PlanReading(std::string_view file, const Spec* spec, PartialPlan partial = PartialPlan::kRefused);

  TrackingPlan plan;
  std::string_view file() const { return file_; }

  void problem(const Json& at, std::string message);
  void note(const Json& at, std::string message);  // into plan.notes: it reads all the same
  // Other rules of the plan are elsewhere: a problem, or a note where that is allowed.
  void part(const Json& at, const std::string& what);

  // A key that its shape does not have: into plan.unknown_keys, each once.
  void unknown_key(const JsonMember& member, const std::vector<std::string_view>& known);

  // Members of an object. Absent and null are empty; another kind is a problem. That a list or an
  // object is null is noted: it may have been meant to say something.
  std::string text(const Json& object, std::string_view key);
  const Json* array(const Json& object, std::string_view key);
  const Json* object(const Json& object, std::string_view key);
  // Whole; absent is 1, as every rule had one version before there were more.
  int64_t version(const Json& object);
  std::optional<PlanRuleKind> kind(const Json& object, std::string_view key);
  // Notes that a member, where it is null, says nothing.
  void note_null(const Json& object, std::string_view key);
  // The schema under one of its names: an object, true, false, null (which is no schema, as compiling
  // it says: of this rule alone), or JSON text of these. What is none of them, or is not there, is null
  // with the reason as its text.
  Json schema(const Json& object, std::string_view key);
  // JSON in a text that stands at a place; every value gets that place.
  std::optional<Json> json_in_text(std::string_view text, const Json& at);
  // The labels of a rule, an object of texts; another kind is noted and not read.
  void labels(const Json& object, PlanRule& rule);
  // A time; the zero time is empty.
  std::string time(const Json& object, std::string_view key);

  // Takes what is no schema out of rule.schema, checks the name and that no rule before was the
  // same.
  void add(PlanRule rule);

  bool failed() const { return !problems_.empty(); }
  Result<TrackingPlan> take();

 private:
  Json schema_in_text(const Json& at);
  Json no_schema(const Json& at, std::string why);
  void report(uint32_t line, uint32_t column, std::string message);

  std::string file_;
  const Spec* spec_;
  PartialPlan partial_;
  Problems problems_;
  size_t more_problems_ = 0;
  std::optional<Problem> null_list_;  // a list of rules that is null: a problem if there are no others
  std::unordered_map<std::string, std::pair<size_t, size_t>> unknown_;  // index, how many more
  std::unordered_map<std::string, size_t> seen_;  // kind, version and key -> index of the rule
};

}  // namespace specgate
