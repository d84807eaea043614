// What schemas stand on that are reasoned about together: where a $ref leads, which patterns match,
// what was made up on the way, and how much may be spent.
//
// Not for events (spec/schema/json_schema.h judges those) but for comparing two versions of a plan: load time,
// one thread. Every Json that a SchemaRef points to must outlive the space, stay where it is and
// not change.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "spec/json/json.h"
#include "spec/json/json_index.h"
#include "spec/schema/format_reading.h"
#include "spec/text/pattern.h"

namespace specgate {

// A schema, and the document that its references are relative to.
struct SchemaRef {
  const Json* schema = nullptr;
  const Json* root = nullptr;
};

// All of these at once: the values that every one of them accepts.
using Conjunction = std::vector<SchemaRef>;

enum class Truth : uint8_t { kNo, kMaybe, kYes };

class SchemaSpace {
 public:
  // `formats`: how `format` is read, by the configuration.
  explicit SchemaSpace(FormatReading formats) : formats_(formats) {}
  FormatReading formats() const { return formats_; }

  // The schema that is meant once every $ref is followed. Up to draft-07 what stands beside a $ref
  // does not count; from 2019-09 on it does: then the answer is a schema of our own making, with
  // the target among its allOf. Null `schema`: a remote address, nothing there, or a ring of
  // references.
  SchemaRef follow(SchemaRef ref);

  // A schema of our own making, kept as long as the space.
  SchemaRef made(Json schema);

  // A stand-in for a schema of another document: a Json that may be put anywhere and that follow()
  // takes to `target`.
  Json stand_in(SchemaRef target);

  // Do both say the same, words aside? The order of members, of enum, required and anyOf, `true`
  // and
  // {}, one type and a list of one, lists that are empty or not there do not differ; references are
  // followed. No is no proof that they accept different values.
  bool same(SchemaRef a, SchemaRef b);

  // As Json::member(), and whether an equal value is among the items, in a time that does not grow
  // with them. Both of a part of what a SchemaRef points to.
  const JsonMember* member(const Json& object, std::string_view key);
  const Json* find(const Json& object, std::string_view key);
  bool lists(const Json& array, const Json& value);

  // kMaybe: RE2 has no answer for the pattern.
  Truth matches(const std::string& pattern, std::string_view text);

  // Takes a step of what one question may cost; false once all are gone.
  bool step() { return steps_ != 0 && --steps_ != 0; }
  bool spent() const { return steps_ == 0; }
  uint64_t left() const { return steps_; }
  void refill(uint64_t steps) { steps_ = steps; }

 private:
  using Pair = std::pair<const Json*, const Json*>;
  const Json* anchored(const Json& root, const std::string& id);
  const Json* with_target(SchemaRef ref);
  bool same_schemas(SchemaRef a, SchemaRef b, std::set<Pair>& open);
  bool same_keyword(std::string_view name, SchemaRef a, SchemaRef b, std::set<Pair>& open);
  bool same_lists(SchemaRef a, SchemaRef b, std::set<Pair>& open);
  bool same_maps(SchemaRef a, SchemaRef b, std::set<Pair>& open);

  const FormatReading formats_;
  std::deque<Json> made_;
  std::vector<SchemaRef> targets_;  // of stand-ins
  std::map<std::string, std::optional<Pattern>, std::less<>> patterns_;
  std::map<std::pair<const Json*, std::string>, const Json*> anchors_;
  std::unordered_map<const Json*, JsonIndex> indices_;  // of objects of many members
  std::unordered_map<const Json*, JsonSet> sets_;       // of arrays of many items
  std::map<const Json*, const Json*> beside_;  // of schemas with keywords beside a $ref: with_target()
  uint64_t steps_ = 0;
};

// While it lives the steps of the space are those of `steps`, a purse of their own.
class StepsAside {
 public:
  StepsAside(uint64_t& steps, SchemaSpace& space)
      : steps_(steps), space_(space), others_(space.left()) {
    space_.refill(steps_);
  }
  ~StepsAside() {
    steps_ = space_.left();
    space_.refill(others_);
  }
  StepsAside(const StepsAside&) = delete;
  StepsAside& operator=(const StepsAside&) = delete;

 private:
  uint64_t& steps_;
  SchemaSpace& space_;
  uint64_t others_;
};

// A keyword that a value can fail or that says where a schema holds; words, ids and definitions are
// none.
bool constrains(std::string_view keyword);

// Does it have a keyword that is weighed here in no way but for equality (unevaluatedProperties,
// prefixItems, a dynamic reference)? What it asks is unknown then.
bool is_vague(const Json& schema);

// {} and true, and what holds words alone: every value passes.
bool accepts_all(const Json& schema);

// Digits of an instance that must be a count; -1 where it is none or not there.
int64_t count_of(const Json& schema, std::string_view keyword);

}  // namespace specgate
