// Judging where something is unknown, or where somebody asks what was evaluated: as check.cc, but
// with three answers, and no branch passed over that may have evaluated something.
#include <algorithm>

#include "spec/schema/check.h"

namespace specgate {

SchemaAnswer SchemaChecker::attempt(uint32_t schema, uint32_t node) {
  const bool before = std::exchange(state_.unsure, false);
  const size_t noted = state_.noted.size();
  const bool fits = passes(schema, node);
  const bool unsure = std::exchange(state_.unsure, before);
  if (!fits) state_.noted.resize(noted);
  if (!fits) return SchemaAnswer::kNo;
  return unsure ? SchemaAnswer::kMaybe : SchemaAnswer::kYes;
}

bool SchemaChecker::weigh(const LogicRow& row, uint32_t node) {
  if (row.unknown) return unknown();
  if (!state_.steps.take(row.all.size() + row.any.size() + row.one.size())) return false;
  for (uint32_t i = row.all.first; i < row.all.last; ++i) {
    if (!passes(program_.children[i], node)) return false;
  }
  if (!row.any.empty() && !weigh_any(row, node)) return false;
  if (!row.one.empty() && !weigh_one(row, node)) return false;
  if (row.no != kNone && !weigh_not(row.no, node)) return false;
  return row.condition == kNone || weigh_condition(row, node);
}

bool SchemaChecker::weigh_any(const LogicRow& row, uint32_t node) {
  SchemaAnswer best = SchemaAnswer::kNo;
  bool unsure = false;
  for (uint32_t i = row.any.first; i < row.any.last; ++i) {
    const SchemaAnswer answer = attempt(program_.children[i], node);
    best = std::max(best, answer);
    unsure = unsure || answer == SchemaAnswer::kMaybe;
    if (best == SchemaAnswer::kYes && !notes(node)) return true;
  }
  if (best == SchemaAnswer::kNo) return false;
  return !unsure || unknown();
}

bool SchemaChecker::weigh_one(const LogicRow& row, uint32_t node) {
  uint32_t sure = 0, maybe = 0;
  for (uint32_t i = row.one.first; i < row.one.last && sure < 2; ++i) {
    const SchemaAnswer answer = attempt(program_.children[i], node);
    sure += answer == SchemaAnswer::kYes ? 1 : 0;
    maybe += answer == SchemaAnswer::kMaybe ? 1 : 0;
  }
  if (sure > 1 || sure + maybe == 0) return false;
  return maybe == 0 || unknown();
}

// What is below `not` evaluates nothing for those above it.
bool SchemaChecker::weigh_not(uint32_t schema, uint32_t node) {
  const size_t noted = state_.noted.size();
  const SchemaAnswer answer = attempt(schema, node);
  state_.noted.resize(noted);
  if (answer == SchemaAnswer::kYes || state_.steps.spent) return false;
  return answer == SchemaAnswer::kNo || unknown();
}

// Where nobody knows whether the condition holds, nobody knows which branch counts: it is a no only
// where both say no.
bool SchemaChecker::weigh_condition(const LogicRow& row, uint32_t node) {
  const SchemaAnswer holds = attempt(row.condition, node);
  if (state_.steps.spent) return false;
  const auto branch = [&](uint32_t schema) { return schema == kNone || passes(schema, node); };
  if (holds == SchemaAnswer::kYes) return branch(row.then);
  if (holds == SchemaAnswer::kNo) return branch(row.otherwise);
  const auto tried = [&](uint32_t schema) {
    return schema == kNone || attempt(schema, node) != SchemaAnswer::kNo;
  };
  const bool then = tried(row.then), otherwise = tried(row.otherwise);
  return (then || otherwise) && unknown();
}

SchemaChecker::Contained SchemaChecker::contained(const ArrayRow& row, uint32_t array) {
  uint32_t sure = 0, maybe = 0;
  const bool noting = row.tells && row.tells_contained && notes(array);
  const bool bounded = row.most_contained != kNone;
  for (uint32_t i = array + 1; i < nodes_[array].next; i = nodes_[i].next) {
    if (!noting && !bounded && sure >= row.least_contained) break;
    const SchemaAnswer answer = attempt(row.contains, i);
    sure += answer == SchemaAnswer::kYes ? 1 : 0;
    maybe += answer == SchemaAnswer::kMaybe ? 1 : 0;
    if (noting && answer != SchemaAnswer::kNo) state_.noted.push_back(i);
    if (!state_.steps.take(1)) return Contained::kTooFew;
  }
  if (sure > row.most_contained) return Contained::kTooMany;
  if (sure + maybe < row.least_contained) return Contained::kTooFew;
  const bool settled = sure >= row.least_contained && sure + maybe <= row.most_contained;
  if (!settled || (noting && maybe != 0)) unknown();
  return Contained::kEnough;
}

bool SchemaChecker::passes_framed(const SchemaRow& row, uint32_t node) {
  const RestRow& rest = program_.rests[row.rest];
  const bool asked = nodes_[node].is(Kind::kObject) ? rest.members_asked
                                                    : nodes_[node].is(Kind::kArray) && rest.items_asked;
  if (!asked) return passes_all(row, node);
  const size_t first = state_.noted.size();
  const uint32_t outer = std::exchange(state_.collected, node);
  const bool fits = passes_all(row, node) && rest_passes(rest, node, first);
  state_.collected = outer;
  if (outer != node) state_.noted.resize(first);
  if (outer == node && fits) state_.noted.push_back(kNone);  // it evaluated all that was left
  return fits;
}

// True: all are.
bool SchemaChecker::stamp_noted(uint32_t node, size_t first) {
  auto& stamps = state_.stamps;
  if (stamps.size() < nodes_[node].next) stamps.resize(nodes_[node].next);
  ++state_.stamp;
  for (size_t i = first; i < state_.noted.size(); ++i) {
    if (state_.noted[i] == kNone) return true;
    stamps[state_.noted[i]] = state_.stamp;
  }
  return false;
}

// A member's own judging takes other stamps, but never those of its siblings.
bool SchemaChecker::rest_passes(const RestRow& row, uint32_t node, size_t first) {
  if (stamp_noted(node, first)) return true;
  const bool object = nodes_[node].is(Kind::kObject);
  const bool closed = object ? row.members_closed : row.items_closed;
  const uint32_t schema = object ? row.members : row.items;
  const uint64_t stamp = state_.stamp;
  for (uint32_t i = node + 1; i < nodes_[node].next; i = nodes_[i].next) {
    if (!state_.steps.take(1)) return false;
    if (state_.stamps[i] == stamp) continue;
    if (closed || (schema != kNone && !passes(schema, i))) return false;
  }
  return true;
}

bool SchemaChecker::unevaluated(const SchemaRow& row, uint32_t node, std::vector<uint32_t>& out) {
  const size_t first = state_.noted.size();
  const uint32_t outer = std::exchange(state_.collected, node);
  const bool fits = passes_all(row, node);
  if (fits && !stamp_noted(node, first)) {
    for (uint32_t i = node + 1; i < nodes_[node].next; i = nodes_[i].next) {
      if (!is_stamped(i)) out.push_back(i);
    }
  }
  state_.collected = outer;
  state_.noted.resize(first);
  return fits;
}

void SchemaChecker::note_members(const ObjectRow& row, uint32_t node) {
  if (row.covers) return state_.noted.push_back(kNone);
  for (uint32_t i = node + 1; i < nodes_[node].next; i = nodes_[i].next) {
    const uint32_t at = find_name(program_.entries.data(), row.table, nodes_[i].key);
    bool listed = at != kNone && program_.properties[row.properties.first + at].schema != kNone;
    for (uint32_t j = row.patterns.first; j < row.patterns.last && !listed; ++j)
      listed = found(program_.name_patterns[j].pattern, nodes_[i].key);
    if (listed) state_.noted.push_back(i);
  }
}

void SchemaChecker::note_items(const ArrayRow& row, uint32_t node) {
  if (row.covers) return state_.noted.push_back(kNone);
  uint32_t count = 0;
  for (uint32_t i = node + 1; i < nodes_[node].next && count < row.tuple.size();
       i = nodes_[i].next, ++count)
    state_.noted.push_back(i);
}

}  // namespace specgate
