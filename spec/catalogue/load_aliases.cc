// aliases.yaml: groups of other names, what each stands for, and why we may say so.
#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

#include "spec/catalogue/load_reader.h"
#include "spec/text/text_table.h"

namespace specgate {
namespace {

using Names = std::vector<std::string_view>;

constexpr std::string_view kKinds[] = {
#define X(id, name) name,
    SPECGATE_ALIAS_KINDS(X)
#undef X
};
constexpr std::string_view kBases[] = {
#define X(id, name) name,
    SPECGATE_ALIAS_BASES(X)
#undef X
};

// What the aliases of one kind may point to, each once.
struct Targets {
  Names names;
  TextTable<bool> known;

  void add(std::string_view name) {
    if (!std::exchange(known.at(name), true)) names.push_back(name);
  }
};

std::map<AliasKind, Targets> targets_of(const SpecData& data) {
  std::map<AliasKind, Targets> out;
  Targets& properties = out[AliasKind::kProperty];
  for (const SemanticEvent& event : data.events) {
    out[AliasKind::kEvent].add(event.name);
    for (const SemanticProperty& property : event.properties) properties.add(property.name);
  }
  for (const CallField& field : data.call_fields) out[AliasKind::kField].add(field.field);
  for (const ContextField& field : data.context_fields) out[AliasKind::kContextField].add(field.path);
  for (const ReservedTrait& trait : data.traits) out[AliasKind::kTrait].add(trait.trait);
  return out;
}

// Letters and digits in lower case, so that SEARCH and search are one name.
std::string folded(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

std::string joined(std::initializer_list<std::string_view> texts) {
  constexpr size_t kUsualBytes = 60;
  std::string out;
  out.reserve(kUsualBytes);
  for (const std::string_view text : texts) out.append(text) += '\0';
  return out;
}

bool are_same(const Alias& a, const Alias& b) {
  return a.from == b.from && a.to == b.to && a.kind == b.kind && a.vendor == b.vendor &&
         a.page == b.page;
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
    alias.kind = static_cast<AliasKind>(choice(fields, "kind", {std::begin(kKinds), std::end(kKinds)}));
    alias.basis = static_cast<AliasBasis>(choice(fields, "basis", {std::begin(kBases), std::end(kBases)}));
    alias.vendor = fields.text("vendor", "segment");
    alias.why = fields.text("why");
    alias.page = fields.text("page");
    alias.v1 = fields.flag("v1", false);
    alias.permitted = fields.flag("permitted", false);
    if (const YamlNode* names = fields.mapping("names")) {
      for (const YamlMember& member : names->members) read_name(member, alias);
    }
    fields.finish();
  }

  // Which of the words; the first after a problem.
  static size_t choice(YamlFields& fields, std::string_view key, const Names& known) {
    return fields.required_text(key).empty() ? 0 : fields.choice(key, known).value_or(0);
  }

  // "search: Products Searched", a list of targets, or {to, why, page} with one or many of each
  // page.
  void read_name(const YamlMember& member, const Alias& group) {
    YamlFields fields(file_.name, member.value, "to", load_.problems);
    const std::string why = fields.text("why", group.why);
    std::vector<std::string> pages = fields.texts("page");
    if (pages.empty()) pages.push_back(group.page);
    const std::vector<std::string> targets = fields.texts("to");
    if (targets.empty()) problem(member, "\"" + member.key + "\" has no target");
    for (const std::string& page : pages) {
      for (const std::string& target : targets) {
        Alias alias = group;
        alias.from = member.key;
        alias.to = target;
        alias.why = why;
        alias.page = page;
        add(member, std::move(alias));
      }
    }
    fields.finish();
  }

  void add(const YamlMember& member, Alias alias) {
    const Targets& targets = targets_[alias.kind];
    if (targets.known.find(alias.to) == nullptr) {
      problem(member, "\"" + member.key + "\" stands for \"" + alias.to + "\", which is no " +
                          std::string(name_of(alias.kind)) + " of the Spec" + did_you_mean(alias.to, targets.names));
    }
    if (alias.why.empty() || alias.page.empty()) {
      problem(member, "\"" + member.key + "\" has no \"why\" or no \"page\", nor has its group");
    }
    if (is_listed(alias)) problem(member, "\"" + member.key + "\" is given twice");
    load_.data.aliases.push_back(std::move(alias));
  }

  // Of two vendors or pages the same alias is two; few are so.
  bool is_listed(const Alias& alias) {
    const bool alike = std::exchange(seen_.at(joined({name_of(alias.kind), alias.from, alias.to})), true);
    const auto& all = load_.data.aliases;
    return alike && std::any_of(all.begin(), all.end(),
                                [&](const Alias& other) { return are_same(other, alias); });
  }

  // A name is ambiguous when the vendors together mean several things by it, whatever its case.
  void mark_ambiguous() {
    struct Meaning {
      const Alias* first = nullptr;
      bool several = false;
    };
    TextTable<Meaning> meanings;
    const auto meaning_of = [&](const Alias& alias) -> Meaning& {
      return meanings.at(joined({name_of(alias.kind), folded(alias.from)}));
    };
    for (const Alias& alias : load_.data.aliases) {
      Meaning& meaning = meaning_of(alias);
      if (meaning.first == nullptr) meaning.first = &alias;
      if (meaning.first->to != alias.to) meaning.several = true;
    }
    for (Alias& alias : load_.data.aliases) alias.ambiguous = meaning_of(alias).several;
  }

  void problem(const YamlMember& at, std::string message) {
    load_.problems.push_back({std::string(file_.name), at.line, at.column, std::move(message)});
  }

  const SpecDocument& file_;
  SpecLoad load_;
  std::map<AliasKind, Targets> targets_;
  TextTable<bool> seen_;  // by kind, from and to
};

}  // namespace

std::string_view name_of(AliasKind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::string_view name_of(AliasBasis basis) { return kBases[static_cast<size_t>(basis)]; }

void load_aliases(const SpecDocument& file, SpecLoad load) { AliasFile(file, load).read(); }

}  // namespace specgate
