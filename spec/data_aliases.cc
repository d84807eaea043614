// aliases.yaml: groups of other names, what each stands for, and why we may say so.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "spec/data_reader.h"

namespace specgate {
namespace {

using Names = std::vector<std::string_view>;

// What an alias of each kind may point to.
std::map<std::string_view, Names> targets_of(const SpecData& data) {
  std::map<std::string_view, Names> out;
  for (const SemanticEvent& event : data.events) {
    out["event"].push_back(event.name);
    for (const SemanticProperty& property : event.properties)
      out["property"].push_back(property.name);
  }
  for (const CallField& field : data.call_fields) out["field"].push_back(field.field);
  for (const ContextField& field : data.context_fields) out["context_field"].push_back(field.path);
  for (const ReservedTrait& trait : data.traits) out["trait"].push_back(trait.trait);
  return out;
}

// Letters and digits in lower case, so that SEARCH and search are one name.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

class AliasFile {
 public:
  AliasFile(const SpecDocument& file, SpecLoad load)
      : file_(file), load_(load), targets_(targets_of(load.data)) {}

  void read() {
    YamlFields top(file_.name, file_.root, load_.problems);
    if (const YamlNode* groups = top.sequence("groups")) {
      for (const YamlNode& group : groups->items) read_group(group);
    }
    top.finish();
    mark_ambiguous();
  }

 private:
  void read_group(const YamlNode& node) {
    YamlFields fields(file_.name, node, load_.problems);
    Alias alias;
    alias.kind = word(fields, "kind", {"event", "property", "field", "context_field", "trait"});
    alias.basis = word(fields, "basis",
                       {"stated", "mapping-table", "docs-own-variant", "preset-code", "inferred"});
    alias.vendor = fields.text("vendor", "segment");
    alias.why = fields.text("why");
    alias.page = fields.text("page");
    if (const YamlNode* names = fields.mapping("names")) {
      for (const YamlMember& member : names->members) read_name(member, alias);
    }
    fields.finish();
  }

  static std::string word(YamlFields& fields, std::string_view key, const Names& known) {
    if (fields.required_text(key).empty()) return {};
    return std::string(known[fields.choice(key, known).value_or(0)]);
  }

  // "search: Products Searched", a list of targets, or {to, why, page} with one or many of each
  // page.
  void read_name(const YamlMember& member, Alias alias) {
    const YamlNode value = long_form(member.value, "to");
    YamlFields fields(file_.name, value, load_.problems);
    alias.from = member.key;
    alias.why = fields.text("why", alias.why);
    std::vector<std::string> pages = fields.texts("page");
    if (pages.empty()) pages.push_back(alias.page);
    const std::vector<std::string> targets = fields.texts("to");
    if (targets.empty()) problem(member, "\"" + member.key + "\" has no target");
    for (const std::string& page : pages) {
      for (const std::string& target : targets) {
        alias.page = page;
        alias.to = target;
        add(member, alias);
      }
    }
    fields.finish();
  }

  void add(const YamlMember& member, const Alias& alias) {
    const Names& known = targets_[alias.kind];
    if (std::find(known.begin(), known.end(), alias.to) == known.end()) {
      problem(member, "\"" + member.key + "\" stands for \"" + alias.to + "\", which is no " +
                          alias.kind + " of the Spec" + did_you_mean(alias.to, known));
    }
    if (alias.why.empty() || alias.page.empty()) {
      problem(member, "\"" + member.key + "\" has no \"why\" or no \"page\", nor has its group");
    }
    const auto key = std::make_tuple(alias.kind, alias.from, alias.to, alias.vendor, alias.page);
    if (!seen_.insert(key).second) problem(member, "\"" + member.key + "\" is given twice");
    load_.data.aliases.push_back(alias);
  }

  // A name is ambiguous when the vendors together mean several things by it, whatever its case.
  void mark_ambiguous() {
    std::map<std::pair<std::string, std::string>, std::set<std::string>> meanings;
    for (const Alias& alias : load_.data.aliases) {
      meanings[{alias.kind, folded(alias.from)}].insert(alias.to);
    }
    for (Alias& alias : load_.data.aliases) {
      alias.ambiguous = meanings[{alias.kind, folded(alias.from)}].size() > 1;
    }
  }

  void problem(const YamlMember& at, std::string message) {
    load_.problems.push_back({std::string(file_.name), at.line, at.column, std::move(message)});
  }

  const SpecDocument& file_;
  SpecLoad load_;
  std::map<std::string_view, Names> targets_;
  std::set<std::tuple<std::string, std::string, std::string, std::string, std::string>> seen_;
};

}  // namespace

void load_aliases(const SpecDocument& file, SpecLoad load) { AliasFile(file, load).read(); }

}  // namespace specgate
