#include "spec/plan/diff/schema_diff.h"

#include <algorithm>
#include <span>

#include "spec/plan/diff/align.h"
#include "spec/schema/keywords.h"

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
constexpr std::string_view kContainWords[] = {"contains", "minContains", "maxContains"};
constexpr std::string_view kIfWords[] = {"if", "then", "else"};
constexpr std::string_view kSingleWords[] = {"multipleOf",
                                             "minLength",
                                             "maxLength",
                                             "pattern",
                                             "format",
                                             "minItems",
                                             "maxItems",
                                             "uniqueItems",
                                             "minProperties",
                                             "maxProperties",
                                             "propertyNames",
                                             "patternProperties",
                                             "dependencies",
                                             "dependentRequired",
                                             "dependentSchemas",
                                             "unevaluatedProperties",
                                             "unevaluatedItems",
                                             "prefixItems",
                                             "allOf",
                                             "anyOf",
                                             "oneOf",
                                             "not"};

bool is_schema_object(const Json* value) { return value != nullptr && value->is(Kind::kObject); }

void note_place(ChangePlace& place, const std::string& pointer, const Json* at) {
  place.pointer = pointer;
  if (at == nullptr) return;
  place.line = at->line;
  place.column = at->column;
}

}  // namespace

namespace {

// As it stood in the plan.
Json without_grants(Json json) {
  std::erase_if(json.members, [](const JsonMember& member) {
    return member.line == kGranted || member.line == kCarried;
  });
  for (Json& item : json.items) item = without_grants(std::move(item));
  for (JsonMember& member : json.members) member.value = without_grants(std::move(member.value));
  return json;
}

}  // namespace

namespace {

// Takes out of objects that shut out what they do not list what they were granted. True: there was some.
bool shut_again(Json& schema) {
  bool changed = false;
  const Json* const rest = schema.find("additionalProperties");
  Json* const properties = schema.find("properties");
  if (properties != nullptr && rest != nullptr && rest->is_false()) {
    const auto granted = [](const JsonMember& member) { return member.line == kGranted; };
    changed = std::erase_if(properties->members, granted) != 0;
  }
  for (Json& item : schema.items) changed = shut_again(item) || changed;
  for (JsonMember& member : schema.members) changed = shut_again(member.value) || changed;
  return changed;
}

}  // namespace

// The old schema as senders knew it: what it shuts out nobody has sent, whatever the new one adds.
SchemaRef SchemaDiff::as_sent(SchemaRef before) {
  if (!before.schema->is(Kind::kObject)) return before;
  Json out = *before.schema;
  return shut_again(out) ? SchemaRef{space_.made(std::move(out)).schema, before.root} : before;
}

bool refers(const Json& json) {
  return json.find("$ref") != nullptr ||
         std::any_of(json.items.begin(), json.items.end(), refers) ||
         std::any_of(json.members.begin(), json.members.end(),
                     [](const JsonMember& member) { return refers(member.value); });
}

std::string short_json(const Json* value) {
  constexpr size_t kLongest = 100;
  if (value == nullptr) return "nothing";
  std::string out;
  append_json(without_grants(*value), JsonLayout::kCompact, out);
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

std::string SchemaDiff::title(const SchemaSite& site) const {
  return site.top ? rule_.title : "\"" + site.words + "\" of " + rule_.title;
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
  return demands_.try_emplace(of.schema, of, space_).first->second.judge(name);
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
    take_back(site, first);
    return;
  }
  const bool differs = !space_.same(site.before, site.after);
  if (differs) {
    static constexpr Group kGroups[] = {
        {kTypeWords, kTypeWidened, kTypeNarrowed, kTypeChanged},
        {kEnumWords, kEnumGrown, kEnumShrunk, kEnumChanged},
        {kLeastWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kMostWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kRestWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kContainWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged},
        {kIfWords, kConstraintWidened, kConstraintNarrowed, kConstraintChanged}};
    for (const Group& group : kGroups) compare_group(site, group);
    for (const std::string_view& word : kSingleWords) {
      compare_group(
          site, {std::span(&word, 1), kConstraintWidened, kConstraintNarrowed, kConstraintChanged});
    }
  }
  compare_members(site);
  compare_items(site);
  if (differs && site.top && out_.size() == first) compare_rest(site);
  take_back(site, first);
}

// Nothing was found to differ, but the whole does.
void SchemaDiff::compare_rest(const SchemaSite& site) {
  const Judgement senders = judge_containment({site.before}, {site.after});
  const Judgement readers = judge_containment({site.after}, {site.before});
  const bool same =
      senders.verdict == PlanVerdict::kCompatible && readers.verdict == PlanVerdict::kCompatible;
  if (same) return;
  PlanChange& change = add(kConstraintChanged, site, ": what it accepts changed");
  change.senders = senders;
  change.readers = readers;
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
  for (const WordRow& row : schema_words()) {
    if (row.use != Use::kTells) continue;
    const Json *before = site.before.schema->find(row.name),
               *after = site.after.schema->find(row.name);
    if (before == nullptr && after == nullptr) continue;
    if (before != nullptr && after != nullptr && *before == *after) continue;
    list.append(list.empty() ? "" : ", ").append(row.name);
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
    differs |= before == nullptr || after == nullptr || !(*before == *after) || refers(*before);
    wider = put(keyword, wider, site.after);
    narrower = put(keyword, narrower, site.before);
    words += (words.empty() ? ": " : ", ") + std::string(keyword) + " " + short_json(before) +
             " -> " + short_json(after);
    shut_before = before;
    shut_after = after;
  }
  if (!differs) return;
  const Judgement senders = judge_containment({as_sent(site.before)}, {wider});
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
  below.top = false;
  compare(below);
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
    Conjunction before{as_sent(site.before)}, after{site.after};
  if (site.top) {
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
