#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "rules/found.h"
#include "rules/naming/columns.h"
#include "rules/rules.h"
#include "spec/column.h"

namespace specgate::rules {
namespace {

constexpr size_t kMostBytes = 512;  // of a column with those it lies below
constexpr uint32_t kMostLevels = 4;

// The column of a member with those that it lies below, as it is being put together.
class FlatColumn {
 public:
  // False: it is longer than any that is looked for.
  bool push(std::string_view key) {
    if (size_ + 1 + column_bound(key.size()) > bytes_.size()) return false;
    if (size_ != 0) bytes_[size_++] = '_';
    size_ += write_column(key, bytes_.data() + size_);
    return true;
  }
  size_t size() const { return size_; }
  void cut(size_t size) { size_ = size; }
  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, kMostBytes> bytes_;
  size_t size_ = 0;
};

// The members of one object, kMostColumns at most, by the columns they become. Made once, so that what lies below each of
// them is looked up and not held against all.
class Columns {
 public:
  Columns(const Site& site, const Node& object) : site_(site) {
    std::array<char, column_bound(kMostColumnName)> column;
    for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
      const Node& member = at(site, i);
      if (member.key.size() > kMostColumnName || (member.flags & kDuplicateKey) != 0) continue;
      rows_[count_++] = {hash_of({column.data(), write_column(member.key, column.data())}), i};
    }
    std::sort(rows_.data(), rows_.data() + count_);
  }

  // The first one in the column `name` but for `self`, or null.
  const Node* find(std::string_view name, const Node& self) const {
    const Row* const end = rows_.data() + count_;
    const size_t hash = hash_of(name);
    for (const Row* row = std::lower_bound(rows_.data(), end, Row{hash, 0}); row != end && row->first == hash; ++row) {
      const Node& member = at(site_, row->second);
      if (&member != &self && same_column(member.key, name)) return &member;
    }
    return nullptr;
  }

 private:
  using Row = std::pair<size_t, uint32_t>;  // the hash of a column, the node
  static size_t hash_of(std::string_view column) { return std::hash<std::string_view>()(column); }

  const Site& site_;
  std::array<Row, kMostColumns> rows_;
  size_t count_ = 0;
};

// One object that lies beside the columns.
class Flattening {
 public:
  Flattening(const Site& site, const Columns& columns, const Node& outer, Findings& out)
      : site_(site), columns_(columns), outer_(outer), out_(out) {}

  void look_into(const Node& object, uint32_t level) {
    const size_t above = column_.size();
    if (!column_.push(object.key)) return;
    for (uint32_t i = first(site_, object); i != object.next; i = at(site_, i).next) {
      const Node& member = at(site_, i);
      if (++seen_ > kMostColumns) break;
      if (member.is(Kind::kObject)) {
        if (level < kMostLevels) look_into(member, level + 1);
        continue;
      }
      look_for(member);
    }
    column_.cut(above);
  }

 private:
  // A member beside the outermost object that has the column of `inner`.
  void look_for(const Node& inner) {
    const size_t above = column_.size();
    if (!column_.push(inner.key)) return;
    if (const Node* const flat = columns_.find(column_.text(), outer_)) {
      out_.add(shared_flat_column, *flat, named(site_, *flat, out_), path_to(inner),
               out_.text({column_.text()}))
          .at_key();
    }
    column_.cut(above);
  }

  std::string_view path_to(const Node& inner) {
    std::string_view path = named(site_, inner, out_);
    for (const Node* above = &parent_of(site_, inner);; above = &parent_of(site_, *above)) {
      path = out_.text({named(site_, *above, out_), ".", path});
      if (above == &outer_) return path;
    }
  }

  const Site& site_;
  const Columns& columns_;
  const Node& outer_;
  Findings& out_;
  FlatColumn column_;
  uint32_t seen_ = 0;
};

// The first of the objects that lie beside one another looks into them all.
void check(const Site& site, Findings& out) {
  const Node& object = parent_of(site, site.node);
  uint32_t i = first(site, object);
  while (!at(site, i).is(Kind::kObject)) i = at(site, i).next;
  if (&at(site, i) != &site.node || !is_column(site, site.node) || has_many_members(site, object)) return;
  const Columns columns(site, object);
  for (; i != object.next; i = at(site, i).next) {
    const Node& outer = at(site, i);
    if (outer.is(Kind::kObject)) Flattening(site, columns, outer, out).look_into(outer, 1);
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","messageId":"m1","userId":"u1",)"
            R"("traits":{"address":{"city":"Ulm"},"address_city":"Bonn"}})",
     .at = "/traits/address_city"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"plan.kind":1,"plan":{"kind":2}}})",
     .at = "/properties/plan.kind"},
    {.good = R"({"type":"identify","messageId":"m1","userId":"u1",)"
             R"("traits":{"address":{"city":"Ulm"},"address_line":"Hirschstr. 1"}})"},
};

}  // namespace

constinit const Rule shared_flat_column = {
    .id = "NAM115",
    .name = "shared-flat-column",
    .message = "{0} and {1} are one column of a warehouse, {2}",
    .doc = R"(### What

A property or trait has the name that a member of a nested object gets in a warehouse. Segment flattens
objects: `address: {city}` becomes the column `address_city`, which is where `address_city` goes too. Four
levels and 256 members are looked through.

### Why

One of the two values is stored, the other is gone, and nobody says which.

### Fix

Keep one of the two.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kObject,
    .where = "properties.*, traits.*",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
