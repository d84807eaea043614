// events/*.yaml: semantic events and their properties.
//
//   vertical: video
//   page: connections/spec/video.md          # defaults of the events below
//   fragments:                               # properties that several events share
//     product: {sku: String, price: Number}  # (one property a line in the files)
//   events:
//     Cart Viewed:
//       category: Core Ordering
//       properties:
//         cart_id: String                    # short for {type: String}
//         products: {type: Array, note: array of product objects}
//         products[].<product>:              # the fragment, each name after "products[]."
//       fields:                              # places that start at the call, not in properties
//         context.groupId: String
#include <map>
#include <utility>

#include "spec/catalogue/load_reader.h"
#include "spec/text/text_table.h"

namespace specgate {
namespace {

using Fragment = std::vector<SemanticProperty>;

const std::vector<std::string_view>& call_names() {
  static const auto kNames = [] {
    std::vector<std::string_view> names;
    for (size_t i = 0; i + 1 < kCallCount; ++i) names.push_back(name_of(static_cast<Call>(i)));
    return names;
  }();
  return kNames;
}

class EventFile {
 public:
  EventFile(const SpecDocument& file, SpecLoad load)
      : file_(file.name), load_(load), top_(file.name, file.root, load.problems) {}

  void read() {
    vertical_ = top_.text("vertical");
    category_ = top_.text("category");
    page_ = top_.text("page");
    note_ = top_.text("note");
    for (std::string& name : top_.texts("reserved")) {
      load_.data.reserved_events.push_back(std::move(name));
    }
    if (const YamlNode* fragments = top_.mapping("fragments")) read_fragments(*fragments);
    if (const YamlNode* events = top_.mapping("events")) {
      for (const YamlMember& member : events->members) read_event(member);
    }
    top_.finish();
  }

 private:
  void problem(const YamlMember& at, std::string message) {
    load_.problems.push_back({std::string(file_), at.line, at.column, std::move(message)});
  }

  void read_fragments(const YamlNode& fragments) {
    for (const YamlMember& member : fragments.members) {
      Fragment& fragment = fragments_[member.key];
      for (const YamlMember& property : member.value.members) {
        fragment.push_back(read_property(property));
      }
      if (fragment.empty())
        problem(member, "the fragment \"" + member.key + "\" has no properties");
    }
  }

  void read_event(const YamlMember& member) {
    YamlFields fields(file_, member.value, load_.problems);
    SemanticEvent event;
    event.name = member.key;
    event.vertical = fields.text("vertical", vertical_);
    event.category = fields.text("category", category_);
    event.page = fields.text("page", page_);
    event.note = fields.text("note", note_);
    event.call = read_call(fields);
    event.legacy = fields.choice("status", {"current", "v1-legacy"}) == 1;
    read_properties(fields.mapping("properties"), "properties", event);
    read_properties(fields.mapping("fields"), "event", event);
    fields.finish();
    check(member, event);
    load_.data.events.push_back(std::move(event));
  }

  static Call read_call(YamlFields& fields) {
    const auto choice = fields.choice("call", call_names());
    return choice ? static_cast<Call>(*choice) : Call::kTrack;
  }

  void check(const YamlMember& member, const SemanticEvent& event) {
    const std::string name = "the event \"" + event.name + "\"";
    if (event.vertical.empty()) problem(member, name + " has no \"vertical\", nor has the file");
    if (event.page.empty()) problem(member, name + " has no \"page\", nor has the file");
    for (const SemanticEvent& other : load_.data.events) {
      if (other.name != event.name || other.vertical != event.vertical) continue;
      problem(member, name + " is given twice in the vertical \"" + event.vertical + "\"");
    }
  }

  void read_properties(const YamlNode* mapping, std::string_view root, SemanticEvent& event) {
    if (mapping == nullptr) return;
    TextTable<bool> seen;
    event.properties.reserve(event.properties.size() + mapping->members.size());
    for (const YamlMember& member : mapping->members) {
      for (SemanticProperty& property : expanded(member)) {
        if (std::exchange(seen.at(property.name), true)) {
          problem(member, "\"" + property.name + "\" is given twice in \"" + event.name + "\"");
          continue;
        }
        property.root = root;
        event.properties.push_back(std::move(property));
      }
    }
  }

  // One property, or those of a fragment: "products[].<product>".
  Fragment expanded(const YamlMember& member) {
    const size_t open = member.key.find('<');
    if (open == std::string::npos || member.key.back() != '>') {
      Fragment one;
      one.push_back(read_property(member));
      return one;
    }
    const std::string name = member.key.substr(open + 1, member.key.size() - open - 2);
    if (!member.value.is_null()) problem(member, "a fragment has a value, wanted none");
    const auto found = fragments_.find(name);
    if (found == fragments_.end()) {
      problem(member, "unknown fragment \"" + name + "\"" + did_you_mean(name, fragment_names()));
      return {};
    }
    Fragment out = found->second;
    for (SemanticProperty& property : out) property.name.insert(0, member.key, 0, open);
    return out;
  }

  std::vector<std::string_view> fragment_names() const {
    std::vector<std::string_view> names;
    for (const auto& [name, fragment] : fragments_) names.push_back(name);
    return names;
  }

  SemanticProperty read_property(const YamlMember& member) {
    YamlFields fields(file_, member.value, "type", load_.problems);
    SemanticProperty property;
    property.name = member.key;
    property.type = read_type(fields);
    property.required = read_required(fields);
    property.allowed = fields.text("allowed");
    property.values = closed_set(property.allowed);
    property.note = fields.text("note");
    fields.finish();
    return property;
  }

  static std::string read_required(YamlFields& fields) {
    static const std::vector<std::string_view> kWords = {"optional", "recommended", "yes"};
    return std::string(kWords[fields.choice("required", kWords).value_or(0)]);
  }

  // "pre-roll|mid-roll|post-roll": bars are the docs' way to close a set; other wordings are prose.
  static std::vector<std::string> closed_set(std::string_view allowed) {
    std::vector<std::string> values;
    if (allowed.find('|') == std::string_view::npos) return values;
    while (true) {
      const size_t bar = allowed.find('|');
      values.emplace_back(allowed.substr(0, bar));
      if (bar == std::string_view::npos) return values;
      allowed.remove_prefix(bar + 1);
    }
  }

  std::string_view file_;
  SpecLoad load_;
  YamlFields top_;
  std::string vertical_, category_, page_, note_;
  std::map<std::string, Fragment> fragments_;
};

}  // namespace

void load_events(const SpecDocument& file, SpecLoad load) { EventFile(file, load).read(); }

}  // namespace specgate
