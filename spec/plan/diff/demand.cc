#include "spec/plan/diff/demand.h"

#include "spec/plan/diff/schema_diff.h"
#include "spec/schema/containment/counterexamples.h"
#include "spec/schema/containment/judge.h"

namespace specgate {
namespace {

// A member that one example has is missing in the next, but for what all of them have.
constexpr size_t kMostExamples = 4;

}  // namespace

Judgement Demand::judge(const std::string& name) {
  if (!terms_) {
    space_.refill(kStepsToRefute);
    terms_ = gather({of_}, space_);
    plain_ = !terms_->values && terms_->branches.empty() && terms_->conditions.empty();
  }
  if (!plain_) return weigh(name);
  if (needs(name)) return {};
  if (!looked_) find_examples();
  for (size_t i = 0; i < examples_.size(); ++i) {
    if (indices_[i].member(name) == nullptr) return examples_[i].judgement;
  }
  return weigh(name);
}

bool Demand::needs(const std::string& name) const {
  return !admits(terms_->kinds, Kind::kObject) || terms_->required.contains(name);
}

// The first that contained() would find, whatever member it is asked for: nothing that it makes up
// hangs on the name but objects that have the member.
void Demand::find_examples() {
  looked_ = true;
  uint64_t to_judge = kStepsToRefute;
  SampleSink out([&](Json&& value) {
    const StepsAside aside(to_judge, space_);
    if (space_.step() && value.is(Kind::kObject) &&
        specgate::judge(of_, value, space_) == Truth::kYes) {
      Containment found{.answer = Contained::kNo};
      append_json(value, JsonLayout::kCompact, found.witness);
      examples_.push_back({std::move(value), judgement_of(found)});
    }
    return examples_.size() < kMostExamples && !space_.spent();
  });
  space_.refill(kStepsToRefute);
  SchemaSamples(space_).offer({of_}, {space_.made(Json::object())}, out);
  for (const Example& one : examples_) indices_.emplace_back(&one.object);
}

Judgement Demand::weigh(const std::string& name) {
  Json schema = Json::object(), names = Json::array();
  names.items.push_back(Json::string(name));
  schema.set("required", std::move(names));
  return judgement_of(contained({of_}, {space_.made(std::move(schema))}, space_));
}

}  // namespace specgate
