#include "spec/catalogue/path_table.h"

#include <algorithm>
#include <atomic>
#include <cassert>

namespace specgate {
namespace {

constexpr size_t kFirstEntries = 1024;

Slot slot_of(std::string_view name) {
  for (size_t i = 0; i < kSlotCount; ++i) {
    if (name_of(static_cast<Slot>(i)) == name) return static_cast<Slot>(i);
  }
  return Slot::kCount;
}

// The family of what lies directly below a place.
Family family_below(const Place& parent) {
  if (parent.path.empty()) return Family::kTop;
  if (parent.path == "context") return Family::kContext;
  if (parent.path == "properties") return Family::kProperties;
  if (parent.path == "traits" || parent.path == "context.traits") return Family::kTraits;
  if (parent.path == "integrations") return Family::kIntegrations;
  return parent.family == Family::kTop ? Family::kOther : parent.family;
}

// Takes the first step off "a.b[].c": a key, or "[]".
std::string_view take_step(std::string_view& path) {
  if (path.starts_with('.')) path.remove_prefix(1);
  const auto ends = [](char c) { return c == '.' || c == '['; };
  const auto stop = std::find_if(path.begin(), path.end(), ends);
  const size_t end = path.starts_with("[]") ? 2 : static_cast<size_t>(stop - path.begin());
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(end);
  return step;
}

std::string joined(const Place& parent, std::string_view key) {
  return parent.path.empty() ? std::string(key) : parent.path + "." + std::string(key);
}

}  // namespace

uint64_t hash_bytes(std::string_view bytes) { return hash_of(head_of(bytes), bytes); }

uint64_t key_hash::add_tail(uint64_t hash, std::string_view tail) {
  for (; !tail.empty(); tail.remove_prefix(std::min<size_t>(8, tail.size()))) {
    uint64_t word = 0;
    std::memcpy(&word, tail.data(), std::min<size_t>(8, tail.size()));
    hash = (std::rotl(hash, 29) ^ word) * kLow;
  }
  return hash;
}

KeyHead head_of(std::string_view key) {
  KeyHead out;
  std::memcpy(&out.low, key.data(), std::min<size_t>(8, key.size()));
  if (key.size() > 8) std::memcpy(&out.high, key.data() + 8, std::min<size_t>(8, key.size() - 8));
  return out;
}

PathTable::PathTable() : entries_(kFirstEntries) {
  shift_ = static_cast<unsigned>(64 - std::countr_zero(entries_.size()));
  places_.resize(2);
  Place& root = places_[kRootPath];
  root.parent = kRootPath;
  root.item = kRootPath;  // a body may be an array of calls
  root.slot = Slot::kBody;
  for (size_t i = 0; i < kSlotCount; ++i) {
    const auto slot = static_cast<Slot>(i);
    if (slot != Slot::kBody) child(kRootPath, name_of(slot));
  }
  places_[find(name_of(Slot::kBatch))].item = kRootPath;
  // A captured request's body is read as a body of its own: its members are a call's fields.
  list(kRootPath, name_of(Slot::kBody), kRootPath);
}

PathId PathTable::make(PathId parent, std::string path, Family family) {
  assert(places_.size() < 0xffff);
  Place place;
  place.path = std::move(path);
  place.parent = parent;
  place.family = family;
  places_.push_back(std::move(place));
  return static_cast<PathId>(places_.size() - 1);
}

// A key of a megabyte is asked about once a finding: that it is none of ours costs no look at its bytes.
const PathTable::Entry* PathTable::look_up(PathId parent, std::string_view key) const {
  if (key.size() > longest_key_) return nullptr;
  const KeyHead head = head_of(key);
  return probe(parent, key, head, hash_of(head, key));
}

PathId PathTable::child(PathId parent, std::string_view key) {
  if (const Entry* entry = look_up(parent, key)) return entry->path;
  const Family family = family_below(places_[parent]);
  const PathId path = make(parent, joined(places_[parent], key), family);
  if (parent == kRootPath) places_[path].slot = slot_of(key);
  list(parent, key, path);
  return path;
}

void PathTable::list(PathId parent, std::string_view key, PathId path) {
  if (2 * (keys_.size() + 1) > entries_.size()) grow();
  const std::string& kept = keys_.emplace_back(key);
  longest_key_ = std::max(longest_key_, key.size());
  const KeyHead head = head_of(key);
  insert({head.low, head.high, Entry::meta_of(parent, key), path, 0, kept.data()});
}

PathId PathTable::item(PathId parent) {
  if (places_[parent].item == kNoPath) {
    const Family family = family_below(places_[parent]);
    const PathId path = make(parent, places_[parent].path + "[]", family);
    places_[parent].item = path;
  }
  return places_[parent].item;
}

PathId PathTable::any(PathId parent) {
  if (places_[parent].any == kNoPath) {
    const Family family = family_below(places_[parent]);
    const PathId path = make(parent, joined(places_[parent], "*"), family);
    places_[parent].any = path;
  }
  return places_[parent].any;
}

void PathTable::insert(const Entry& entry) {
  uint64_t at = home(entry.parent(), hash_bytes({entry.key, entry.size()}));
  while (entries_[at].path != kNoPath) at = (at + 1) & (entries_.size() - 1);
  entries_[at] = entry;
}

void PathTable::grow() {
  std::vector<Entry> old(2 * entries_.size());
  old.swap(entries_);
  --shift_;
  for (const Entry& entry : old) {
    if (entry.path != kNoPath) insert(entry);
  }
}

PathId PathTable::add(std::string_view path, PathId from) {
  PathId at = from;
  while (!path.empty()) {
    const std::string_view step = take_step(path);
    if (step == "[]") {
      at = item(at);
    } else {
      at = step == "*" ? any(at) : child(at, step);
    }
  }
  return at;
}

PathId PathTable::find(std::string_view path) const {
  PathId at = kRootPath;
  while (!path.empty() && at != kNoPath) {
    const std::string_view step = take_step(path);
    if (step == "[]") {
      at = places_[at].item;
    } else if (step == "*") {
      at = places_[at].any;
    } else {
      const Entry* entry = look_up(at, step);
      at = entry == nullptr ? kNoPath : entry->path;
    }
  }
  return at;
}

void PathTable::set_traits(PathId path, KeyTraits traits) {
  Place& place = places_[path];
  place.traits = traits;
  // Only a place that a key leads to has an entry: not "a[]", "a.*", "a.?".
  const std::string_view key = std::string_view(place.path).substr(place.path.rfind('.') + 1);
  const Entry* entry = look_up(place.parent, key);
  if (entry != nullptr && entry->path == path) {
    entries_[static_cast<size_t>(entry - entries_.data())].traits = traits;
    if (!written_.empty()) written_[path].traits = traits;
  }
}

// The places whose undocumented members are told apart from those elsewhere.
std::vector<bool> PathTable::places_with_members() const {
  std::vector<bool> open(places_.size());
  for (const std::string_view always : {"", "context", "properties", "traits", "integrations"}) {
    open[find(always)] = true;
  }
  for (size_t i = kRootPath + 1; i < places_.size(); ++i) open[places_[i].parent] = true;
  return open;
}

// An open object has a place for its undocumented members and one for all below them; elsewhere
// everything lands in the deep place of the nearest open object above.
void PathTable::freeze() {
  const size_t documented = places_.size();
  const std::vector<bool> open = places_with_members();
  std::vector<PathId> deep(documented, kNoPath);
  for (size_t i = kRootPath; i < documented; ++i) {  // parents come before their children
    const auto path = static_cast<PathId>(i);
    deep[i] = open[i] ? open_up(path) : deep[places_[i].parent];
    if (!open[i]) lead(path, deep[i], deep[i]);
  }
  hops_.resize(places_.size());
  for (size_t i = 0; i < places_.size(); ++i) {
    hops_[i] = {places_[i].item, places_[i].unplanned, places_[i].slot};
  }
  written_.resize(places_.size());
  for (const Entry& entry : entries_) {
    if (entry.path == kNoPath) continue;
    written_[entry.path] = {entry.parent(), {entry.key, entry.size()}, entry.path, entry.traits};
  }
  static std::atomic<uint64_t> tables{0};
  serial_ = ++tables;
}

// Makes the undocumented places of an open object; returns the deep one.
PathId PathTable::open_up(PathId path) {
  PathId direct = places_[path].any;
  const bool fresh = direct == kNoPath;
  if (fresh) direct = make(path, joined(places_[path], "?"), family_below(places_[path]));
  const PathId deep = make(direct, joined(places_[path], "??"), family_below(places_[direct]));
  lead(path, direct, deep);
  if (fresh) lead(direct, deep, deep);
  lead(deep, deep, deep);
  return deep;
}

void PathTable::lead(PathId path, PathId unplanned, PathId item) {
  places_[path].unplanned = unplanned;
  if (places_[path].item == kNoPath) places_[path].item = item;
}

Step PathTable::step(PathId parent, std::string_view key) const {
  if (const Entry* entry = look_up(parent, key)) {
    return {entry->path, entry->traits, true};
  }
  return {places_[parent].unplanned, 0, false};
}

}  // namespace specgate
