#include "spec/schema/containment/counterexamples.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "spec/schema/containment/judge.h"
#include "spec/schema/containment/telling_text.h"

namespace specgate {
namespace {

constexpr size_t kMostLevelsDown = 10;
constexpr int64_t kLongestText = 5000;
constexpr int64_t kLongestArray = 300;

constexpr std::string_view kTexts[] = {"",
                                       "a",
                                       "A",
                                       "7",
                                       " ",
                                       "specgate",
                                       "2020-01-02T03:04:05Z",
                                       "2020-01-02",
                                       "03:04:05Z",
                                       "a@example.com",
                                       "https://example.com/a",
                                       "123e4567-e89b-12d3-a456-426614174000",
                                       "192.0.2.1",
                                       "2001:db8::1",
                                       "example.com",
                                       "/a",
                                       "~",
                                       "0",
                                       "a-b_c",
                                       "\xC3\xA9"};

Conjunction with(Conjunction all, SchemaRef one) {
  all.push_back(one);
  return all;
}

Json number_json(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  Json out = Json::integer(0);
  out.text.assign(digits, end);
  out.kind = out.text.find_first_of(".e") == std::string::npos ? Kind::kInteger : Kind::kReal;
  return out;
}

Json number_json(const std::string& text) {
  Json out = Json::integer(0);
  out.text = text;
  out.kind = text.find_first_of(".eE") == std::string::npos ? Kind::kInteger : Kind::kReal;
  return out;
}

SampleSink kept_in(std::vector<Json>& out) {
  return SampleSink([&out](Json&& sample) {
    out.push_back(std::move(sample));
    return true;
  });
}

void add_around(const NumberBound& bound, SampleSink& out) {
  out.add(number_json(bound.number));
  const std::optional<double> value = number_of(bound.number);
  if (!value) return;
  for (const double step :
       {-1.0, 1.0, -0.5, 0.5, -0.001, 0.001, -0.1234567, 0.1234567, -10.0, 10.0})
    out.add(number_json(*value + step));
}

void add_values(const SchemaTerms& terms, SampleSink& out) {
  if (!terms.values) return;
  for (const Json& one : *terms.values) {
    if (out.full()) return;
    out.add(one);
  }
}

// The counts at which one of two ranges ends.
std::vector<int64_t> edges(std::initializer_list<int64_t> counts, int64_t most) {
  std::vector<int64_t> out;
  for (const int64_t count : counts) {
    for (const int64_t near : {count - 1, count, count + 1}) {
      if (count >= 0 && near >= 0 && near <= most) out.push_back(near);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool pattern_differs(const SchemaTerms& narrow, const SchemaTerms& wide) {
  if (narrow.patterns.empty()) return false;
  return std::any_of(wide.patterns.begin(), wide.patterns.end(), [&](const std::string& one) {
    return std::find(narrow.patterns.begin(), narrow.patterns.end(), one) == narrow.patterns.end();
  });
}

}  // namespace

void SchemaSamples::offer(const Conjunction& narrow, const Conjunction& wide, SampleSink& out) {
  if (levels_ == kMostLevelsDown || !space_.step()) return;
  ++levels_;
  const SchemaTerms from = gather(narrow, space_), to = gather(wide, space_);
  add({narrow, wide, from, to}, out);
  --levels_;
}

std::vector<Json> SchemaSamples::telling(const Conjunction& narrow, const Conjunction& wide) {
  std::vector<Json> out;
  SampleSink every_one = kept_in(out);
  offer(narrow, wide, every_one);
  return out;
}

std::optional<Json> SchemaSamples::passing(const Conjunction& all) {
  std::vector<const Json*> key;
  for (const SchemaRef& one : all) {
    const Json* const schema = space_.follow(one).schema;
    if (schema != nullptr && !accepts_all(*schema)) key.push_back(schema);
  }
  if (key.empty()) return Json::string("a");
  const auto [at, fresh] = passing_.try_emplace(std::move(key));  // a ring: nothing, for now
  if (!fresh || levels_ == kMostLevelsDown) return at->second;
  ++levels_;
  std::optional<Json> found = first_passing(all);
  --levels_;
  return at->second = std::move(found);
}

// The plainest first.
std::optional<Json> SchemaSamples::first_passing(const Conjunction& all) {
  const SchemaTerms terms = gather(all, space_), none;
  const Conjunction nothing;
  const Sides sides{all, nothing, terms, none};
  for (const auto step :
       {&SchemaSamples::add_plain, &SchemaSamples::add_least, &SchemaSamples::add_branches}) {
    std::vector<Json> candidates;
    SampleSink out = kept_in(candidates);
    (this->*step)(sides, out);
    for (Json& one : candidates) {
      if (judge(all, one, space_) == Truth::kYes) return std::move(one);
    }
  }
  return std::nullopt;
}

void SchemaSamples::add_plain(const Sides& sides, SampleSink& out) {
  const KindMask kinds = sides.narrow.kinds;
  add_values(sides.narrow, out);
  add_values(sides.wide, out);
  if (sides.narrow.values) return;
  if (admits(kinds, Kind::kString)) add_strings(sides, out);
  if ((kinds & kNumber) != 0) add_numbers(sides, out);
  if (admits(kinds, Kind::kBoolean)) {
    out.add(Json::boolean(true));
    out.add(Json::boolean(false));
  }
  if (admits(kinds, Kind::kNull)) out.add(Json::null());
}

// The smallest array and the smallest object.
void SchemaSamples::add_least(const Sides& sides, SampleSink& out) {
  const SchemaTerms& terms = sides.narrow;
  if (terms.values) return;
  if (admits(terms.kinds, Kind::kArray) && terms.min_items <= kLongestArray) {
    const int64_t count = std::max(terms.min_items, int64_t{!terms.contains.empty()});
    if (std::optional<Json> one = array_of(terms, count)) out.add(std::move(*one));
  }
  if (!admits(terms.kinds, Kind::kObject)) return;
  if (std::optional<Json> one = least_object(sides)) out.add(std::move(*one));
}

void SchemaSamples::add(const Sides& sides, SampleSink& out) {
  add_plain(sides, out);
  if (out.full()) return;
  if (!sides.narrow.values) {
    if (admits(sides.narrow.kinds, Kind::kArray)) add_arrays(sides, out);
    if (admits(sides.narrow.kinds, Kind::kObject)) add_objects(sides, out);
  }
  add_branches(sides, out);
}

// What the branches of either side make of it: some of these pass only there.
void SchemaSamples::add_branches(const Sides& sides, SampleSink& out) {
  constexpr size_t kMostBranchLevels = 2;
  if (branch_levels_ == kMostBranchLevels) return;
  Conjunction hints;
  for (const SchemaTerms* terms : {&sides.narrow, &sides.wide}) {
    for (const BranchTerm& branch : terms->branches) {
      for (const Json& one : branch.list->items) hints.push_back({&one, branch.root});
    }
    for (const SchemaRef& no : terms->nots) hints.push_back(no);
    for (const SchemaRef& each : terms->conditions) {
      for (const std::string_view part : {"if", "then", "else"}) {
        if (const Json* schema = each.schema->find(part)) hints.push_back({schema, each.root});
      }
    }
  }
  constexpr size_t kMostHints = 24;
  if (hints.size() > kMostHints) hints.resize(kMostHints);
  ++branch_levels_;
  for (const SchemaRef& hint : hints) {
    const bool there = std::any_of(sides.a.begin(), sides.a.end(),
                                   [&](const SchemaRef& one) { return one.schema == hint.schema; });
    if (there || out.full()) continue;
    offer(with(sides.a, hint), sides.b, out);
  }
  --branch_levels_;
}

void SchemaSamples::add_numbers(const Sides& sides, SampleSink& out) {
  for (const double plain : {1.0, 0.0, -1.0, 2.0, 0.5, -0.5, 0.1234567, 1000003.0, -1000003.0})
    out.add(number_json(plain));
  for (const SchemaTerms* terms : {&sides.narrow, &sides.wide}) {
    if (terms->least) add_around(*terms->least, out);
    if (terms->most) add_around(*terms->most, out);
  }
  const double from = sides.narrow.least ? number_of(sides.narrow.least->number).value_or(0) : 0;
  for (const std::string& each : sides.narrow.multiples) {
    const double step = number_of(each).value_or(1);
    for (const double times : {0.0, 1.0, 2.0, 3.0, 5.0, 7.0})
      out.add(number_json((std::ceil(from / step) + times) * step));
  }
}

// Of two patterns the one may match what the other does: only a text that shows it decides.
void SchemaSamples::add_spelled(const Sides& sides, SampleSink& out) {
  const Patterns& narrow = sides.narrow.patterns;
  if (const auto text = telling_text(narrow, sides.wide.patterns, space_)) out.add(Json::string(*text));
  for (const std::string& pattern : narrow) {
    for (size_t turn = 0; turn < 2; ++turn) out.add(Json::string(text_like(pattern, turn, turn)));
  }
}

void SchemaSamples::add_strings(const Sides& sides, SampleSink& out) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  if (pattern_differs(narrow, wide)) return add_spelled(sides, out);
  for (const std::string_view text : kTexts) out.add(Json::string(text));
  for (const int64_t length :
       edges({narrow.min_length, narrow.max_length, wide.min_length, wide.max_length},
             kLongestText)) {
    out.add(Json::string(std::string(static_cast<size_t>(length), 'a')));
    for (const std::string& pattern : narrow.patterns) {
      const size_t shortest = text_like(pattern, 0).size();
      const auto wanted = static_cast<size_t>(length);
      out.add(Json::string(text_like(pattern, wanted > shortest ? wanted - shortest : 0)));
    }
  }
  if (!narrow.patterns.empty()) {
    for (const std::string& text : varied_texts(narrow.patterns, space_)) out.add(Json::string(text));
  }
  for (const std::string& pattern : narrow.patterns) {
    for (const size_t more : {size_t{0}, size_t{1}, size_t{5}, size_t{40}})
      out.add(Json::string(text_like(pattern, more)));
  }
}

std::optional<Json> SchemaSamples::array_of(const SchemaTerms& terms, int64_t count) {
  Json out = Json::array();
  std::vector<Json> choices;
  if (terms.unique && count > 1) choices = telling(item_schemas(terms, listed_items(terms)), {});
  size_t next = 0;
  for (int64_t i = 0; i < count; ++i) {
    const Conjunction have = item_schemas(terms, static_cast<size_t>(i));
    std::optional<Json> item;
    if (i == 0 && !terms.contains.empty()) {
      Conjunction both = have;
      both.insert(both.end(), terms.contains.begin(), terms.contains.end());
      item = passing(both);
    } else if (terms.unique) {
      while (next < choices.size() &&
             (judge(have, choices[next], space_) != Truth::kYes ||
              std::find(out.items.begin(), out.items.end(), choices[next]) != out.items.end())) {
        ++next;
      }
      if (next < choices.size()) item = choices[next];
    } else {
      item = out.items.empty() || i < static_cast<int64_t>(listed_items(terms)) + 1
                 ? passing(have)
                 : std::optional<Json>(out.items.back());
    }
    if (!item) return std::nullopt;
    out.items.push_back(std::move(*item));
  }
  return out;
}

void SchemaSamples::add_arrays(const Sides& sides, SampleSink& out) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  const auto listed = static_cast<int64_t>(std::max(listed_items(narrow), listed_items(wide)));
  for (const int64_t count :
       edges({0, 1, narrow.min_items, narrow.max_items, wide.min_items, wide.max_items, listed},
             kLongestArray)) {
    if (std::optional<Json> one = array_of(narrow, count)) out.add(std::move(*one));
  }
  const int64_t count = std::max({narrow.min_items, listed + 1, int64_t{2}});
  const int64_t most = narrow.max_items < 0 ? count : std::min(count, narrow.max_items);
  if (most > kLongestArray) return;
  if (const std::optional<Json> base = array_of(narrow, most)) add_items(sides, *base, out);
}

void SchemaSamples::add_items(const Sides& sides, const Json& base, SampleSink& out) {
  for (size_t i = 0; i < base.items.size(); ++i) {
    const Conjunction have = item_schemas(sides.narrow, i), wanted = item_schemas(sides.wide, i);
    if (out.full() || all_accept(wanted, space_)) continue;
    for (Json& item : telling(have, wanted)) {
      Json next = base;
      next.items[i] = std::move(item);
      out.add(std::move(next));
    }
  }
  for (const SchemaRef& wanted : sides.wide.contains) {  // none of them what is looked for
    for (Json& item : telling(item_schemas(sides.narrow, 0), {wanted})) {
      Json next = base;
      std::fill(next.items.begin(), next.items.end(), item);
      out.add(std::move(next));
    }
  }
}

}  // namespace specgate
