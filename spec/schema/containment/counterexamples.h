// Values made up to tell two schemas apart: near the edges of both, one difference at a time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spec/schema/containment/conjunction.h"

namespace specgate {

// So many steps it may take to make up values, and as many again to judge them.
inline constexpr uint64_t kStepsToRefute = 400'000;

// Where made-up values go, one by one.
class SampleSink {
 public:
  // `take` says whether more are wanted.
  explicit SampleSink(std::function<bool(Json&&)> take) : take_(std::move(take)) {}

  void add(Json sample) { full_ = full_ || !take_(std::move(sample)); }
  // What is added now is lost: who is dear stops.
  bool full() const { return full_; }

 private:
  std::function<bool(Json&&)> take_;
  bool full_ = false;
};

class SchemaSamples {
 public:
  explicit SchemaSamples(SchemaSpace& space) : space_(space) {}

  // Candidates for what passes `narrow` and fails `wide`; some do neither. No more are made once
  // `out` is full.
  void offer(const Conjunction& narrow, const Conjunction& wide, SampleSink& out);
  std::vector<Json> telling(const Conjunction& narrow, const Conjunction& wide);  // all of them
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
  void add(const Sides& sides, SampleSink& out);
  void add_plain(const Sides& sides, SampleSink& out);
  void add_least(const Sides& sides, SampleSink& out);
  void add_branches(const Sides& sides, SampleSink& out);
  void add_numbers(const Sides& sides, SampleSink& out);
  void add_strings(const Sides& sides, SampleSink& out);
  void add_spelled(const Sides& sides, SampleSink& out);
  void add_arrays(const Sides& sides, SampleSink& out);
  void add_items(const Sides& sides, const Json& base, SampleSink& out);
  void add_objects(const Sides& sides, SampleSink& out);
  void add_members(const Sides& sides, const Json& base, SampleSink& out);
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
// pattern is beyond us. Each `turn` spells it otherwise. Whether it matches is for the caller to see.
std::string text_like(std::string_view pattern, size_t more, size_t turn = 0);

}  // namespace specgate
