// Two versions of one schema -> what changed, place by place, each with both verdicts.
//
// At every place each keyword is put into the schema of the other side by itself, and containment
// in both directions says whether that widens it, narrows it, or does both; a keyword that changes
// nothing is no change. What hurts by itself but not together with all that stands around it is
// taken back at the end.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/plan/diff/demand.h"
#include "spec/plan/diff/plan_change.h"
#include "spec/schema/containment/containment.h"

namespace specgate {

// The same place in both versions. `before` is granted what `after` adds (align.h).
struct SchemaSite {
  SchemaRef before, after;
  std::string place;  // as PlanChange::place
  std::string pointer_before, pointer_after;
  std::string words;  // "total", "products[].sku"; empty at the top, and where a property has no name
  bool top = true;
};

// The rule that the schemas belong to.
struct SchemaDiffRule {
  std::string title;          // for messages
  std::string_view own;       // "properties": what messages need not say
  Conjunction before, after;  // hold besides on either side: the COMMON rule
};

class SchemaDiff {
 public:
  SchemaDiff(SchemaDiffRule rule, SchemaSpace& space, std::vector<PlanChange>& out)
      : rule_(std::move(rule)), space_(space), out_(out) {}

  void compare(const SchemaSite& site);

 private:
  struct Group;
  struct Property;
  struct Members;

  void compare_rest(const SchemaSite& site);
  void compare_shut(const SchemaSite& site);
  void compare_words(const SchemaSite& site);
  void compare_group(const SchemaSite& site, const Group& group);
  void compare_members(const SchemaSite& site);
  void compare_items(const SchemaSite& site);
  void both(const SchemaSite& site, const Members& members, const std::string& name);
  void removed(const SchemaSite& site, const Members& members, const std::string& name);
  void added(const SchemaSite& site, const Members& members, const std::string& name);
  bool rename(const SchemaSite& site, const Members& members, const std::string& from,
              const std::string& to);
  void pair_renamed(const SchemaSite& site, Members& members);
  void take_back(const SchemaSite& site, size_t first);

  SchemaRef as_sent(SchemaRef before);
  SchemaRef put(std::string_view keyword, SchemaRef into, SchemaRef from);
  Judgement judge_containment(const Conjunction& narrow, const Conjunction& wide);
  Judgement demand(SchemaRef of, const std::string& name);
  PlanChange& add(PlanChangeKind kind, const SchemaSite& site, std::string_view message);
  std::string title(const SchemaSite& site) const;

  SchemaSite member_site(const SchemaSite& site, const std::string& name) const;

  SchemaDiffRule rule_;
  SchemaSpace& space_;
  std::vector<PlanChange>& out_;
  std::set<std::pair<const Json*, const Json*>> seen_;
  std::map<const Json*, Demand> demands_;  // by the schema
};

// Is there a $ref in it? Equal words may lead to different places then.
bool refers(const Json& json);
// `value` as JSON, cut where it is long.
std::string short_json(const Json* value);
Judgement judgement_of(const Containment& answer);

}  // namespace specgate
