#include "spec/plan/diff/align.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "spec/json/json_index.h"
#include "spec/schema/containment/conjunction.h"
#include "spec/schema/containment/judge.h"
#include "spec/schema/containment/mentions.h"
#include "spec/schema/keywords.h"

namespace specgate {
namespace {

constexpr size_t kMostLevelsDown = 64;
constexpr size_t kMostInlined = 12;  // references that are written out below one another
constexpr uint64_t kStepsToSettle = 10'000;  // of judging what a field is known to hold

bool free_of_others(const Json& schema) {
  const Json* const rest = schema.find("additionalProperties");
  return schema.find("patternProperties") == nullptr && !is_vague(schema) &&
         (rest == nullptr || accepts_all(*rest));
}

bool holds_schemas(Shape shape) {
  return shape == Shape::kItems || shape == Shape::kSchemas || shape == Shape::kSchema ||
         shape == Shape::kSchemaOrFlag;
}

// Puts the keywords of other schemas into one, where nothing of them says another thing than it.
class Merger {
 public:
  explicit Merger(Json& into) : into_(into) {}

  // False: nothing was put in.
  bool merge(const Json& part) {
    if (!fits(part)) return false;
    for (const JsonMember& member : part.members) {
      if (constrains(member.key)) put(member);
    }
    return true;
  }

 private:
  bool fits(const Json& part) {
    const bool lists = part.find("properties") != nullptr || into_.find("properties") != nullptr;
    if (is_vague(part) || (lists && (!free_of_others(part) || !free_of_others(into_)))) return false;
    return std::all_of(part.members.begin(), part.members.end(), [&](const JsonMember& member) {
      return !constrains(member.key) || fits(member);
    });
  }

  bool fits(const JsonMember& member) {
    const Json* const have = into_.find(member.key);
    if (have == nullptr || member.key == "required") return true;
    if (member.key != "properties") return *have == member.value;
    note_places(*have);
    const std::vector<JsonMember>& all = member.value.members;
    return std::all_of(all.begin(), all.end(), [&](const JsonMember& one) {
      const auto at = places_->find(one.key);
      return at == places_->end() || have->members[at->second].value == one.value;
    });
  }

  void put(const JsonMember& member) {
    Json* const have = into_.find(member.key);
    if (have == nullptr) {
      into_.members.push_back(member);
    } else if (member.key == "required") {
      for (const Json& name : member.value.items) require(name, *have);
    } else if (member.key == "properties") {
      for (const JsonMember& one : member.value.members) {
        if (places_->try_emplace(one.key, have->members.size()).second)
          have->members.push_back(one);
      }
    }
  }

  void note_places(const Json& properties) {
    if (places_) return;
    places_.emplace();
    for (size_t i = 0; i < properties.members.size(); ++i) places_->emplace(properties.members[i].key, i);
  }

  void require(const Json& name, Json& list) {
    if (!required_) {
      required_.emplace();
      for (const Json& one : list.items) {
        if (one.is(Kind::kString)) required_->insert(one.text);
      }
    }
    const bool fresh =
        name.is(Kind::kString)
            ? required_->insert(name.text).second
            : std::find(list.items.begin(), list.items.end(), name) == list.items.end();
    if (fresh) list.items.push_back(name);
  }

  Json& into_;
  std::optional<std::unordered_map<std::string, size_t>> places_;  // of its properties
  std::optional<std::unordered_set<std::string>> required_;
};

class Flattener {
 public:
  Flattener(const Json& root, SchemaSpace& space) : root_(root), space_(space) {}

  void flatten(Json& schema, size_t level) {
    if (level == kMostLevelsDown || !schema.is(Kind::kObject)) return;
    for (JsonMember& member : schema.members) {
      if (const WordRow* row = word_of(member.key))
        below(row->shape, member.value, level + 1);
    }
    if (schema.find("$ref") == nullptr) merge_all(schema);
  }

 private:
  void below(Shape shape, Json& value, size_t level) {
    if (shape == Shape::kSchemaMap || shape == Shape::kDependencies) {
      for (JsonMember& member : value.members) flatten(member.value, level);
    } else if (holds_schemas(shape)) {
      if (value.is(Kind::kObject)) flatten(value, level);
      for (Json& item : value.items) flatten(item, level);
    }
  }

  void merge_all(Json& schema) {
    Json* const all = schema.find("allOf");
    if (all == nullptr || !all->is(Kind::kArray)) return;
    std::vector<Json> left, parts = std::move(all->items);
    Merger merger(schema);
    for (Json& part : parts) {
      const Json* const plain = written_out(part);
      if (plain == nullptr || !merger.merge(*plain)) left.push_back(std::move(part));
    }
    if (left.empty()) {
      schema.erase("allOf");
    } else {
      schema.find("allOf")->items = std::move(left);
    }
  }

  // The schema behind a reference, where it has no reference itself.
  const Json* written_out(const Json& part) {
    if (!part.is(Kind::kObject)) return nullptr;
    if (part.find("$ref") == nullptr) return &part;
    const SchemaRef kept{space_.made(part).schema, &root_};  // a part moves, and the space remembers
    const Json* const target = space_.follow(kept).schema;
    if (target == nullptr || !target->is(Kind::kObject)) return nullptr;
    return refers(*target) ? nullptr : target;
  }

  static bool refers(const Json& json) {
    const auto within = [](const Json& item) { return refers(item); };
    return json.find("$ref") != nullptr ||
           std::any_of(json.items.begin(), json.items.end(), within) ||
           std::any_of(json.members.begin(), json.members.end(),
                       [](const JsonMember& member) { return refers(member.value); });
  }

  const Json& root_;
  SchemaSpace& space_;
};

// Where the old schema is being granted what the new one adds.
struct GrantSite {
  size_t level = 0;
  const CarriedPlace* place = nullptr;  // null: nothing is known of what calls carry there
  std::vector<const Json*> besides{};   // what branches further up say of the same value

  GrantSite at(std::string_view name) const {
    return {level + 1, place == nullptr ? nullptr : place->below(name)};
  }
  GrantSite branch() const { return {level + 1, place}; }  // speaks of the same value
  GrantSite elsewhere() const { return {level + 1, nullptr}; }
};

class Granter {
 public:
  Granter(const Json& before_root, const Json& after_root, const CallFacts& facts,
          SchemaSpace& space)
      : before_root_(before_root), after_root_(after_root), facts_(facts), space_(space) {}

  void grant(Json& before, const Json& given, const GrantSite& site) {
    const Json* const after = space_.follow({&given, &after_root_}).schema;
    if (site.level == kMostLevelsDown || after == nullptr || !after->is(Kind::kObject)) return;
    if (before.is_true()) before = Json::object();
    if (!before.is(Kind::kObject)) return;
    if (const Json* ref = before.find("$ref")) {
      const Json* const other = given.find("$ref");
      // Definitions are granted by themselves, but not as what calls carry at this place.
      if (other != nullptr && *other == *ref && site.place == nullptr) return;
      if (!inline_reference(before)) return;
    }
    grant_properties(before, *after, site);
    for (const std::string_view keyword : {"items", "additionalItems", "contains"})
      grant_part(before.find(keyword), after->find(keyword), site.at("[]"));
    for (const std::string_view keyword : {"then", "else", "allOf", "anyOf", "oneOf"})
      grant_part(before.find(keyword), after->find(keyword), site.branch());
    grant_part(before.find("additionalProperties"), after->find("additionalProperties"),
               site.elsewhere());
    for (const std::string_view keyword : {"patternProperties", "definitions"}) {
      Json* const have = before.find(keyword);
      const Json* const now = after->find(keyword);
      if (have != nullptr && now != nullptr) grant_map(*have, *now, site.elsewhere());
    }
  }

 private:
  // Branches that a constant tells apart are not two versions of one.
  static bool told_apart(const Json& before, const Json& after) {
    const Json *const was = before.find("properties"), *const now = after.find("properties");
    if (was == nullptr || now == nullptr) return false;
    JsonIndex others(now);
    return std::any_of(was->members.begin(), was->members.end(), [&](const JsonMember& member) {
      const Json* const other = others.find(member.key);
      const Json* const one = member.value.find("const");
      const Json* const two = other == nullptr ? nullptr : other->find("const");
      return one != nullptr && two != nullptr && !(*one == *two);
    });
  }

  // A keyword that holds a schema, or a list of them.
  void grant_part(Json* before, const Json* after, const GrantSite& site) {
    if (before == nullptr || after == nullptr) return;
    if (before->is(Kind::kObject) && after->is(Kind::kObject)) grant(*before, *after, site);
    if (before->is(Kind::kArray) && after->is(Kind::kArray)) grant_list(*before, *after, site);
  }

  void grant_list(Json& before, const Json& after, const GrantSite& site) {
    if (before.items.size() != after.items.size()) return;
    for (size_t i = 0; i < before.items.size(); ++i) {
      if (!told_apart(before.items[i], after.items[i])) grant(before.items[i], after.items[i], site);
    }
  }

  void grant_map(Json& before, const Json& after, const GrantSite& site) {
    JsonIndex others(&after);
    for (JsonMember& member : before.members) {
      if (const Json* now = others.find(member.key)) grant(member.value, *now, site);
    }
  }

  bool inline_reference(Json& schema) {
    const SchemaRef kept{space_.made(schema).schema, &before_root_};  // it is about to change
    const SchemaRef target = space_.follow(kept);
    if (target.schema == nullptr || inlined_ == kMostInlined) return false;
    ++inlined_;
    Json copy = *target.schema;
    schema = std::move(copy);
    return true;
  }

  // Does the old schema leave a member of this name free, or shut it out as one of those not
  // listed?
  bool leaves_free(const Json& before, const std::string& name) {
    if (const Json* patterns = before.find("patternProperties")) {
      for (const JsonMember& one : patterns->members) {
        if (space_.matches(one.key, name) != Truth::kNo) return false;
      }
    }
    const Json* const rest = before.find("additionalProperties");
    return rest == nullptr || rest->is_false() || accepts_all(*rest);
  }

  // Do all calls that the rules are asked about have a value there that the new schema takes?
  bool settled(const JsonMember& member, const GrantSite& site) {
    if (site.place != facts_.carried) return false;
    const auto at = std::find_if(facts_.settled.begin(), facts_.settled.end(),
                                 [&](const SettledField& one) { return one.name == member.key; });
    if (at == facts_.settled.end()) return false;
    uint64_t to_judge = kStepsToSettle;
    const StepsAside aside(to_judge, space_);
    return std::all_of(at->values.begin(), at->values.end(), [&](std::string_view value) {
      const SchemaRef now{&member.value, &after_root_};
      return judge(now, Json::string(value), space_) == Truth::kYes;
    });
  }

  // Is it sent already, whatever the old schema lists? Where that shuts out what it does not list, no
  // call with it has passed.
  bool carried(const Json& before, const JsonMember& member, const GrantSite& site) {
    const CarriedPlace* const place = site.at(member.key).place;
    const Json* const rest = before.find("additionalProperties");
    const bool shut = rest != nullptr && rest->is_false();
    return place != nullptr && place->carried() && !shut && !settled(member, site);
  }

  JsonMember free_member(const JsonMember& member, const GrantSite& site) {
    Json free = Json::object();
    const Json* const now = space_.follow({&member.value, &after_root_}).schema;
    if (site.place->object() && now != nullptr && kinds_stated(*now) == mask(Kind::kObject))
      free.set("type", Json::string("object"));
    grant(free, member.value, site);
    return {member.key, kCarried, 0, std::move(free)};
  }

  // The branches of a schema, and theirs.
  void add_branches(const Json& schema, size_t level, std::vector<const Json*>& out) {
    if (level == kMostLevelsDown) return;
    const auto add = [&](const Json& branch) {
      const Json* const there = space_.follow({&branch, &before_root_}).schema;
      if (there == nullptr || !there->is(Kind::kObject)) return;
      out.push_back(there);
      add_branches(*there, level + 1, out);
    };
    for (const std::string_view keyword : {"allOf", "anyOf", "oneOf"}) {
      const Json* const list = schema.find(keyword);
      for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) add(list->items[i]);
    }
    for (const std::string_view keyword : {"if", "then", "else", "not"}) {
      if (const Json* const one = schema.find(keyword)) add(*one);
    }
  }

  // What else the old schema says of the value of `before`: in its branches, and those further up.
  std::vector<const Json*> besides_of(const Json& before, const GrantSite& site) {
    std::vector<const Json*> out = site.besides;
    add_branches(before, 0, out);
    for (const Json* one : site.besides) add_branches(*one, 0, out);
    return out;
  }

  static GrantSite below(std::vector<JsonIndex>& listed, const GrantSite& site, const std::string& key) {
    GrantSite out = site.at(key);
    for (JsonIndex& one : listed) {
      const Json* const there = one.find(key);
      if (there != nullptr && there->is(Kind::kObject)) out.besides.push_back(there);
    }
    return out;
  }

  static void note_names(const Json& schema, std::set<std::string, std::less<>>& names) {
    names.merge(mentioned_names(schema));
    const Json* const properties = schema.find("properties");
    for (size_t i = 0; properties != nullptr && i < properties->members.size(); ++i)
      names.insert(properties->members[i].key);
  }

  void grant_properties(Json& before, const Json& after, const GrantSite& site) {
    const Json* const now = after.find("properties");
    if (now == nullptr || !now->is(Kind::kObject)) return;
    Json added = Json::object();
    Json* const all = before.find("properties");
    JsonIndex there(all);
    auto mentioned = mentioned_names(before);
    const std::vector<const Json*> besides = besides_of(before, site);
    std::vector<JsonIndex> listed;  // by the branches
    for (const Json* one : besides) {
      note_names(*one, mentioned);
      listed.emplace_back(one->find("properties"));
    }
    for (const JsonMember& member : now->members) {
      if (const JsonMember* have = there.member(member.key)) {
        grant(all->members[static_cast<size_t>(have - all->members.data())].value, member.value,
              below(listed, site, member.key));
      } else if (!member.value.is_false() && !mentioned.contains(member.key) &&
                 leaves_free(before, member.key)) {
        added.members.push_back(
            carried(before, member, site)
                ? free_member(member, site.at(member.key))
                : JsonMember{member.key, kGranted, 0, space_.stand_in({&member.value, &after_root_})});
      }
    }
    if (added.members.empty()) return;
    Json& list = all == nullptr ? before.set("properties", Json::object()) : *all;
    std::vector<JsonMember>& into = list.members;
    std::move(added.members.begin(), added.members.end(), std::back_inserter(into));
  }

  const Json& before_root_;
  const Json& after_root_;
  const CallFacts& facts_;
  SchemaSpace& space_;
  size_t inlined_ = 0;
};

}  // namespace

Json flattened(const Json& schema, SchemaSpace& space) {
  Json out = schema;
  Flattener(schema, space).flatten(out, 0);
  return out;
}

Json granted(const Json& before, const Json& after, const CallFacts& facts, SchemaSpace& space) {
  Json out = before;
  Granter(before, after, facts, space).grant(out, after, {0, facts.carried});
  return out;
}

Json transplanted(std::string_view keyword, const Json& given, const Json& root,
                  SchemaSpace& space) {
  const WordRow* const row = word_of(keyword);
  Json out = given;
  if (row == nullptr) return out;
  const auto replace = [&](const Json& from, Json& to) {
    if (from.is(Kind::kObject)) to = space.stand_in({&from, &root});
  };
  if (row->shape == Shape::kSchemaMap || row->shape == Shape::kDependencies) {
    for (size_t i = 0; i < given.members.size(); ++i)
      replace(given.members[i].value, out.members[i].value);
  } else if (holds_schemas(row->shape)) {
    for (size_t i = 0; i < given.items.size(); ++i) replace(given.items[i], out.items[i]);
    replace(given, out);
  }
  return out;
}

Json as_call(const Json& schema, const Json& other) {
  Json out = schema.is(Kind::kObject) || schema.is_false() ? schema : Json::object();
  if (!out.is(Kind::kObject)) return out;
  if (out.find("$ref") == nullptr && out.find("type") == nullptr)
    out.set("type", Json::string("object"));
  const Json* const others = other.find("properties");
  for (const std::string_view name : {"properties", "traits", "context"}) {
    Json* places = out.find("properties");
    const bool spoken_of = (places != nullptr && places->find(name) != nullptr) ||
                           (others != nullptr && others->find(name) != nullptr);
    if (!spoken_of || out.find("$ref") != nullptr || !free_of_others(out)) continue;
    if (places == nullptr) places = &out.set("properties", Json::object());
    if (places->find(name) == nullptr || places->find(name)->is_true())
      places->set(name, Json::object());
    Json& place = *places->find(name);
    const bool untyped =
        place.is(Kind::kObject) && place.find("type") == nullptr && place.find("$ref") == nullptr;
    if (untyped) place.set("type", Json::string("object"));
  }
  return out;
}

}  // namespace specgate
