// The part of schema_diff.h about members: which are new, gone, renamed, required.
#include <algorithm>

#include "spec/json/json_quote.h"
#include "spec/plan/diff/align.h"
#include "spec/plan/diff/renames.h"
#include "spec/plan/diff/schema_diff.h"
#include "spec/schema/containment/conjunction.h"
#include "spec/schema/containment/mentions.h"

namespace specgate {
namespace {

using enum PlanChangeKind;

bool real(const JsonMember& member) { return member.line != kGranted; }

const JsonMember* listed(const Json* properties, std::string_view name, SchemaSpace& space) {
  const JsonMember* const member = properties == nullptr ? nullptr : space.member(*properties, name);
  return member != nullptr && real(*member) ? member : nullptr;
}

std::set<std::string> required_of(const Json& schema) {
  std::set<std::string> out;
  if (const Json* list = schema.find("required")) {
    for (const Json& name : list->items) out.insert(name.text);
  }
  return out;
}

// What a schema says of a member it does not list: by its patterns, or as one of the others.
Conjunction unlisted(const Json& schema, const Json* root, const std::string& name,
                     SchemaSpace& space) {
  SchemaTerms terms;
  terms.members.push_back(
      {nullptr, schema.find("patternProperties"), schema.find("additionalProperties"), root});
  return member_schemas(terms, name, space);
}

}  // namespace

// The members of both sides, sorted out.
struct SchemaDiff::Members {
  explicit Members(SchemaSpace& shared) : space(shared) {}

  SchemaSpace& space;
  const Json *before = nullptr, *after = nullptr;       // the schemas that list them
  const Json *old_list = nullptr, *new_list = nullptr;  // `properties`; null where there are none
  std::set<std::string> old_required, new_required;
  std::set<std::string> kept, gone, fresh;
  std::set<std::string, std::less<>> old_mentions;  // without listing them
  bool cut = false;  // more of the gone may have been renamed
  const Json* old_root = nullptr;
  const Json* new_root = nullptr;

  SchemaRef old_schema(const std::string& name) const {
    return {&listed(old_list, name, space)->value, old_root};
  }
  SchemaRef new_schema(const std::string& name) const {
    return {&listed(new_list, name, space)->value, new_root};
  }
};

SchemaSite SchemaDiff::member_site(const SchemaSite& site, const std::string& name) const {
  SchemaSite out = site;
  append_pointer_step(name, out.place);
  for (std::string* pointer : {&out.pointer_before, &out.pointer_after}) {
    if (pointer->empty()) continue;
    *pointer += "/properties";
    append_pointer_step(name, *pointer);
  }
  const bool plain = site.top || site.words == rule_.own;
  out.top = false;
  out.words = plain ? name : site.words + "." + name;
  return out;
}

void SchemaDiff::compare_members(const SchemaSite& site) {
  Members members(space_);
  members.before = site.before.schema;
  members.after = site.after.schema;
  members.old_list = members.before->find("properties");
  members.new_list = members.after->find("properties");
  members.old_root = site.before.root;
  members.new_root = site.after.root;
  members.old_required = required_of(*members.before);
  members.new_required = required_of(*members.after);
  members.old_mentions = mentioned_names(*members.before);
  std::vector<std::string> order;  // of the new plan, then what is gone
  for (const Json* list : {members.new_list, members.old_list}) {
    if (list == nullptr) continue;
    for (const JsonMember& member : list->members) {
      if (real(member)) order.push_back(member.key);
    }
  }
  for (const std::set<std::string>* names : {&members.new_required, &members.old_required})
    order.insert(order.end(), names->begin(), names->end());
  for (const std::string& name : order) {
    const bool old_one = listed(members.old_list, name, space_) != nullptr;
    const bool new_one = listed(members.new_list, name, space_) != nullptr;
    (old_one == new_one ? members.kept : old_one ? members.gone : members.fresh).insert(name);
  }
  pair_renamed(site, members);
  std::set<std::string> done;
  for (const std::string& name : order) {
    if (!done.insert(name).second) continue;
    if (members.kept.contains(name)) both(site, members, name);
    if (members.fresh.contains(name)) added(site, members, name);
    if (members.gone.contains(name)) removed(site, members, name);
  }
}

void SchemaDiff::pair_renamed(const SchemaSite& site, Members& members) {
  const std::vector<std::string> gone(members.gone.begin(), members.gone.end());
  const std::vector<std::string> fresh(members.fresh.begin(), members.fresh.end());
  const Renames renames =
      find_renames({gone.begin(), gone.end()}, {fresh.begin(), fresh.end()},
                   [&](uint32_t from, uint32_t to) { return rename(site, members, gone[from], fresh[to]); });
  for (const auto& [from, to] : renames.pairs) {
    members.gone.erase(gone[from]);
    members.fresh.erase(fresh[to]);
  }
  members.cut = renames.cut;
}

bool SchemaDiff::rename(const SchemaSite& site, const Members& members, const std::string& from,
                        const std::string& to) {
  const SchemaRef old_one = members.old_schema(from), new_one = members.new_schema(to);
  const bool alike =
      space_.same(old_one, new_one) || (surely_contained({old_one}, {new_one}, space_) &&
                                        surely_contained({new_one}, {old_one}, space_));
  if (!alike) return false;
  SchemaSite below = member_site(site, from);
  const SchemaSite target = member_site(site, to);
  below.before = old_one;
  below.after = new_one;
  below.pointer_after = target.pointer_after;
  Judgement senders =
      judge_containment({old_one}, unlisted(*members.after, members.new_root, from, space_));
  if (members.new_required.contains(to)) senders = demand(site.before, to);
  PlanChange& change = add(kPropertyRenamed, below, " is called \"" + target.words + "\" now");
  change.senders = std::move(senders);
  change.readers = {PlanVerdict::kBreaking, "nothing comes under the old name any more"};
  return true;
}

void SchemaDiff::both(const SchemaSite& site, const Members& members, const std::string& name) {
  SchemaSite below = member_site(site, name);
  const bool there = listed(members.old_list, name, space_) != nullptr;
  if (there) {
    below.before = members.old_schema(name);
    below.after = members.new_schema(name);
    const bool written = space_.member(*members.old_list, name)->line != kCarried;
    if (!written) below.pointer_before.clear();
  }
  const bool was = members.old_required.contains(name), is = members.new_required.contains(name);
  if (!was && is) {
    if (Judgement senders = demand(site.before, name);
        senders.verdict != PlanVerdict::kCompatible) {
      PlanChange& change = add(kMadeRequired, below, " is required now");
      change.senders = std::move(senders);
    }
  } else if (was && !is) {
    if (Judgement readers = demand(site.after, name); readers.verdict != PlanVerdict::kCompatible) {
      PlanChange& change = add(kMadeOptional, below, " is required no more");
      change.readers = std::move(readers);
    }
  }
  if (there) compare(below);
}

void SchemaDiff::removed(const SchemaSite& site, const Members& members, const std::string& name) {
  SchemaSite below = member_site(site, name);
  below.before = members.old_schema(name);
  if (below.before.schema->is_false()) return;  // it never came
  below.pointer_after.clear();
  const Conjunction rest = unlisted(*members.after, members.new_root, name, space_);
  const bool moved = !rest.empty() && surely_contained({below.before}, rest, space_) &&
                     surely_contained(rest, {below.before}, space_);
  const bool demanded = members.old_required.contains(name) && !members.new_required.contains(name);
  if (moved && !demanded) return;  // a pattern says of it what it said itself
  PlanChange& change = add(kPropertyRemoved, below, " is gone");
  if (members.cut) change.message += kRenamesCut;
  const ChangePlace around{site.pointer_after, members.after->line, members.after->column};
  change.around = around;
  change.senders = judge_containment({below.before}, rest);
  change.readers = {PlanVerdict::kBreaking, "it is not planned any more"};
  if (!members.old_required.contains(name) && members.new_required.contains(name)) {
    PlanChange& required = add(kMadeRequired, below, " is required now");
    required.around = around;
    required.senders = demand(site.before, name);
  }
}

void SchemaDiff::added(const SchemaSite& site, const Members& members, const std::string& name) {
  SchemaSite below = member_site(site, name);
  below.after = members.new_schema(name);
  below.pointer_before.clear();
  const bool grant = members.old_list != nullptr && space_.find(*members.old_list, name) != nullptr;
  const bool required = members.new_required.contains(name);
  const bool mentioned = members.old_mentions.contains(name);
  Judgement senders, readers;
  if (!grant) {
    const Conjunction rest = unlisted(*members.before, members.old_root, name, space_);
    senders = judge_containment(rest, {below.after});
    readers = judge_containment({below.after}, rest);
    const bool nothing_new =
        senders.verdict == PlanVerdict::kCompatible && readers.verdict == PlanVerdict::kCompatible;
    const bool known = !rest.empty() || below.after.schema->is_false() || mentioned;
    if (nothing_new && !required && known) return;
  }
  if (required && !members.old_required.contains(name)) {
    const Judgement demanded = demand(site.before, name);
    if (demanded.verdict > senders.verdict) senders = demanded;
  }
  const bool shut = below.after.schema->is_false();
  const bool breaks = required && senders.verdict != PlanVerdict::kCompatible;
  const PlanChangeKind kind = shut || mentioned ? kConstraintNarrowed
                              : breaks          ? kRequiredAdded
                                                : kPropertyAdded;
  PlanChange& change = add(kind, below,
                           shut        ? " may not be sent any more"
                           : mentioned ? " has a schema of its own now"
                           : breaks    ? " is new and required"
                                       : " is new");
  change.senders = std::move(senders);
  change.readers = std::move(readers);
}

}  // namespace specgate
