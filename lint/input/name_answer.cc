#include "lint/input/name_answer.h"

#include <algorithm>

#include "rules/naming/meant.h"

namespace specgate {
namespace {

// "order_id" of "order_id", "price" of "products[].price".
std::string_view last_step(std::string_view path) {
  const size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

bool listed_as(const SemanticProperty& property, std::string_view name) {
  return property.name == name || last_step(property.name) == name;
}

NameAnswer answer_of(std::string_view asked, const NameMatch& match, const NameIndex& names) {
  NameAnswer answer{std::string(asked), match.match, match.reason, {}};
  for (size_t i = 0; i < match.count; ++i) {
    answer.targets.push_back({std::string(names.text(match.targets[i])), nullptr, true, {}});
  }
  return answer;
}

}  // namespace

NameAnswer ask_event(const Spec& spec, std::string_view name) {
  const EventName known_name = spec.event_name(name);
  const NameMatch& match = known_name.match;
  NameAnswer answer = answer_of(name, match, spec.event_names());
  const bool one = match.match == Match::kSuggestion && match.count == 1;
  answer.permitted = one && is_permitted_form(spec, name, answer.targets.front().name);
  answer.reserved = known_name.reserved;
  for (size_t i = 0; i < match.count; ++i) {
    NameTarget& target = answer.targets[i];
    const EventSpec* known = spec.event(match.targets[i]);
    target.in_force = known != nullptr || spec.event_names().name(match.targets[i]).reserved;
    for (const SemanticEvent& event : spec.data().events) {
      if (event.name == target.name && target.event == nullptr) target.event = &event;
    }
    if (known != nullptr && known->source != nullptr) target.event = known->source;
  }
  return answer;
}

NameAnswer ask_property(const Spec& spec, std::string_view name, std::string_view event) {
  NameAnswer answer = answer_of(name, spec.properties().find(name), spec.properties());
  for (NameTarget& target : answer.targets) {
    for (const SemanticEvent& each : spec.data().events) {
      if (!event.empty() && each.name != event) continue;
      for (const SemanticProperty& property : each.properties) {
        if (listed_as(property, target.name)) target.listings.push_back({&each, &property});
      }
    }
  }
  if (!event.empty()) {
    std::erase_if(answer.targets, [](const NameTarget& target) { return target.listings.empty(); });
    if (answer.targets.empty()) return {std::string(name), Match::kNone, Reason::kNone, {}};
  }
  return answer;
}

std::string_view word_of(Match match) {
  switch (match) {
    case Match::kNone:
      return "none";
    case Match::kExact:
      return "exact";
    case Match::kVariant:
      return "variant";
    case Match::kSuggestion:
      return "suggestion";
  }
  return "none";
}

}  // namespace specgate
