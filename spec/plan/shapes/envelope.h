// What a JSON tree holds of a plan, whatever it is wrapped in.
#pragma once

#include <vector>

#include "spec/plan/shapes/reading.h"

namespace specgate {

// Pointers into the tree that was searched.
struct PlanParts {
  const Json* about = nullptr;     // id, name, description ...
  std::vector<const Json*> rules;  // lists of rules: one, or one a page
  std::vector<const Json*> holders;  // the objects whose `rules` these are
  const Json* config = nullptr;    // an object whose `rules` is one, with events, global ...
  const Json* events = nullptr;    // an object with `events`, or with identify, pages ...
  std::vector<const Json*> listed;  // lists of RudderStack's events, as its API pages them
  bool none() const {
    return rules.empty() && config == nullptr && events == nullptr && listed.empty();
  }
};

// Public API: {data: {trackingPlan}}, {data: {rules, pagination}}, a list of such pages, a list of
// rules. Config API: {tracking_plan}, {tracking_plans: []}. RudderStack: {data: [event, ...], total,
// currentPage, pageSize}. Several plans in one file are a problem, and so is a page of more.
PlanParts plan_parts(const Json& root, PlanReading& reading);

// Terraform: *.tf.json, `terraform show -json`, a state file. None if there is none. In a .tf.json
// file every text is a template: "$${" stands for "${", and what has a "${" of its own is a
// problem.
std::optional<Json> terraform_plan(const Json& root, PlanReading& reading);

}  // namespace specgate
