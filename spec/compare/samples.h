// Values made up to tell two schemas apart: near the edges of both, one difference at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spec/compare/terms.h"

namespace specgate {

class SchemaSamples {
 public:
  explicit SchemaSamples(SchemaSpace& space) : space_(space) {}

  // Candidates for what passes `narrow` and fails `wide`; some do neither.
  std::vector<Json> telling(const Conjunction& narrow, const Conjunction& wide);
  // One value that passes, if one is found.
  std::optional<Json> passing(const Conjunction& all);

 private:
  // The two sides at one place.
  struct Sides {
    const Conjunction& a;
    const Conjunction& b;
    const SchemaTerms& narrow;
    const SchemaTerms& wide;
  };

  std::optional<Json> first_passing(const Conjunction& all);
  std::optional<Json> least_object(const Sides& sides);
  void add(const Sides& sides, std::vector<Json>& out);
  void add_plain(const Sides& sides, std::vector<Json>& out);
  void add_least(const Sides& sides, std::vector<Json>& out);
  void add_branches(const Sides& sides, std::vector<Json>& out);
  void add_numbers(const Sides& sides, std::vector<Json>& out);
  void add_strings(const Sides& sides, std::vector<Json>& out);
  void add_arrays(const Sides& sides, std::vector<Json>& out);
  void add_items(const Sides& sides, const Json& base, std::vector<Json>& out);
  void add_objects(const Sides& sides, std::vector<Json>& out);
  void add_members(const Sides& sides, const Json& base, std::vector<Json>& out);
  std::vector<Json> values_of_member(const Sides& sides, const std::string& name);
  void complete(const Sides& sides, Json& object);
  bool fill_members(const Sides& sides, int64_t count, Json& object);
  std::optional<Json> array_of(const SchemaTerms& terms, int64_t count);

  SchemaSpace& space_;
  std::map<std::vector<const Json*>, std::optional<Json>> passing_;
  size_t levels_ = 0, branch_levels_ = 0;
};

// Every value passes.
bool all_accept(const Conjunction& all, SchemaSpace& space);

// A text that the pattern may match, `more` repetitions longer than the shortest; empty where the
// pattern is beyond us. Whether it matches is for the caller to see.
std::string text_like(std::string_view pattern, size_t more);

}  // namespace specgate
