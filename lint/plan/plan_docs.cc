#include "lint/plan/plan_docs.h"

#include <algorithm>
#include <set>

#include "lint/plan/plan_page.h"

namespace specgate {
namespace {

constexpr size_t kMostLevels = 24;  // of nested properties that are shown

PageText plain(std::string text) { return {std::move(text), PageText::Kind::kPlain, {}}; }
PageText code(std::string text) { return {std::move(text), PageText::Kind::kCode, {}}; }
PageText strong(std::string text) { return {std::move(text), PageText::Kind::kStrong, {}}; }

std::string_view heading_of(PlanRuleKind kind) {
  switch (kind) {
    case PlanRuleKind::kTrack:
      return "Track events";
    case PlanRuleKind::kIdentify:
      return "Identify traits";
    case PlanRuleKind::kGroup:
      return "Group traits";
    case PlanRuleKind::kPage:
      return "Page calls";
    case PlanRuleKind::kScreen:
      return "Screen calls";
    case PlanRuleKind::kCommon:
      return "Every call";
  }
  return {};
}

std::string name_in_page(const PlanRule& rule) {
  if (!rule.key.empty()) return rule.key;
  switch (rule.kind) {
    case PlanRuleKind::kTrack:
      return {};
    case PlanRuleKind::kIdentify:
      return "Identify";
    case PlanRuleKind::kGroup:
      return "Group";
    case PlanRuleKind::kPage:
      return "Every page";
    case PlanRuleKind::kScreen:
      return "Every screen";
    case PlanRuleKind::kCommon:
      return "Common";
  }
  return {};
}

std::string type_words(const Json& schema, size_t levels = 4) {
  if (schema.is_false()) return "never there";
  if (!schema.is(Kind::kObject)) return "any";
  if (const std::string_view ref = schema.text_of("$ref"); !ref.empty())
    return "as " + std::string(ref);
  const Json* const type = schema.find("type");
  std::string out;
  if (type != nullptr && type->is(Kind::kString)) out = type->text;
  if (type != nullptr && type->is(Kind::kArray)) {
    for (const Json& one : type->items) out.append(out.empty() ? "" : " or ").append(one.text);
  }
  const Json* const items = schema.find("items");
  const bool list = out == "array" && items != nullptr && items->is(Kind::kObject) && levels > 0;
  if (list) out += " of " + type_words(*items, levels - 1);
  if (const std::string_view format = schema.text_of("format"); !format.empty()) {
    out.append(out.empty() ? "" : ", ").append(format);
  }
  for (const std::string_view key : {"anyOf", "oneOf", "allOf"}) {
    if (out.empty() && schema.find(key) != nullptr) out = key;
  }
  return out.empty() ? "any" : out;
}

// Text as it is, all else as JSON.
std::string value_words(const Json& value) {
  if (value.is(Kind::kString)) return value.text;
  std::string out;
  append_json(value, JsonLayout::kCompact, out);
  return out;
}

void append_part(PageLine part, PageLine& line) {
  if (!line.empty()) line.push_back(plain("; "));
  for (PageText& text : part) line.push_back(std::move(text));
}

struct Bound {
  std::string_view key, words;
};
constexpr Bound kBounds[] = {{"minimum", "at least "},         {"exclusiveMinimum", "more than "},
                             {"maximum", "at most "},          {"exclusiveMaximum", "less than "},
                             {"multipleOf", "a multiple of "}, {"minLength", "length at least "},
                             {"maxLength", "length at most "}, {"minItems", "items at least "},
                             {"maxItems", "items at most "}};

PageLine allowed(const Json& schema) {
  PageLine out;
  if (const Json* values = schema.find("enum"); values != nullptr && values->is(Kind::kArray)) {
    for (const Json& value : values->items) {
      if (!out.empty()) out.push_back(plain(", "));
      out.push_back(code(value_words(value)));
    }
  }
  if (const Json* value = schema.find("const")) append_part({code(value_words(*value))}, out);
  if (const std::string_view pattern = schema.text_of("pattern"); !pattern.empty()) {
    append_part({plain("matches "), code(std::string(pattern))}, out);
  }
  for (const Bound& bound : kBounds) {
    const Json* const value = schema.find(bound.key);
    if (value == nullptr) continue;
    append_part({plain(std::string(bound.words)), code(value_words(*value))}, out);
  }
  return out;
}

// Rows of a table, nested properties below their own: products, products[].sku.
class Rows {
 public:
  void add(const Json& object, const std::string& prefix, size_t level = 0) {
    const Json* const properties = object.find("properties");
    if (properties == nullptr || !properties->is(Kind::kObject) || level == kMostLevels) return;
    const std::unordered_set<std::string_view> required = required_names(object);
    for (const JsonMember& member : properties->members) {
      const std::string name = prefix + member.key;
      rows_.push_back({{code(name)},
                       {plain(type_words(member.value))},
                       {required.contains(member.key) ? strong("yes") : plain("no")},
                       allowed(member.value),
                       {plain(std::string(member.value.text_of("description")))}});
      add_below(member.value, name, level + 1);
    }
  }
  std::vector<std::vector<PageLine>> take() { return std::move(rows_); }

 private:
  void add_below(const Json& schema, std::string name, size_t level) {
    add(schema, name + ".", level);
    const Json* items = schema.find("items");
    for (; items != nullptr && level < kMostLevels; ++level) {
      name += "[]";
      add(*items, name + ".", level);
      items = items->find("items");
    }
  }

  std::vector<std::vector<PageLine>> rows_;
};

class PlanPage {
 public:
  explicit PlanPage(const TrackingPlan& plan) : plan_(plan) {}

  Page make() {
    page_.title = plan_.name.empty() ? "Tracking plan" : plan_.name;
    heading(1, page_.title, {});
    if (!plan_.description.empty()) paragraph({plain(plan_.description)});
    head();
    name_anchors();
    contents();
    for (const PlanRuleKind kind : kKinds) section(kind);
    return std::move(page_);
  }

 private:
#define X(id, name, call) PlanRuleKind::id,
  static constexpr PlanRuleKind kKinds[] = {SPECGATE_PLAN_RULE_KINDS(X)};
#undef X

  PageBlock& block(PageBlock::Kind kind) {
    page_.blocks.emplace_back().kind = kind;
    return page_.blocks.back();
  }
  void heading(int level, std::string text, std::string anchor) {
    PageBlock& out = block(PageBlock::Kind::kHeading);
    out.level = level;
    out.anchor = std::move(anchor);
    out.line = {plain(std::move(text))};
  }
  void paragraph(PageLine line) { block(PageBlock::Kind::kParagraph).line = std::move(line); }

  void head() {
    PageLine line;
    const auto say = [&](std::string_view what, const std::string& value) {
      if (!value.empty()) append_part({plain(std::string(what) + " "), code(value)}, line);
    };
    say("id", plan_.id.empty() ? plan_.resource_schema_id : plan_.id);
    say("type", plan_.type);
    say("created", plan_.created_at);
    say("updated", plan_.updated_at);
    if (!line.empty()) paragraph(std::move(line));
  }

  // "track-order-completed-2": letters and digits, each once.
  void name_anchors() {
    std::set<std::string> taken;
    for (const PlanRule& rule : plan_.rules) {
      std::string anchor;
      for (const char c : std::string(name_of(rule.kind)) + ' ' + rule.key) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
          anchor += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!anchor.empty() && anchor.back() != '-') {
          anchor += '-';
        }
      }
      if (anchor.ends_with('-')) anchor.pop_back();
      if (rule.version != 1) anchor += "-v" + std::to_string(rule.version);
      std::string unique = anchor;
      for (size_t i = 2; !taken.insert(unique).second; ++i)
        unique = anchor + '-' + std::to_string(i);
      anchors_.push_back(std::move(unique));
    }
  }

  // Indices into plan_.rules; names in their order, the newest version of a name first.
  std::vector<size_t> rules_of(PlanRuleKind kind) const {
    std::vector<size_t> out;
    for (size_t i = 0; i < plan_.rules.size(); ++i) {
      if (plan_.rules[i].kind == kind) out.push_back(i);
    }
    std::stable_sort(out.begin(), out.end(), [&](size_t a, size_t b) {
      const PlanRule& x = plan_.rules[a];
      const PlanRule& y = plan_.rules[b];
      return x.key != y.key ? x.key < y.key : x.version > y.version;
    });
    return out;
  }

  void contents() {
    heading(2, "Contents", {});
    if (plan_.rules.empty()) return paragraph({plain("The plan has no rules.")});
    for (const PlanRuleKind kind : kKinds) {
      const std::vector<size_t> rules = rules_of(kind);
      if (rules.empty()) continue;
      paragraph(
          {strong(std::string(heading_of(kind)) + " (" + std::to_string(rules.size()) + ")")});
      PageBlock& list = block(PageBlock::Kind::kList);
      for (const size_t i : rules) list.items.push_back(link_to(i));
    }
  }

  PageLine link_to(size_t i) const {
    const PlanRule& rule = plan_.rules[i];
    PageLine out = {{title(rule), PageText::Kind::kLink, anchors_[i]}};
    if (rule.deprecated()) out.push_back(plain(" (deprecated)"));
    return out;
  }

  bool has_versions(const PlanRule& rule) const {
    return rule.version != 1 ||
           std::any_of(plan_.rules.begin(), plan_.rules.end(), [&](const PlanRule& other) {
             return other.kind == rule.kind && other.key == rule.key &&
                    other.version != rule.version;
           });
  }

  std::string title(const PlanRule& rule) const {
    std::string out = name_in_page(rule);
    if (rule.version != 1) out += ", version " + std::to_string(rule.version);
    return out;
  }

  void section(PlanRuleKind kind) {
    const std::vector<size_t> rules = rules_of(kind);
    if (rules.empty()) return;
    heading(2, std::string(heading_of(kind)), {});
    for (const size_t i : rules) describe(plan_.rules[i], anchors_[i]);
  }

  void describe(const PlanRule& rule, const std::string& anchor) {
    heading(3, title(rule), anchor);
    if (rule.deprecated())
      paragraph({strong("Deprecated"), plain(" since "), code(rule.deprecated_at)});
    if (!rule.description.empty()) paragraph({plain(rule.description)});
    PageLine facts;
    if (has_versions(rule))
      append_part({plain("version "), code(std::to_string(rule.version))}, facts);
    for (const auto& [name, value] : rule.labels)
      append_part({plain("label "), code(name + ": " + value)}, facts);
    if (!facts.empty()) paragraph(std::move(facts));
    table(rule);
  }

  void table(const PlanRule& rule) {
    if (rule.schema.is_false()) return paragraph({plain("No such call is allowed.")});
    const std::string_view own = own_object(rule.kind);
    Rows rows;
    if (const Json* schema = own_schema(rule)) rows.add(*schema, "");
    add_rest(rule, own, rows);
    PageBlock out;
    out.kind = PageBlock::Kind::kTable;
    out.columns = {own == "traits" ? "Trait"
                   : own.empty()   ? "Field"
                                   : "Property",
                   "Type", "Required", "Allowed values", "Description"};
    out.rows = rows.take();
    if (out.rows.empty()) {
      paragraph(
          {plain("Nothing is said of its " + std::string(own.empty() ? "fields" : own) + ".")});
    } else {
      page_.blocks.push_back(std::move(out));
    }
    const Json* const schema = own.empty() ? &rule.schema : own_schema(rule);
    const Json* const more = schema == nullptr ? nullptr : schema->find("additionalProperties");
    if (more != nullptr && more->is_false()) paragraph({plain("Others are not allowed.")});
  }

  // What is said of the call outside its own object: context.locale.
  static void add_rest(const PlanRule& rule, std::string_view own, Rows& rows) {
    Json rest = rule.schema;
    if (Json* places = rest.find("properties"); places != nullptr && !own.empty())
      places->erase(own);
    rows.add(rest, own.empty() ? "" : "(call) ");
  }

  const TrackingPlan& plan_;
  Page page_;
  std::vector<std::string> anchors_;  // by rule
};

}  // namespace

std::vector<std::string_view> plan_docs_formats() {
  return {
#define X(id, name) name,
      SPECGATE_PLAN_DOCS_FORMATS(X)
#undef X
  };
}

std::string plan_docs(const TrackingPlan& plan, PlanDocsFormat format) {
  const Page page = PlanPage(plan).make();
  switch (format) {
    case PlanDocsFormat::kMarkdown:
      return markdown_of(page);
    case PlanDocsFormat::kHtml:
      return html_of(page);
  }
  return {};
}

}  // namespace specgate
