// The Spec, compiled: what the walk asks about places, names, events and limits.
//
// Made once from SpecData, then immutable and shared by all threads. A Shape is one reading of the
// places: one for each call, and one for each semantic event, because types hang on event and
// property (`position` is a number on Product Viewed and a string on Promotion Viewed).
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/catalogue/catalogue.h"
#include "spec/catalogue/path_table.h"
#include "spec/catalogue/unfilled.h"
#include "spec/event/event.h"
#include "spec/names/name_index.h"
#include "spec/text/code_set.h"

namespace specgate {

// How property keys should be spelled; connections: partners/sources.md wants snake_case.
#define SPECGATE_STYLES(X)                                                                     \
  X(kAny, "any") X(kSnake, "snake_case") X(kCamel, "camelCase") X(kPascal, "PascalCase")        \
  X(kKebab, "kebab-case") X(kTitle, "Title Case")

enum class Style : uint8_t {
#define X(id, name) id,
  SPECGATE_STYLES(X)
#undef X
};
bool is_in(Style style, std::string_view name);

struct SpecOptions {
  std::vector<std::string> verticals;  // in force; empty: all but ai-copilot
  Style property_style = Style::kSnake;
};

// What the Spec says of one place in one shape.
struct Constraint {
  KindMask kinds = kAnyKind;       // null included
  KindMask items = kAnyKind;
  Format format = Format::kNone;
  bool recommended = false;
  std::span<const std::string> values;  // a closed set of words, or empty
  bool ranged = false;
  double least = 0, most = 0;      // where ranged
  std::string_view words;          // "Array[string]": the docs' own
  std::string_view page;
};

// The hot half of a constraint: one load per node.
struct Cell {
  KindMask kinds = kAnyKind;
  bool more = false;  // there is a Constraint with format, values or range
};

// A semantic event in force.
struct EventSpec {
  const SemanticEvent* source = nullptr;
  uint16_t shape = 0;
  std::vector<PathId> said;              // every place its page speaks of
  std::vector<PathId> paths;             // of its properties below `properties`, in the docs' order
  std::vector<NameId> top;               // its top-level property names in properties()
  std::vector<NameId> items;             // its property names below products[]
  std::vector<PathId> recommended;       // top level only
  std::vector<PathId> recommended_items; // members of products[]
  bool was_in_v1 = false;                // ecommerce v1 had it, under this name or another
};

// What is known of one event name; computed once per distinct name and worker.
struct EventName {
  NameMatch match;
  const EventSpec* semantic = nullptr;  // exact and variant: the event whose properties apply
  bool off_style = false;               // not Title Case, or no verb in the past tense
  bool dynamic = false;                 // holds a number, a date, an id, an email address
  bool tells_consent = false;           // Segment Consent Preference Updated
  bool reserved = false;                // Segment sends it itself: its name is right as it is
  bool reserved_table = false;          // its warehouse table is one of Segment's own, or has no name
  Unfilled unfilled = Unfilled::kNo;    // stands for a name that nobody filled in
};

class KeyClassifier;

class Spec {
 public:
  Spec(Spec&&) noexcept;
  ~Spec();

  static Result<Spec> compile(SpecData data, Words words, const SpecOptions& options);

  const SpecData& data() const { return *data_; }
  const Limits& limits() const { return data_->limits; }
  const PathTable& paths() const { return paths_; }

  const NameIndex& event_names() const { return event_names_; }
  const NameIndex& properties() const { return property_names_; }
  const EventSpec* event(NameId id) const;  // null: known, but its vertical is not in force

  // Shapes: one per call first (index = Call), then one per semantic event.
  std::span<const Cell> cells(uint16_t shape) const {
    return std::span(cells_).subspan(shape * paths_.size(), paths_.size());
  }
  const Constraint* constraint(uint16_t shape, PathId path) const {  // null: nothing said
    const uint16_t index = said_[shape * paths_.size() + path];
    return index == 0 ? nullptr : &constraints_[index];
  }
  size_t shape_count() const { return cells_.size() / paths_.size(); }
  uint16_t shape_of(Call call) const { return static_cast<uint16_t>(call); }

  KeyTraits key_traits(std::string_view key) const;   // the slow way; decode() remembers
  EventName event_name(std::string_view name) const;  // the slow way; the walk remembers

  // The field, context field or trait that an undocumented one stands for, or null.
  const Alias* alias(AliasKind kind, std::string_view from) const;

  const CodeSet& currencies() const { return currencies_; }  // Privacy::currencies

  Route route(std::string_view method, std::string_view path) const;  // spec/data/endpoints.yaml

 private:
  friend class SpecBuilder;
  Spec();

  static constexpr unsigned kAliasBitsLog2 = 14;
  static constexpr size_t kAliasBits = size_t{1} << kAliasBitsLog2;
  static size_t alias_bit(std::string_view from) {
    return hash_bytes(from) >> (64 - kAliasBitsLog2);
  }

  std::unique_ptr<const SpecData> data_;  // behind a pointer: events_ and constraints_ point into it
  Style property_style_ = Style::kSnake;
  PathTable paths_;
  NameIndex event_names_;
  NameIndex property_names_;
  std::vector<EventSpec> events_;         // by NameId of event_names_
  std::vector<Cell> cells_;               // shape-major, paths_.size() each
  std::vector<uint16_t> said_;            // shape-major: index into constraints_, or 0
  std::vector<Constraint> constraints_;   // the first stands for nothing said
  std::unique_ptr<const KeyClassifier> keys_;
  std::vector<const Alias*> aliases_;  // by kind and name
  std::bitset<kAliasBits> aliased_;  // by alias_bit() of `from`: tells that nearly no key is an alias
  CodeSet currencies_;
  std::vector<std::pair<std::string, Route>> routes_;          // what follows "/v1/", sorted
};

}  // namespace specgate
