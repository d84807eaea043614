#include <algorithm>

#include "spec/schema/compiler.h"

namespace specgate {

void SchemaCompiler::compile_logic(const Site& site) {
  LogicRow row;
  row.all = all_of(site);
  row.any = branches(site, "anyOf");
  row.one = branches(site, "oneOf");
  if (!row.any.empty())
    note(site, SchemaKeyword::kAnyOf, kept(describe_branches(*site.find("anyOf"))));
  if (!row.one.empty())
    note(site, SchemaKeyword::kOneOf, kept("just one: " + describe_branches(*site.find("oneOf"))));
  if (const Json* const child = site.find("not")) {
    row.no = in_place(site, *child);
    note(site, SchemaKeyword::kNot, kept("nothing " + that_fits(*child)));
  }
  compile_condition(site, row);
  const bool any = !row.all.empty() || !row.any.empty() || !row.one.empty() || row.no != kNone ||
                   row.condition != kNone;
  if (!any) return;
  program_->schemas[site.schema].logic = static_cast<uint32_t>(program_->logics.size());
  program_->logics.push_back(row);
}

void SchemaCompiler::compile_condition(const Site& site, LogicRow& row) {
  const Json* const condition = site.find("if");
  const Json* const then = site.find("then");
  const Json* const otherwise = site.find("else");
  if (draft_ < Draft::k7 || condition == nullptr) return;
  if (then == nullptr && otherwise == nullptr && !rests_) return;
  row.condition = in_place(site, *condition);
  if (then != nullptr) {
    row.then = in_place(site, *then);
    note(site, SchemaKeyword::kThen, kept("nothing " + that_fits(*condition)));
  }
  if (otherwise != nullptr) {
    row.otherwise = in_place(site, *otherwise);
    note(site, SchemaKeyword::kElse, kept("a value " + that_fits(*condition)));
  }
}

RowRange SchemaCompiler::branches(const Site& site, std::string_view word) {
  const Json* const listed = site.find(word);
  if (listed == nullptr) return {};
  RowRange out;
  out.first = static_cast<uint32_t>(program_->children.size());
  for (const Json& branch : listed->items) program_->children.push_back(in_place(site, branch));
  out.last = static_cast<uint32_t>(program_->children.size());
  return out;
}

// A reference beside other keywords is one more that must hold.
RowRange SchemaCompiler::all_of(const Site& site) {
  std::vector<uint32_t> all;
  const std::string_view words[] = {"$ref", "$recursiveRef", "$dynamicRef"};
  for (const std::string_view word : words) {
    const Json* const reference = asked(site, word);
    if (reference == nullptr || !reference->is(Kind::kString)) continue;
    all.push_back(referred(site, word));
    in_place_.push_back({site.schema, all.back(), &site.json});
  }
  if (const Json* const listed = site.find("allOf")) {
    for (const Json& branch : listed->items) all.push_back(in_place(site, branch));
  }
  RowRange out;
  out.first = static_cast<uint32_t>(program_->children.size());
  program_->children.insert(program_->children.end(), all.begin(), all.end());
  out.last = static_cast<uint32_t>(program_->children.size());
  return out;
}

uint32_t SchemaCompiler::referred(const Site& site, std::string_view word) {
  if (refs_.is_dynamic(site.json, word)) {
    const Json& reference = *site.find(word);
    gap(SchemaGap::Kind::kReference, reference,
        std::string(word) + " \"" + reference.text +
            "\" means another schema on every way to it, and is not followed");
    return number_of(unknown());
  }
  const Json* const target = next_of(site.json, word);
  return number_of(target == nullptr ? unknown() : *target);
}

uint32_t SchemaCompiler::in_place(const Site& site, const Json& child) {
  const uint32_t number = number_of(child);
  in_place_.push_back({site.schema, number, &child});
  return number;
}

// Depth first over the edges, with a stack of our own: each loop is told at the edge that closes
// it.
void SchemaCompiler::find_loops() {
  std::stable_sort(in_place_.begin(), in_place_.end(),
                   [](const InPlace& a, const InPlace& b) { return a.from < b.from; });
  enum class Mark : uint8_t { kNew, kOpen, kDone };
  std::vector<Mark> marks(queue_.size(), Mark::kNew);
  const auto edges_of = [&](uint32_t schema) {
    return std::lower_bound(in_place_.begin(), in_place_.end(), schema,
                            [](const InPlace& edge, uint32_t from) { return edge.from < from; });
  };
  std::vector<std::pair<uint32_t, std::vector<InPlace>::iterator>> stack;
  for (uint32_t start = 0; start < marks.size(); ++start) {
    if (marks[start] != Mark::kNew) continue;
    stack.emplace_back(start, edges_of(start));
    marks[start] = Mark::kOpen;
    while (!stack.empty()) {
      auto& [schema, edge] = stack.back();
      if (edge == in_place_.end() || edge->from != schema) {
        marks[schema] = Mark::kDone;
        stack.pop_back();
        continue;
      }
      const InPlace at = *edge++;
      if (marks[at.to] == Mark::kOpen) loop_at(*at.child);
      if (marks[at.to] != Mark::kNew) continue;
      marks[at.to] = Mark::kOpen;
      stack.emplace_back(at.to, edges_of(at.to));
    }
  }
}

void SchemaCompiler::loop_at(const Json& child) {
  const std::string_view words[] = {"$ref", "$recursiveRef", "$dynamicRef"};
  const auto* const word = std::find_if(std::begin(words), std::end(words), [&](auto each) {
    return child.find(each) != nullptr;
  });
  const bool none = word == std::end(words);
  const Json& at = none ? child : *child.find(*word);
  problem(at.line, at.column,
          std::string(none ? words[0] : *word) + " \"" + at.text + "\" leads back to itself with no step down into the value");
}

}  // namespace specgate
