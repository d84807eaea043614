// What the writers of plan shapes share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/plan/write_plan.h"

namespace specgate {

// Takes down what is lost, in one voice.
class Losses {
 public:
  Losses(PlanShape shape, const TrackingPlan& plan, Problems& lost)
      : shape_(shape), plan_(plan), lost_(lost) {}

  void whole(const PlanRule& rule);                      // the rule itself
  void of(const PlanRule& rule, std::string_view what);  // `what` of the rule
  void of_many(const PlanRule& rule, std::string_view things);
  // Fields of the plan and of a rule that are not among `held` and say something.
  void fields_but(std::initializer_list<std::string_view> held);
  void fields_but(const PlanRule& rule, std::initializer_list<std::string_view> held);

 private:
  void add(const Json& at, std::string message);
  void lose(const PlanRule& rule, const std::string& what);

  PlanShape shape_;
  const TrackingPlan& plan_;
  Problems& lost_;
};

// A rule seen as properties (or traits) and nothing else; `more` names what its schema says
// besides.
struct OwnView {
  Json schema = Json::object();  // of the own object; of the call for COMMON
  Json definitions;              // null if there are none
  bool demanded = false;         // the call must have the object
  std::vector<std::string> more;
};
OwnView own_view(const PlanRule& rule);

// Has a schema no type, or "object" alone?
bool is_object_type(const Json& schema);

// The schema as Segment's APIs have it: "$schema", labels, description and fillers added.
Json segment_schema(const PlanRule& rule);

// Sets a text that is not empty.
void set_text(std::string_view key, std::string_view text, Json& object);
void set_labels(const PlanRule& rule, Json& object);

std::string lines_of(const Json& json);
std::string compact(const Json& json);

std::string write_public_api(const TrackingPlan& plan, Losses& losses);
std::string write_config_api(const TrackingPlan& plan, Losses& losses);
std::string write_typewriter(const TrackingPlan& plan, Losses& losses);
std::string write_csv(const TrackingPlan& plan, Losses& losses);
std::string write_terraform(const TrackingPlan& plan, Losses& losses);
std::string write_rudderstack(const TrackingPlan& plan, Losses& losses);
std::string write_short(const TrackingPlan& plan, Losses& losses);

}  // namespace specgate
