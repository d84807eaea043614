#include "lint/plan/infer/infer_schema.h"

#include <algorithm>
#include <iterator>

#include "lint/plan/infer/spellings.h"
#include "spec/catalogue/style.h"

namespace specgate {
namespace {

using What = SchemaNote::What;

std::string counted(uint64_t seen, uint64_t of, std::string_view things) {
  return "Seen in " + std::to_string(seen) + " of " + std::to_string(of) + ' ' +
         std::string(things) + '.';
}

// Keys that are ids or dates, or so many and so rare that no two objects are alike.
bool keys_vary(const ObjectEvidence& object, uint64_t objects) {
  constexpr size_t kLeastIds = 3, kMany = 32;
  constexpr uint64_t kRare = 4;  // in less than one of four objects
  size_t ids = 0;
  uint64_t most = 0;
  for (const auto& [key, member] : object.members) {
    ids += key_holds_id(key) ? 1 : 0;
    most = std::max(most, member.objects);
  }
  const size_t keys = object.members.size();
  return (ids >= kLeastIds && 2 * ids >= keys) || (keys >= kMany && most * kRare < objects);
}

// What the schema alone does not tell.
std::string says_more(const PlaceEvidence& place) {
  if (place.seen() == mask(Kind::kNull)) return " Always null.";
  if (place.object == nullptr) return {};
  switch (place.object->open) {
    case ObjectEvidence::Open::kTooDeep:
    case ObjectEvidence::Open::kNoRoom:
      return " Its members were not looked at.";
    case ObjectEvidence::Open::kNo:
      if (!keys_vary(*place.object, place.count(Kind::kObject))) return {};
      [[fallthrough]];
    case ObjectEvidence::Open::kKeysVary:
      return " Its keys change from call to call: any are admitted.";
  }
  return {};
}

class SchemaWriter {
 public:
  SchemaWriter(const EvidenceTerms& terms, std::vector<SchemaNote>& notes)
      : terms_(terms), notes_(notes) {}

  Json value(const PlaceEvidence& evidence, const std::string& place) {
    Json out = Json::object();
    write_type(evidence.seen(), out);
    if (evidence.object != nullptr) write_members(evidence, place, out);
    write_items(evidence, place, out);
    write_enum(evidence, out);
    const std::string_view format = evidence.text.format();
    if (!format.empty()) out.set("format", Json::string(format));
    return out;
  }

 private:
  // Only null says nothing of what the value is otherwise: no type then.
  static void write_type(KindMask seen, Json& out) {
    Json types = Json::array();
    const auto add = [&](std::string_view name) { types.items.push_back(Json::string(name)); };
    if (admits(seen, Kind::kObject)) add("object");
    if (admits(seen, Kind::kArray)) add("array");
    if (admits(seen, Kind::kString)) add("string");
    if (admits(seen, Kind::kReal)) {
      add("number");
    } else if (admits(seen, Kind::kInteger)) {
      add("integer");
    }
    if (admits(seen, Kind::kBoolean)) add("boolean");
    if (types.items.empty()) return;
    if (admits(seen, Kind::kNull)) add("null");
    if (types.items.size() == 1) {
      Json only = std::move(types.items[0]);
      out.set("type", std::move(only));
    } else {
      out.set("type", std::move(types));
    }
  }

  void write_members(const PlaceEvidence& evidence, const std::string& place, Json& out) {
    const ObjectEvidence& object = *evidence.object;
    uint64_t objects = evidence.count(Kind::kObject);
    if (object.open != ObjectEvidence::Open::kNo || keys_vary(object, objects)) {
      notes_.push_back({what_of(object.open), place, {}});
      return;
    }
    if (object.members.empty()) return;
    const bool top = place.find_first_of(".[") == std::string::npos;
    if (top) objects = std::max(objects, terms_.calls);  // those without the object lack them, too
    Json members = Json::object(), required = Json::array();
    const std::vector<KeySpelling> spellings = spellings_of(object);
    auto spelling = spellings.begin();  // in the order of the members
    for (const auto& [key, member] : object.members) {
      const std::string below = place + '.' + key;
      Json schema = value(member.place, below);
      std::string says = counted(member.objects, objects, top ? "calls" : "objects");
      says += says_more(member.place);
      if (spelling->kept != key) says += other_spelling(below, spelling->kept);
      ++spelling;
      schema.set("description", Json::string(says));
      members.members.push_back({key, 0, 0, std::move(schema)});
      if (is_required(member.objects, objects)) required.items.push_back(Json::string(key));
    }
    out.set("properties", std::move(members));
    if (!required.items.empty()) out.set("required", std::move(required));
  }

  static What what_of(ObjectEvidence::Open open) {
    switch (open) {
      case ObjectEvidence::Open::kTooDeep:
        return What::kTooDeep;
      case ObjectEvidence::Open::kNoRoom:
        return What::kNoRoom;
      case ObjectEvidence::Open::kNo:
      case ObjectEvidence::Open::kKeysVary:
        return What::kOpenKeys;
    }
    return What::kOpenKeys;
  }

  std::string other_spelling(const std::string& place, const std::string& kept) {
    notes_.push_back({What::kSpelling, place, kept});
    return " Another spelling of \"" + kept + "\".";
  }

  bool is_required(uint64_t seen, uint64_t objects) const {
    return terms_.requires_members && objects >= terms_.least_calls &&
           static_cast<double>(seen) >= terms_.least_share * static_cast<double>(objects);
  }

  void write_items(const PlaceEvidence& evidence, const std::string& place, Json& out) {
    if (evidence.open_items) {
      notes_.push_back({What::kTooDeep, place + "[]", {}});
      out.set("items", Json::object());
    } else if (evidence.items != nullptr) {
      out.set("items", value(*evidence.items, place + "[]"));
    }
  }

  // Only where nothing but strings (and null) came, each of them several times: then another one is
  // not to be expected.
  void write_enum(const PlaceEvidence& evidence, Json& out) const {
    constexpr uint64_t kLeastTimes = 3, kLeastStrings = 20;
    constexpr size_t kLeastValues = 2;
    const TextEvidence::Values& values = evidence.text.values();
    const KindMask rest = evidence.seen() & ~(mask(Kind::kString) | mask(Kind::kNull)) & kAnyKind;
    if (rest != 0 || evidence.count(Kind::kString) < kLeastStrings) return;
    if (values.size() < kLeastValues || values.size() > terms_.most_values) return;
    if (!evidence.text.format().empty()) return;
    Json list = Json::array();
    for (const auto& [text, times] : values) {
      if (times < kLeastTimes) return;
      list.items.push_back(Json::string(text));
    }
    if (admits(evidence.seen(), Kind::kNull)) list.items.push_back(Json::null());
    out.set("enum", std::move(list));
  }

  std::vector<KeySpelling> spellings_of(const ObjectEvidence& object) const {
    std::vector<NameCount> names;
    for (const auto& [key, member] : object.members) names.push_back({key, member.objects});
    return find_spellings(names, terms_.known);
  }

  const EvidenceTerms& terms_;
  std::vector<SchemaNote>& notes_;
};

}  // namespace

Json infer_schema(const PlaceEvidence& evidence, const EvidenceTerms& terms, const std::string& place,
                  std::vector<SchemaNote>& notes) {
  Json out = SchemaWriter(terms, notes).value(evidence, place);
  const std::string more = says_more(evidence);
  if (!more.empty()) out.set("description", Json::string(std::string_view(more).substr(1)));
  return out;
}

bool requires_something(const Json& schema) { return schema.find("required") != nullptr; }

}  // namespace specgate
