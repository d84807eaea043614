#include "spec/compare/schema_diff.h"

#include <algorithm>
#include <span>

#include "spec/compare/align.h"
#include "spec/compare/terms.h"
#include "spec/edit_distance.h"
#include "spec/fold.h"
#include "spec/json_quote.h"
#include "spec/style.h"

namespace specgate {

// Keywords that are read together, and the kinds of change they make: wider, narrower, both.
struct SchemaDiff::Group {
  std::span<const std::string_view> keywords;
  PlanChangeKind widened, narrowed, changed;
};

namespace {

using enum PlanChangeKind;

constexpr std::string_view kTypeWords[] = {"type"};
constexpr std::string_view kEnumWords[] = {"enum", "const"};
constexpr std::string_view kLeastWords[] = {"minimum", "exclusiveMinimum"};
constexpr std::string_view kMostWords[] = {"maximum", "exclusiveMaximum"};
constexpr std::string_view kRestWords[] = {"additionalProperties"};
constexpr std::string_view kItemWords[] = {"items", "additionalItems"};
constexpr std::string_view kIfWords[] = {"if", "then", "else"};
constexpr std::string_view kSingleWords[] = {"multipleOf",
                                             "minLength",
                                             "maxLength",
                                             "pattern",
                                             "format",
                                             "minItems",
                                             "maxItems",
                                             "uniqueItems",
                                             "contains",
                                             "minProperties",
                                             "maxProperties",
                                             "propertyNames",
                                             "patternProperties",
                                             "dependencies",
                                             "allOf",
                                             "anyOf",
                                             "oneOf",
                                             "not"};

// Words for people: what changes nothing for any value.
constexpr std::string_view kWords[] = {"title",     "description",     "$comment",
                                       "examples",  "default",         "readOnly",
                                       "writeOnly", "contentEncoding", "contentMediaType"};

bool real(const JsonMember& member) { return member.line != kGranted; }

const JsonMember* listed(const Json* properties, std::string_view name) {
  const JsonMember* const member = properties == nullptr ? nullptr : properties->member(name);
  return member != nullptr && real(*member) ? member : nullptr;
}

std::set<std::string> required_of(const Json& schema) {
  std::set<std::string> out;
  if (const Json* list = schema.find("required")) {
    for (const Json& name : list->items) out.insert(name.text);
  }
  return out;
}

bool is_schema_object(const Json* value) { return value != nullptr && value->is(Kind::kObject); }

void note_place(ChangePlace& place, const std::string& pointer, const Json* at) {
  place.pointer = pointer;
  if (at == nullptr) return;
  place.line = at->line;
  place.column = at->column;
}

// `word` is what the other name has besides its own words: "email" and "email_address".
bool extends(const Phrase& shorter, const Phrase& longer) {
  const std::string_view a = shorter.folded(), b = longer.folded();
  return shorter.words + 1 == longer.words && a.size() > 2 &&
         (b.substr(0, a.size()) == a || b.substr(b.size() - a.size()) == a);
}

}  // namespace

bool near_names(std::string_view a, std::string_view b) {
  if (a == b) return false;
  Phrase left, right;
  if (!split_words(a, left) || !split_words(b, right)) return false;
  if (left.folded() == right.folded()) return true;
  const size_t shorter = std::min(left.folded().size(), right.folded().size());
  const size_t limit = std::min<size_t>(3, shorter / 3);
  if (limit != 0 && edit_distance(left.folded(), right.folded(), limit) <= limit) return true;
  if (left.too_many_words || right.too_many_words) return false;
  return extends(left, right) || extends(right, left);
}

std::string short_json(const Json* value) {
  constexpr size_t kLongest = 100;
  if (value == nullptr) return "nothing";
  std::string out;
  append_json(*value, JsonLayout::kCompact, out);
  if (out.size() <= kLongest) return out;
  size_t end = kLongest;
  while (end != 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
  return out.substr(0, end) + "...";
}

Judgement judgement_of(const Containment& answer) {
  switch (answer.answer) {
    case Contained::kYes:
      return {};
    case Contained::kNo: {
      const Json value = Json::string(answer.witness);
      constexpr size_t kLongest = 160;
      const bool shown = answer.witness.size() <= kLongest;
      return {PlanVerdict::kBreaking,
              shown ? "for example " + answer.witness : "a long value shows it"};
    }
    case Contained::kMaybe:
      return {PlanVerdict::kMayBreak, answer.why};
  }
  return {};
}

// The members of both sides, sorted out.
struct SchemaDiff::Members {
  const Json *before = nullptr, *after = nullptr;       // the schemas that list them
  const Json *old_list = nullptr, *new_list = nullptr;  // `properties`; null where there are none
  std::set<std::string> old_required, new_required;
  std::set<std::string> kept, gone, fresh;
  const Json* old_root = nullptr;
  const Json* new_root = nullptr;

  SchemaRef old_schema(const std::string& name) const {
    return {&listed(old_list, name)->value, old_root};
  }
  SchemaRef new_schema(const std::string& name) const {
    return {&listed(new_list, name)->value, new_root};
  }
};

namespace {

// What a schema says of a member it does not list: by its patterns, or as one of the others.
Conjunction unlisted(const Json& schema, const Json* root, const std::string& name,
                     SchemaSpace& space) {
  SchemaTerms terms;
  terms.members.push_back(
      {nullptr, schema.find("patternProperties"), schema.find("additionalProperties"), root});
  return member_schemas(terms, name, space);
}

}  // namespace

SchemaSite SchemaDiff::member_site(const SchemaSite& site, const std::string& name) const {
  SchemaSite out = site;
  append_pointer_step(name, out.place);
  for (std::string* pointer : {&out.pointer_before, &out.pointer_after}) {
    if (pointer->empty()) continue;
    *pointer += "/properties";
    append_pointer_step(name, *pointer);
  }
  const bool plain = site.words.empty() || site.words == rule_.own;
  out.words = plain ? name : site.words + "." + name;
  return out;
}

std::string SchemaDiff::title(const SchemaSite& site) const {
  return site.words.empty() ? rule_.title : "\"" + site.words + "\" of " + rule_.title;
}

PlanChange& SchemaDiff::add(PlanChangeKind kind, const SchemaSite& site, std::string_view message) {
  PlanChange change;
  change.kind = kind;
  change.place = site.place;
  if (site.before.schema != nullptr)
    note_place(change.before, site.pointer_before, site.before.schema);
  if (site.after.schema != nullptr) note_place(change.after, site.pointer_after, site.after.schema);
  change.message = title(site);
  change.message += message;
  out_.push_back(std::move(change));
  return out_.back();
}

Judgement SchemaDiff::judge_containment(const Conjunction& narrow, const Conjunction& wide) {
  return judgement_of(contained(narrow, wide, space_));
}

// Do all values of the schema have the member?
Judgement SchemaDiff::demand(SchemaRef of, const std::string& name) {
  Json schema = Json::object(), names = Json::array();
  names.items.push_back(Json::string(name));
  schema.set("required", std::move(names));
  return judge_containment({of}, {space_.made(std::move(schema))});
}

void SchemaDiff::compare(const SchemaSite& given) {
  SchemaSite site = given;
  site.before = space_.follow(given.before);
  site.after = space_.follow(given.after);
  if (site.before.schema == nullptr || site.after.schema == nullptr) {
    if (space_.same(given.before, given.after)) return;
    site.before = given.before;
    site.after = given.after;
    const Judgement unknown{PlanVerdict::kMayBreak, "a reference leads nowhere"};
    PlanChange& change = add(kConstraintChanged, site, ": $ref changed");
    change.senders = change.readers = unknown;
    return;
  }
  if (!seen_.emplace(site.before.schema, site.after.schema).second) return;
  const size_t first = out_.size();
  compare_words(site);
  if (site.before.schema->is_false() != site.after.schema->is_false()) {
    compare_shut(site);
  } else if (!space_.same(site.before, site.after)) {
    static constexpr Group kGroups[] = {
        {kTypeWords, kTypeWidened, kTypeNarrowed, kTypeChanged},
        {kEnumWords, kEnumGrown, kEnumShrunk, kEnumChanged},
        {kLeastWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kMostWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kRestWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kIfWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged}};
    for (const Group& group : kGroups) compare_group(site, group);
    for (const std::string_view& word : kSingleWords) {
      compare_group(
          site, {std::span(&word, 1), kConstraintWidened, kConstraintNarrowed, kConstraintChanged});
    }
  }
  compare_members(site);
  compare_items(site);
  take_back(site, first);
}

// One of them accepts nothing.
void SchemaDiff::compare_shut(const SchemaSite& site) {
  const bool opens = site.before.schema->is_false();
  PlanChange& change = add(opens ? kConstraintWidened : kConstraintNarrowed, site,
                           opens ? " may be sent now" : " may not be sent any more");
  change.senders = judge_containment({site.before}, {site.after});
  change.readers = judge_containment({site.after}, {site.before});
}

void SchemaDiff::compare_words(const SchemaSite& site) {
  std::string list;
  for (const std::string_view word : kWords) {
    const Json *before = site.before.schema->find(word), *after = site.after.schema->find(word);
    if (before == nullptr && after == nullptr) continue;
    if (before != nullptr && after != nullptr && *before == *after) continue;
    list.append(list.empty() ? "" : ", ").append(word);
  }
  if (!list.empty()) add(kWordsChanged, site, ": " + list + " changed");
}

// `into` with this keyword as `from` has it.
SchemaRef SchemaDiff::put(std::string_view keyword, SchemaRef into, SchemaRef from) {
  Json out = into.schema->is(Kind::kObject) ? *into.schema : Json::object();
  const Json* const value = from.schema->is(Kind::kObject) ? from.schema->find(keyword) : nullptr;
  if (value == nullptr) {
    out.erase(keyword);
  } else {
    out.set(keyword, transplanted(keyword, *value, *from.root, space_));
  }
  return {space_.made(std::move(out)).schema, into.root};
}

void SchemaDiff::compare_group(const SchemaSite& site, const Group& group) {
  SchemaRef wider = site.before, narrower = site.after;
  std::string words;
  const Json *shut_before = nullptr, *shut_after = nullptr;
  bool differs = false;
  for (const std::string_view keyword : group.keywords) {
    const Json* const before = site.before.schema->find(keyword);
    const Json* const after = site.after.schema->find(keyword);
    if (before == nullptr && after == nullptr) continue;
    differs |= before == nullptr || after == nullptr || !(*before == *after);
    wider = put(keyword, wider, site.after);
    narrower = put(keyword, narrower, site.before);
    words += (words.empty() ? ": " : ", ") + std::string(keyword) + " " + short_json(before) +
             " -> " + short_json(after);
    shut_before = before;
    shut_after = after;
  }
  if (!differs) return;
  const Judgement senders = judge_containment({site.before}, {wider});
  const Judgement readers = judge_containment({site.after}, {narrower});
  const bool still_sends = senders.verdict == PlanVerdict::kCompatible;
  const bool still_reads = readers.verdict == PlanVerdict::kCompatible;
  if (still_sends && still_reads) return;
  PlanChangeKind kind = still_sends ? group.widened : still_reads ? group.narrowed : group.changed;
  if (group.keywords[0] == kRestWords[0]) {
    const bool closed = shut_after != nullptr && shut_after->is_false();
    const bool opened = shut_before != nullptr && shut_before->is_false();
    if (closed || opened) kind = closed ? kObjectClosed : kObjectOpened;
  }
  PlanChange& change = add(kind, site, words);
  change.senders = senders;
  change.readers = readers;
}

void SchemaDiff::compare_items(const SchemaSite& site) {
  const Json* const before = site.before.schema->find("items");
  const Json* const after = site.after.schema->find("items");
  if (!is_schema_object(before) || !is_schema_object(after)) {
    compare_group(site, {kItemWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged});
    return;
  }
  SchemaSite below = site;
  below.before = {before, site.before.root};
  below.after = {after, site.after.root};
  below.place += "/[]";
  below.pointer_before += "/items";
  below.pointer_after += "/items";
  below.words += "[]";
  compare(below);
}

void SchemaDiff::compare_members(const SchemaSite& site) {
  Members members;
  members.before = site.before.schema;
  members.after = site.after.schema;
  members.old_list = members.before->find("properties");
  members.new_list = members.after->find("properties");
  members.old_root = site.before.root;
  members.new_root = site.after.root;
  members.old_required = required_of(*members.before);
  members.new_required = required_of(*members.after);
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
    const bool old_one = listed(members.old_list, name) != nullptr;
    const bool new_one = listed(members.new_list, name) != nullptr;
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
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& from : members.gone) {
    for (const std::string& to : members.fresh) {
      if (near_names(from, to)) pairs.emplace_back(from, to);
    }
  }
  // The same letters first, then whatever is near.
  std::stable_partition(pairs.begin(), pairs.end(),
                        [](const auto& pair) { return same_letters(pair.first, pair.second); });
  for (const auto& [from, to] : pairs) {
    if (!members.gone.contains(from) || !members.fresh.contains(to)) continue;
    if (!rename(site, members, from, to)) continue;
    members.gone.erase(from);
    members.fresh.erase(to);
  }
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
  const bool there = listed(members.old_list, name) != nullptr;
  if (there) {
    below.before = members.old_schema(name);
    below.after = members.new_schema(name);
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
  change.senders = judge_containment({below.before}, rest);
  change.readers = {PlanVerdict::kBreaking, "it is not planned any more"};
}

void SchemaDiff::added(const SchemaSite& site, const Members& members, const std::string& name) {
  SchemaSite below = member_site(site, name);
  below.after = members.new_schema(name);
  below.pointer_before.clear();
  const bool grant = members.old_list != nullptr && members.old_list->find(name) != nullptr;
  const bool required = members.new_required.contains(name);
  Judgement senders, readers;
  if (!grant) {
    const Conjunction rest = unlisted(*members.before, members.old_root, name, space_);
    senders = judge_containment(rest, {below.after});
    readers = judge_containment({below.after}, rest);
    const bool nothing_new =
        senders.verdict == PlanVerdict::kCompatible && readers.verdict == PlanVerdict::kCompatible;
    if (nothing_new && !required && (!rest.empty() || below.after.schema->is_false())) return;
  }
  if (required && !members.old_required.contains(name)) {
    const Judgement demanded = demand(site.before, name);
    if (demanded.verdict > senders.verdict) senders = demanded;
  }
  const bool shut = below.after.schema->is_false();
  const bool breaks = required && senders.verdict != PlanVerdict::kCompatible;
  PlanChange& change = add(shut     ? kConstraintNarrowed
                           : breaks ? kRequiredAdded
                                    : kPropertyAdded,
                           below,
                           shut     ? " may not be sent any more"
                           : breaks ? " is new and required"
                                    : " is new");
  change.senders = std::move(senders);
  change.readers = std::move(readers);
}

namespace {

bool gone(PlanChangeKind kind) { return kind == kPropertyRemoved || kind == kPropertyRenamed; }

bool about_values(PlanChangeKind kind) { return kind >= kMadeRequired && kind <= kObjectClosed; }

}  // namespace

void SchemaDiff::take_back(const SchemaSite& site, size_t first) {
  const auto hurts = [&](Judgement PlanChange::*side) {
    return std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(),
                       [&](const PlanChange& change) {
                         return (change.*side).verdict != PlanVerdict::kCompatible;
                       });
  };
  const bool top = site.words.empty();
  Conjunction before{site.before}, after{site.after};
  if (top) {
    before.insert(before.end(), rule_.before.begin(), rule_.before.end());
    after.insert(after.end(), rule_.after.begin(), rule_.after.end());
  }
  const bool sends = hurts(&PlanChange::senders) && surely_contained(before, {site.after}, space_);
  const bool reads = hurts(&PlanChange::readers) && surely_contained(after, {site.before}, space_);
  if (!sends && !reads) return;
  for (size_t i = first; i < out_.size(); ++i) {
    if (sends) out_[i].senders = {};
    if (reads && !gone(out_[i].kind)) out_[i].readers = {};
  }
  const auto nothing = [](const PlanChange& change) {
    return about_values(change.kind) && change.senders.verdict == PlanVerdict::kCompatible &&
           change.readers.verdict == PlanVerdict::kCompatible;
  };
  out_.erase(std::remove_if(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(), nothing),
             out_.end());
}

}  // namespace specgate
