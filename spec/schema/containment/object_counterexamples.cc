// The part of counterexamples.h about objects.
#include <algorithm>
#include <unordered_set>

#include "spec/schema/containment/counterexamples.h"
#include "spec/schema/containment/judge.h"

namespace specgate {
namespace {

constexpr size_t kMostFillers = 300;  // made-up members of one object
constexpr size_t kFewValues = 12;
constexpr size_t kMostOfMember = 40;  // candidates for one member that go into its object

// Names that a schema is unlikely to list: what is told of unlisted members is told by one of them.
constexpr std::string_view kUnlisted = "specgate unlisted";

// The names of an object that grows.
class Names {
 public:
  explicit Names(const Json& object) {
    for (const JsonMember& member : object.members) names_.insert(member.key);
  }

  bool contains(const std::string& name) const { return names_.contains(name); }
  void put(const std::string& name, Json value, Json& object) {
    names_.insert(name);
    object.members.push_back({name, 0, 0, std::move(value)});
  }

 private:
  std::unordered_set<std::string> names_;
};

}  // namespace

bool all_accept(const Conjunction& all, SchemaSpace& space) {
  return std::all_of(all.begin(), all.end(), [&](const SchemaRef& one) {
    const Json* const schema = space.follow(one).schema;
    return schema != nullptr && accepts_all(*schema);
  });
}

std::optional<Json> SchemaSamples::least_object(const Sides& sides) {
  Json out = Json::object();
  Names there(out);
  for (const std::string& name : sides.narrow.required) {
    std::optional<Json> value = passing(member_schemas(sides.narrow, name, space_));
    if (!value) return std::nullopt;
    there.put(name, std::move(*value), out);
  }
  for (const MemberTerm& term : sides.narrow.members) {
    if (term.properties == nullptr) continue;
    for (const JsonMember& member : term.properties->members) {
      if (static_cast<int64_t>(out.members.size()) >= sides.narrow.min_members) break;
      if (there.contains(member.key)) continue;
      std::optional<Json> value = passing(member_schemas(sides.narrow, member.key, space_));
      if (value) there.put(member.key, std::move(*value), out);
    }
  }
  if (!fill_members(sides, sides.narrow.min_members, out)) return std::nullopt;
  return out;
}

bool SchemaSamples::fill_members(const Sides& sides, int64_t count, Json& object) {
  std::vector<Json> names;
  if (!sides.narrow.names.empty()) names = telling(sides.narrow.names, {});
  std::erase_if(names, [](const Json& name) { return !name.is(Kind::kString); });
  for (size_t i = 0; static_cast<int64_t>(object.members.size()) < count; ++i) {
    if (i > kMostFillers) return false;
    const std::string name = i < names.size() ? names[i].text : "specgate_" + std::to_string(i);
    if (judge(sides.narrow.names, Json::string(name), space_) == Truth::kNo) continue;
    std::optional<Json> value = passing(member_schemas(sides.narrow, name, space_));
    if (value) object.set(name, std::move(*value));
  }
  return true;
}

// Adds what members that are there bring along.
void SchemaSamples::complete(const Sides& sides, Json& object) {
  if (sides.narrow.dependencies.empty()) return;
  Names there(object);
  for (size_t i = 0; i < object.members.size() && space_.step(); ++i) {
    for (const DependencyTerm& one : dependencies_of(sides.narrow, object.members[i].key)) {
      const Json& then = *one.then.schema;
      const Json* const names = then.is(Kind::kArray) ? &then : then.find("required");
      if (names == nullptr) continue;
      for (const Json& name : names->items) {
        if (there.contains(name.text)) continue;
        std::optional<Json> value = passing(member_schemas(sides.narrow, name.text, space_));
        if (value) there.put(name.text, std::move(*value), object);
      }
    }
  }
}

void SchemaSamples::add_objects(const Sides& sides, SampleSink& out) {
  std::optional<Json> least = least_object(sides);
  if (!least) return;
  const Json base = std::move(*least);
  Json full = base;
  Names there(full);
  for (const MemberTerm& term : sides.narrow.members) {
    if (term.properties == nullptr) continue;
    for (const JsonMember& member : term.properties->members) {
      if (out.full()) return;
      if (there.contains(member.key)) continue;
      std::optional<Json> value = passing(member_schemas(sides.narrow, member.key, space_));
      if (!value) continue;
      Json one = base;
      one.members.push_back({member.key, 0, 0, *value});
      there.put(member.key, std::move(*value), full);
      out.add(std::move(one));
    }
  }
  out.add(base);
  out.add(full);
  if (out.full()) return;
  constexpr int64_t kMostMembers = 100;
  Json many = full;
  if (sides.wide.max_members >= 0 && sides.wide.max_members < kMostMembers &&
      fill_members(sides, sides.wide.max_members + 1, many)) {
    out.add(std::move(many));
  }
  add_members(sides, base, out);
}

void SchemaSamples::add_members(const Sides& sides, const Json& base, SampleSink& out) {
  std::set<std::string> names{std::string(kUnlisted), "A b"};
  for (const SchemaTerms* terms : {&sides.narrow, &sides.wide}) {
    for (const MemberTerm& term : terms->members) {
      if (term.properties != nullptr) {
        for (const JsonMember& member : term.properties->members) names.insert(member.key);
      }
      if (term.patterns == nullptr) continue;
      for (const JsonMember& member : term.patterns->members) {
        names.insert(text_like(member.key, 1));
        names.insert(text_like(member.key, 0) + "_x");
      }
    }
    for (const DependencyTerm& one : terms->dependencies) names.emplace(one.key);
    for (const std::string& name : terms->required) names.insert(name);
  }
  for (const std::string& name : names) {
    if (out.full()) return;
    for (Json& value : values_of_member(sides, name)) {
      Json one = base;
      one.set(name, std::move(value));
      complete(sides, one);
      out.add(std::move(one));
    }
  }
}

// The values of one member that may tell; one that passes comes first.
std::vector<Json> SchemaSamples::values_of_member(const Sides& sides, const std::string& name) {
  const Conjunction have = member_schemas(sides.narrow, name, space_);
  const Conjunction wanted = member_schemas(sides.wide, name, space_);
  const bool same = have.size() == 1 && wanted.size() == 1 && space_.same(have[0], wanted[0]);
  std::vector<Json> out;
  if (same || all_accept(wanted, space_)) {
    // Another member may hang on it: all of a few.
    if (auto few = gather(have, space_).values; few && few->size() <= kFewValues) out = *few;
    if (std::optional<Json> one = passing(have)) out.push_back(std::move(*one));
    return out;
  }
  for (Json& value : telling(have, wanted)) {
    const bool tells = judge(have, value, space_) == Truth::kYes &&
                       (out.empty() || judge(wanted, value, space_) == Truth::kNo);
    if (tells && out.size() < kMostOfMember) out.push_back(std::move(value));
  }
  return out;
}

}  // namespace specgate
