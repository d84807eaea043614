#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "rules/engine/value_words.h"
#include "rules/naming/columns.h"
#include "rules/rules.h"
#include "spec/catalogue/column.h"

namespace specgate::rules {
namespace {

constexpr size_t kMostBytes = 512;  // of a column with those it lies below
constexpr uint32_t kMostLevels = 4;
constexpr size_t kMostFlat = 1024;  // nested members that are held against one another

// The column of a member with those that it lies below, as it is being put together.
class FlatColumn {
 public:
  // False: it is longer than any that is looked for, or nothing is left of the key.
  bool push(std::string_view key) {
    if (size_ + 1 + column_bound(key.size()) > bytes_.size()) return false;
    const size_t begin = size_ == 0 ? 0 : size_ + 1;
    const size_t bytes = write_column(key, bytes_.data() + begin);
    if (bytes == 0) return false;
    if (begin != 0) bytes_[size_] = '_';
    size_ = begin + bytes;
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

// A nested member: the hash of its column, and its node.
struct Flat {
  size_t hash;
  uint32_t node;
  bool operator<(const Flat& other) const { return hash != other.hash ? hash < other.hash : node < other.node; }
};

// All that lies in the objects beside one another, kMostFlat of it.
struct FlatMembers {
  std::array<Flat, kMostFlat> rows;
  size_t count = 0;

  void add(std::string_view column, uint32_t node) {
    if (count < rows.size()) rows[count++] = {std::hash<std::string_view>()(column), node};
  }
};

bool is_segments(const Site& site, std::string_view column) {
  const std::vector<std::string>& taken = site.spec.data().privacy.reserved_columns;
  return std::any_of(taken.begin(), taken.end(), [&](std::string_view each) {
    const size_t hole = each.find('<');  // context_<key>
    return hole == each.npos ? each == column : column.size() > hole && column.starts_with(each.substr(0, hole));
  });
}

// The objects that lie in one, and what lies in them.
class Flattening {
 public:
  Flattening(const Site& site, const Node& holder, Findings& out)
      : site_(site), holder_(holder), columns_(site, holder), out_(out) {}

  void look_into_outer(const Node& outer) {
    outer_ = &outer;
    seen_ = 0;
    look_into(outer, 1);
  }

  // Members of different objects that have one column: of several, each speaks of the first.
  void tell_shared() {
    std::sort(flat_.rows.data(), flat_.rows.data() + flat_.count);
    for (size_t i = 1, begin = 0; i < flat_.count; ++i) {
      if (flat_.rows[i].hash != flat_.rows[begin].hash) {
        begin = i;
        continue;
      }
      const Node &earlier = at(site_, flat_.rows[begin].node), &later = at(site_, flat_.rows[i].node);
      if (&parent_of(site_, earlier) != &parent_of(site_, later)) tell(later, path_to(earlier), column_of(later));
    }
  }

 private:
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
      look_at(member);
    }
    column_.cut(above);
  }

  // Is there a member beside the outermost object that has the column, or does Segment fill it?
  void look_at(const Node& inner) {
    const size_t above = column_.size();
    if ((inner.flags & kDuplicateKey) != 0 || !column_.push(inner.key)) return;
    const std::string_view column = column_.text();
    // An object beside it is no column: its members are.
    if (const Node* const beside = columns_.find(column, *outer_); beside != nullptr && !beside->is(Kind::kObject)) {
      tell(*beside, path_to(inner), out_.text({column}));
    } else if (is_segments(site_, column)) {
      tell(inner, "Segment's own", out_.text({column}));
    } else {
      flat_.add(column, index_of(site_, inner));
    }
    column_.cut(above);
  }

  void tell(const Node& node, std::string_view other, std::string_view column) {
    out_.add(shared_flat_column, node, path_to(node), other, column).at_key();
  }

  // From the holder on.
  std::string_view path_to(const Node& node) {
    std::string_view path = named(site_, node, out_);
    for (const Node* above = &parent_of(site_, node); above != &holder_; above = &parent_of(site_, *above)) {
      path = out_.text({named(site_, *above, out_), ".", path});
    }
    return path;
  }

  std::string_view column_of(const Node& node) {
    std::string_view column = column_words(node.key, out_);
    for (const Node* above = &parent_of(site_, node); above != &holder_; above = &parent_of(site_, *above)) {
      column = out_.text({column_words(above->key, out_), "_", column});
    }
    return column;
  }

  const Site& site_;
  const Node& holder_;
  const Columns columns_;
  Findings& out_;
  const Node* outer_ = nullptr;
  FlatColumn column_;
  FlatMembers flat_;
  uint32_t seen_ = 0;
};

// The first of the objects that lie beside one another looks into them all.
void check(const Site& site, Findings& out) {
  const Node& holder = parent_of(site, site.node);
  uint32_t i = first(site, holder);
  while (!at(site, i).is(Kind::kObject)) i = at(site, i).next;
  if (&at(site, i) != &site.node || !is_column(site, site.node) || has_many_members(site, holder)) return;
  Flattening flattening(site, holder, out);
  for (; i != holder.next; i = at(site, i).next) {
    if (at(site, i).is(Kind::kObject)) flattening.look_into_outer(at(site, i));
  }
  flattening.tell_shared();
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","messageId":"m1","userId":"u1",)"
            R"("traits":{"address":{"city":"Ulm"},"address_city":"Bonn"}})",
     .at = "/traits/address_city"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"plan.kind":1,"plan":{"kind":2}}})",
     .at = "/properties/plan.kind"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"user":{"id":"u1"}}})",
     .at = "/properties/user/id"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"ship":{"toCity":"Ulm"},"shipTo":{"city":"Bonn"}}})",
     .at = "/properties/shipTo/city"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
            R"("properties":{"a":{"b":{"c":1}},"a_b":{"c":2}}})",
     .at = "/properties/a_b/c"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
             R"("properties":{"a":{"b":1},"a_b":{"c":1}}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Plan Chosen",)"
             R"("properties":{"ship":{"city":"Ulm"},"bill":{"city":"Bonn"},"plan":{"id":"p1"}}})"},
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
objects: `address: {city}` becomes the column `address_city`, which is where `address_city` goes too. So do two
members of different objects (`shipTo: {city}` and `ship: {toCity}`), and what becomes a column that Segment
fills itself (`user: {id}` is `user_id`). Four levels and 256 members of each object are looked through, and
1 024 nested members are held against one another.

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
