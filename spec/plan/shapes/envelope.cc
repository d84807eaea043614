#include "spec/plan/shapes/envelope.h"

#include <algorithm>
#include <optional>

#include "spec/plan/shapes/known_keys.h"
#include "spec/plan/shapes/pages.h"
#include "spec/plan/shapes/rudder_marks.h"

namespace specgate {
namespace {

constexpr std::string_view kShortKeys[] = {"pages", "screens", "identify", "group",
                                           "page",  "screen",  "common"};
constexpr std::string_view kConfigKeys[] = {"events", "global",          "identify",
                                            "group",  "identify_traits", "group_traits"};
constexpr std::string_view kAround[] = {"data", "trackingPlan", "tracking_plan", "trackingPlans", "tracking_plans"};
constexpr std::string_view kBlocks[] = {"resource", "resources", "planned_values", "values"};  // Terraform's
constexpr std::string_view kResource = "segment_tracking_plan";

template <size_t n>
bool has_any(const Json& object, const std::string_view (&keys)[n]) {
  return std::any_of(std::begin(keys), std::end(keys),
                     [&](std::string_view key) { return object.find(key) != nullptr; });
}

bool is_rule(const Json& item) {
  return item.find("jsonSchema") != nullptr || item.find("json_schema") != nullptr ||
         (item.find("type") != nullptr && item.find("key") != nullptr);
}

class Gatherer {
 public:
  Gatherer(PlanParts& parts, PlanReading& reading) : parts_(parts), reading_(reading) {}

  // Whether what the node says of pages speaks of rules.
  bool gather(const Json& node, int levels) {
    if (levels == 0) return false;  // {"data": {"data": ...}}: no API nests more
    if (node.is(Kind::kArray)) return gather_list(node, levels);
    if (!node.is(Kind::kObject)) return false;
    bool paged = false;
    for (const std::string_view key : {"data", "trackingPlan", "tracking_plan", "plan"}) {
      if (const Json* inner = node.find(key)) paged = gather(*inner, levels - 1) || paged;
    }
    for (const std::string_view key : {"trackingPlans", "tracking_plans"}) {
      if (const Json* list = node.find(key)) gather_plans(*list, levels);
    }
    note_what_is_around(node);
    paged = take(node) || paged;
    if (paged) pages_.see(node);
    return paged;
  }

  void finish() {
    if (const auto missing = pages_.missing(items_)) reading_.part(*missing->at, missing->what);
  }

 private:
  // Keys beside the one that holds the plan; those of an object with rules whoever reads them notes.
  void note_what_is_around(const Json& node) {
    const Json* const rules = node.find("rules");
    const bool holds = has_any(node, kAround) && !has_any(node, kBlocks) && node.find("events") == nullptr;
    if (holds && (rules == nullptr || !rules->is(Kind::kArray))) note_unknown_keys(node, KeysOf::kPlan, reading_);
  }

  // Whether it has a list that may come in pages.
  bool take(const Json& node) {
    const Json* const rules = node.find("rules");
    bool paged = false;
    if (rules != nullptr && rules->is(Kind::kArray)) {
      parts_.holders.push_back(&node);
      paged = add(parts_.rules, *rules);
    }
    const bool config =
        rules != nullptr && rules->is(Kind::kObject) && has_any(*rules, kConfigKeys);
    if (config) set(parts_.config, node);
    const Json* const events = config ? rules->find("events") : node.find("events");
    const bool list = events != nullptr && events->is(Kind::kArray);
    const bool has_events = list || (events != nullptr && events->is(Kind::kObject));
    if (list) items_ += events->items.size();
    const bool one_event = node.find("eventType") != nullptr && rules != nullptr;
    if (rules == nullptr && (has_events || has_any(node, kShortKeys))) set(parts_.events, node);
    if (one_event) set(parts_.events, node);
    const bool listed = rules != nullptr && rules->is(Kind::kArray);
    const bool named = !node.text_of("name").empty() || !node.text_of("id").empty() ||
                       (listed && !node.text_of("description").empty());
    if (named && parts_.about == nullptr) parts_.about = &node;
    return paged || list;
  }

  bool gather_list(const Json& list, int levels) {
    const auto all = [&](bool (*is)(const Json&)) {
      return !list.items.empty() && std::all_of(list.items.begin(), list.items.end(), is);
    };
    if (all(is_rule)) return add(parts_.rules, list);
    if (all(is_rudder_event)) return add(parts_.listed, list);
    for (const Json& page : list.items) {
      if (page.is(Kind::kObject)) gather(page, levels - 1);
    }
    return false;
  }

  bool add(std::vector<const Json*>& lists, const Json& list) {
    lists.push_back(&list);
    items_ += list.items.size();
    return true;
  }

  void gather_plans(const Json& list, int levels) {
    if (!list.is(Kind::kArray) || list.items.empty()) return;
    if (list.items.size() > 1) {
      reading_.problem(list, "this is a list of " + std::to_string(list.items.size()) +
                                 " tracking plans, wanted one");
    }
    gather(list.items[0], levels - 1);
  }

  void set(const Json*& place, const Json& node) {
    if (place == nullptr) {
      place = &node;
    } else {
      reading_.problem(node, "a second tracking plan begins here, wanted one");
    }
  }

  PlanParts& parts_;
  PlanReading& reading_;
  Pages pages_;
  size_t items_ = 0;  // in all lists of rules and events
};

// Every tracking plan of a Terraform file; a block may be an object or a list of them.
class TerraformSearch {
 public:
  explicit TerraformSearch(std::vector<const Json*>& plans) : plans_(plans) {}

  void search(const Json& root) {
    for (const std::string_view key : {"resource", "data"}) {
      if (const Json* blocks = root.find(key))
        each(*blocks, [this](const Json& one) { typed(one); });
    }
    if (const Json* resources = root.find("resources")) listed(*resources);
    for (const std::string_view key : {"values", "planned_values"}) {
      const Json* const values = root.find(key);
      const Json* const module = values == nullptr ? nullptr : values->find("root_module");
      if (module != nullptr && plans_.empty()) this->module(*module, 64);
    }
  }

 private:
  template <typename F>
  static void each(const Json& block, F visit) {
    if (!block.is(Kind::kArray)) return visit(block);
    for (const Json& item : block.items) visit(item);
  }

  // {"segment_tracking_plan": {"name": {...}}}
  void typed(const Json& block) {
    const Json* const named = block.find(kResource);
    if (named == nullptr) return;
    each(*named, [this](const Json& one) {
      for (const JsonMember& member : one.members) {
        each(member.value, [this](const Json& body) { plans_.push_back(&body); });
      }
    });
  }

  // [{"type": "segment_tracking_plan", "values": {...}}] or, in a state, "instances":
  // [{attributes}]
  void listed(const Json& resources) {
    for (const Json& resource : resources.items) {
      if (resource.text_of("type") != kResource) continue;
      if (const Json* values = resource.find("values")) plans_.push_back(values);
      const Json* const instances = resource.find("instances");
      if (instances == nullptr) continue;
      for (const Json& instance : instances->items) {
        if (const Json* attributes = instance.find("attributes")) plans_.push_back(attributes);
      }
    }
  }

  void module(const Json& module, int levels) {
    if (levels == 0) return;
    if (const Json* resources = module.find("resources")) listed(*resources);
    const Json* const children = module.find("child_modules");
    if (children == nullptr) return;
    for (const Json& child : children->items) this->module(child, levels - 1);
  }

  std::vector<const Json*>& plans_;
};

// "$${" and "%%{" -> "${" and "%{".
void fill_template(Json& json, PlanReading& reading) {
  std::string out;
  for (size_t i = 0; i < json.text.size(); ++i) {
    const std::string_view rest = std::string_view(json.text).substr(i);
    if (rest.starts_with("$${") || rest.starts_with("%%{")) {
      out.append(rest.substr(1, 2));
      i += 2;
      continue;
    }
    if (rest.starts_with("${") || rest.starts_with("%{")) {
      return reading.problem(json,
                             "a template that only Terraform can fill in, wanted the JSON of "
                             "\"terraform show -json\"");
    }
    out += json.text[i];
  }
  json.text = std::move(out);
}

void fill_templates(Json& json, PlanReading& reading) {
  if (json.is(Kind::kString)) fill_template(json, reading);
  for (Json& item : json.items) fill_templates(item, reading);
  for (JsonMember& member : json.members) fill_templates(member.value, reading);
}

}  // namespace

PlanParts plan_parts(const Json& root, PlanReading& reading) {
  constexpr int kMostEnvelopes = 6;
  PlanParts parts;
  Gatherer gatherer(parts, reading);
  gatherer.gather(root, kMostEnvelopes);
  gatherer.finish();
  return parts;
}

std::optional<Json> terraform_plan(const Json& root, PlanReading& reading) {
  std::vector<const Json*> plans;
  TerraformSearch(plans).search(root);
  if (plans.empty()) return std::nullopt;
  if (plans.size() > 1) {
    reading.problem(*plans[1], "a second segment_tracking_plan begins here, wanted one");
  }
  Json plan = *plans[0];
  if (root.find("resource") != nullptr || root.find("data") != nullptr)
    fill_templates(plan, reading);
  return plan;
}

}  // namespace specgate
