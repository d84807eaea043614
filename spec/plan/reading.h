// What all readers of plan shapes share: the plan that grows, and the problems met.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "spec/result.h"
#include "spec/tracking_plan.h"

namespace specgate {

class Spec;

// "a number", "text", "a list": for messages.
std::string_view noun_of(const Json& json);

// The zero time means that nothing happened: typewriter plan.json, deprecatedAt.
bool is_zero_time(std::string_view time);

class PlanReading {
 public:
  // Both must outlive it.
  PlanReading(std::string_view file, const Spec& spec);

  TrackingPlan plan;
  std::string_view file() const { return file_; }

  void problem(const Json& at, std::string message);
  void note(const Json& at, std::string message);  // into plan.notes: it reads all the same

  // Members of an object. Absent and null are empty; another kind is a problem.
  std::string text(const Json& object, std::string_view key);
  const Json* array(const Json& object, std::string_view key);
  const Json* object(const Json& object, std::string_view key);
  // Whole; absent is 1, as every rule had one version before there were more.
  int64_t version(const Json& object);
  std::optional<PlanRuleKind> kind(const Json& object, std::string_view key);
  // The schema under one of its names (null if absent): an object, true, false, or JSON text of
  // these. Null after a problem.
  std::optional<Json> schema(const Json& object, std::string_view key);
  // JSON in a text that stands at a place; every value gets that place.
  std::optional<Json> json_in_text(std::string_view text, const Json& at);
  // A time; the zero time is empty.
  std::string time(const Json& object, std::string_view key);

  // Takes what is no schema out of rule.schema, checks the name and that no rule before was the
  // same.
  void add(PlanRule rule);

  Result<TrackingPlan> take();

 private:
  std::optional<Json> schema_in_text(const Json& at);
  void report(uint32_t line, uint32_t column, std::string message);

  std::string file_;
  const Spec& spec_;
  Problems problems_;
  size_t more_problems_ = 0;
  std::unordered_map<std::string, size_t> seen_;  // kind, version and key -> index of the rule
};

}  // namespace specgate
