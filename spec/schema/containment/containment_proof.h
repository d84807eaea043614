// The proof behind kYes of containment.h: keyword by keyword, coinductive over references.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/schema/containment/conjunction.h"

namespace specgate {

// What stood in the way, first.
struct SchemaDoubt {
  std::string_view keyword{};
  const Json* at = nullptr;  // the schema with that keyword
  std::string why{};
};

class SchemaWithin {
 public:
  explicit SchemaWithin(SchemaSpace& space) : space_(space) {}

  // True: proven. `b` is one schema, `a` any number of them.
  bool holds(const Conjunction& a, SchemaRef b);
  const SchemaDoubt& doubt() const { return doubt_; }

 private:
  // What is compared just now: the terms of both sides, and where b stands.
  struct Sides {
    const Conjunction& a;
    SchemaRef b;
    const SchemaTerms& narrow;
    const SchemaTerms& wide;
  };

  bool weigh(const Conjunction& a, SchemaRef b);
  bool by_values(const std::vector<Json>& values, const Conjunction& a, SchemaRef b);
  bool by_keywords(const Sides& sides);
  bool by_splitting(const Conjunction& a, SchemaRef b, const SchemaTerms& terms);
  bool by_kind(const Conjunction& a, SchemaRef b, KindMask kinds);
  bool numbers(const Sides& sides);
  bool strings(const Sides& sides);
  bool arrays(const Sides& sides);
  bool items(const Sides& sides);
  bool contains(const Sides& sides, SchemaRef wanted);
  bool objects(const Sides& sides);
  bool counts_of_members(const Sides& sides);
  bool listed_members(const Sides& sides);
  bool is_shut_out(const Sides& sides, const std::string& name);
  bool patterned_members(const Sides& sides);
  bool unlisted_members(const Sides& sides);
  bool member_names(const Sides& sides);
  bool dependency(const Sides& sides, const DependencyTerm& wanted);
  bool comes_along(const Sides& sides, const DependencyTerm& wanted);
  bool lead_to(const SchemaTerms& terms, std::string_view from, const Json& wanted);
  bool branch(const Sides& sides, const BranchTerm& wanted);
  bool fits_branch(const Conjunction& a, const BranchTerm& wanted);
  bool negation(const Sides& sides, SchemaRef no);
  bool condition(const Sides& sides, SchemaRef wanted);
  bool same_condition(const Sides& sides, SchemaRef wanted);

  bool quietly(const Conjunction& a, SchemaRef b);
  bool below(const Conjunction& a, SchemaRef b);  // of a member or an item
  bool apart(const Conjunction& a, SchemaRef b);
  SchemaRef typed(Kind kind);
  SchemaRef requiring(Json names);
  bool fail(std::string_view keyword, const Sides& sides, std::string why = {});

  SchemaSpace& space_;
  SchemaDoubt doubt_;
  // What is being proven, and how many steps down the value that was: met again further down, it
  // holds unless something else speaks against it; met again at the same value, it proves nothing.
  std::map<std::pair<std::vector<const Json*>, const Json*>, size_t> open_;
  std::set<const Json*> split_;
  size_t levels_ = 0, quiet_ = 0, steps_down_ = 0;
};

}  // namespace specgate
