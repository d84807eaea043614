// What a $ref means: the ids of a schema, its base URIs, and JSON pointers into it. Nothing is ever
// fetched; the metaschemas of the drafts are known, every other address is remote.
//
// Of a schema's compilation; views into the Json, which must stay where it is.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/schema/keywords.h"

namespace specgate {

class SchemaRefs {
 public:
  SchemaRefs(const Json& root, Draft draft);

  enum class Outcome : uint8_t { kFound, kRemote, kNothing };
  struct Target {
    Outcome outcome = Outcome::kNothing;
    const Json* schema = nullptr;
  };
  // `schema` is an object with a reference by that keyword: $ref, $recursiveRef or $dynamicRef. The
  // two latter lead where a $ref would unless is_dynamic().
  Target follow(const Json& schema, std::string_view keyword = "$ref");
  // Where the reference leads hangs on the way that led to it: there is more than one anchor that
  // it may mean.
  bool is_dynamic(const Json& schema, std::string_view keyword) const;
  // Do keywords beside a $ref count?
  bool siblings_count() const { return draft_ >= Draft::k2019; }

 private:
  using Members = std::unordered_map<std::string_view, const Json*>;

  // Notes the base of each schema in `schema`, and the ids. Recurses as deep as the Json is.
  void walk(const Json& schema, uint32_t base);
  uint32_t note_id(const Json& schema, uint32_t base);
  void note_anchors(const Json& schema, uint32_t base);
  const Json* resource(const std::string& uri);
  const Json* pointed(const Json& resource, std::string_view pointer);
  const Json* step(const Json& from, const std::string& key);
  uint32_t base_of(const Json& schema, uint32_t otherwise) const;

  const Json& root_;
  Draft draft_;
  std::vector<std::string> bases_;
  size_t bytes_of_ids_ = 0;
  std::unordered_map<const Json*, uint32_t> base_of_;
  std::unordered_map<std::string, const Json*> resources_;  // by URI, or by URI#anchor
  std::unordered_map<const Json*, Members> members_;        // of large objects
  std::unordered_map<std::string_view, size_t> dynamic_anchors_;  // how many have that name
  bool recursive_ = false;                                        // a $recursiveAnchor stands
};

// The metaschema at an address without its fragment, or null. Made once; lives for ever.
const Json* metaschema(std::string_view uri);

}  // namespace specgate
