// The part of containment_proof.h about members of objects.
#include <algorithm>
#include <unordered_set>

#include "spec/schema/containment/containment_proof.h"
#include "spec/schema/containment/judge.h"

namespace specgate {
namespace {

using Names = std::set<std::string, std::less<>>;

void add_names(const SchemaTerms& terms, Names& out) {
  for (const MemberTerm& term : terms.members) {
    if (term.properties == nullptr) continue;
    for (const JsonMember& member : term.properties->members) out.insert(member.key);
  }
}

bool has_patterns(const SchemaTerms& terms) {
  return std::any_of(terms.members.begin(), terms.members.end(), [](const MemberTerm& term) {
    return term.patterns != nullptr && !term.patterns->members.empty();
  });
}

// Every name matches one of the patterns.
bool leaves_none(const MemberTerm& term) {
  return term.patterns != nullptr &&
         std::any_of(term.patterns->members.begin(), term.patterns->members.end(),
                     [](const JsonMember& one) { return matches_all(one.key); });
}

// The schemas that the very same pattern carries in `terms`.
Conjunction of_pattern(const SchemaTerms& terms, std::string_view pattern) {
  Conjunction out;
  for (const MemberTerm& term : terms.members) {
    const Json* const one = term.patterns == nullptr ? nullptr : term.patterns->find(pattern);
    if (one != nullptr) out.push_back({one, term.root});
  }
  return out;
}

}  // namespace

bool SchemaWithin::objects(const Sides& sides) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  for (const std::string& name : wide.required) {
    if (!narrow.required.contains(name)) return fail("required", sides);
  }
  if (!counts_of_members(sides)) return false;
  const bool none = narrow.max_members == 0;
  if (!none && (!listed_members(sides) || !patterned_members(sides) || !unlisted_members(sides)))
    return false;
  if (!none && !member_names(sides)) return fail("propertyNames", sides);
  return std::all_of(wide.dependencies.begin(), wide.dependencies.end(),
                     [&](const DependencyTerm& one) {
                       return dependency(sides, one) || fail("dependencies", sides);
                     });
}

bool SchemaWithin::counts_of_members(const Sides& sides) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  const auto required = static_cast<int64_t>(narrow.required.size());
  if (std::max(narrow.min_members, required) < wide.min_members)
    return fail("minProperties", sides);
  if (wide.max_members < 0) return true;
  if (narrow.max_members >= 0 && narrow.max_members <= wide.max_members) return true;
  Names names;
  add_names(narrow, names);
  const bool closed = !has_patterns(narrow) && gather(other_members(narrow), space_).empty();
  if (closed && static_cast<int64_t>(names.size()) <= wide.max_members) return true;
  return fail("maxProperties", sides);
}

bool SchemaWithin::listed_members(const Sides& sides) {
  Names names;
  add_names(sides.narrow, names);
  add_names(sides.wide, names);
  for (const std::string& name : names) {
    const Conjunction wanted = member_schemas(sides.wide, name, space_);
    if (wanted.empty()) continue;
    if (judge(sides.narrow.names, Json::string(name), space_) == Truth::kNo) continue;
    const Conjunction have = member_schemas(sides.narrow, name, space_);
    for (const SchemaRef& one : wanted) {
      if (!below(have, one) && !is_shut_out(sides, name)) return fail("properties", sides);
    }
  }
  return true;
}

// Does what is said of the whole object keep the member out?
bool SchemaWithin::is_shut_out(const Sides& sides, const std::string& name) {
  if (sides.narrow.nots.empty() && sides.narrow.max_members < 0) return false;
  Json key = Json::array();
  key.items.push_back(Json::string(name));
  const SchemaRef with = requiring(std::move(key));
  return apart(sides.a, with) || std::any_of(sides.narrow.nots.begin(), sides.narrow.nots.end(),
                                             [&](SchemaRef no) { return quietly({typed(Kind::kObject), with}, no); });
}

bool SchemaWithin::patterned_members(const Sides& sides) {
  for (const MemberTerm& term : sides.wide.members) {
    if (term.patterns == nullptr) continue;
    for (const JsonMember& pattern : term.patterns->members) {
      const SchemaRef wanted{&pattern.value, term.root};
      const Conjunction own = of_pattern(sides.narrow, pattern.key);
      if (!own.empty() && below(own, wanted)) continue;
      if (!below(other_members(sides.narrow), wanted)) return fail("patternProperties", sides);
      for (const MemberTerm& have : sides.narrow.members) {
        if (have.patterns == nullptr) continue;
        for (const JsonMember& each : have.patterns->members) {
          if (!below({{&each.value, have.root}}, wanted)) return fail("patternProperties", sides);
        }
      }
    }
  }
  return true;
}

bool SchemaWithin::unlisted_members(const Sides& sides) {
  for (const MemberTerm& term : sides.wide.members) {
    if (term.additional == nullptr || leaves_none(term)) continue;
    const SchemaRef wanted{term.additional, term.root};
    if (!below(other_members(sides.narrow), wanted)) return fail("additionalProperties", sides);
    for (const MemberTerm& have : sides.narrow.members) {
      if (have.patterns == nullptr) continue;
      for (const JsonMember& each : have.patterns->members) {
        const bool matched = term.patterns != nullptr && term.patterns->find(each.key) != nullptr;
        if (matched || below({{&each.value, have.root}}, wanted)) continue;
        return fail("additionalProperties", sides);
      }
    }
  }
  return true;
}

bool SchemaWithin::member_names(const Sides& sides) {
  if (sides.wide.names.empty()) return true;
  Conjunction names = sides.narrow.names;
  names.push_back(typed(Kind::kString));
  const bool met = std::all_of(sides.wide.names.begin(), sides.wide.names.end(),
                               [&](SchemaRef wanted) { return quietly(names, wanted); });
  if (met) return true;
  if (has_patterns(sides.narrow) || !gather(other_members(sides.narrow), space_).empty())
    return false;
  Names listed;
  add_names(sides.narrow, listed);
  return std::all_of(listed.begin(), listed.end(), [&](const std::string& name) {
    return judge(sides.wide.names, Json::string(name), space_) == Truth::kYes ||
           gather(member_schemas(sides.narrow, name, space_), space_).empty();
  });
}

// Do the names follow from others in the lists of `terms`, beginning with one? As many steps are
// taken as names are met before the last wanted one.
bool SchemaWithin::lead_to(const SchemaTerms& terms, std::string_view from, const Json& wanted) {
  std::unordered_set<std::string_view> missing;
  for (const Json& name : wanted.items) {
    if (name.text != from && !terms.required.contains(name.text)) missing.insert(name.text);
  }
  std::vector<std::string_view> met{from};
  std::unordered_set<std::string_view> seen{from};
  for (size_t i = 0; i < met.size() && !missing.empty() && space_.step(); ++i) {
    for (const DependencyTerm& one : dependencies_of(terms, met[i])) {
      if (!one.then.schema->is(Kind::kArray)) continue;
      for (const Json& name : one.then.schema->items) {
        missing.erase(name.text);
        if (seen.insert(name.text).second) met.push_back(name.text);
      }
    }
  }
  return missing.empty();
}

// The cheap answers, which look at the member alone: one such question for each of many members is
// not to look at all the others each time.
bool SchemaWithin::comes_along(const Sides& sides, const DependencyTerm& wanted) {
  const SchemaTerms& narrow = sides.narrow;
  if (gather(member_schemas(narrow, std::string(wanted.key), space_), space_).empty()) return true;
  if (wanted.then.schema->is(Kind::kArray)) return lead_to(narrow, wanted.key, *wanted.then.schema);
  const auto have = dependencies_of(narrow, wanted.key);
  return std::any_of(have.begin(), have.end(), [&](const DependencyTerm& one) {
    return !one.then.schema->is(Kind::kArray) && quietly({one.then}, wanted.then);
  });
}

// Whoever has the member meets what it brings along.
bool SchemaWithin::dependency(const Sides& sides, const DependencyTerm& wanted) {
  if (sides.narrow.max_members == 0 || comes_along(sides, wanted)) return true;
  Json key = Json::array();
  key.items.push_back(Json::string(wanted.key));
  Conjunction held = sides.a;
  held.push_back(requiring(std::move(key)));
  for (const DependencyTerm& have : dependencies_of(sides.narrow, wanted.key)) {
    if (!have.then.schema->is(Kind::kArray)) held.push_back(have.then);
  }
  const bool names = wanted.then.schema->is(Kind::kArray);
  return quietly(held, names ? requiring(*wanted.then.schema) : wanted.then);
}

SchemaRef SchemaWithin::requiring(Json names) {
  Json schema = Json::object();
  schema.set("required", std::move(names));
  return space_.made(std::move(schema));
}

}  // namespace specgate
