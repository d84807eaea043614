// What a body costs grows as the body does: an item takes as many steps among many as among few,
// whatever is wrong with them. Steps are counted, not timed: the sources that judge, tell and fix are compiled
// once more for this program with a call to __sanitizer_cov_trace_pc in every basic block (see
// CMakeLists.txt), so that nothing is counted in what ships.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "rules/report/finding.h"
#include "rules/report/reported.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/rules/config_support.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace {
uint64_t steps = 0;
}

extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() { ++steps; }

namespace specgate {
namespace {

constexpr std::string_view kPlan = R"({"rules": [
  {"type": "COMMON", "jsonSchema": {"properties": {"properties": {
     "propertyNames": {"maxLength": 3}}}}},
  {"type": "TRACK", "key": "Listed", "version": 1, "jsonSchema": {"properties": {"properties": {
     "properties": {"price": {"type": "number"}, "total": {"type": "number"},
                    "tags": {"type": "array", "uniqueItems": true},
                    "items": {"type": "array", "items": {"properties": {"sku": {"type": "string"}}}}}}}}},
  {"type": "TRACK", "key": "Closed", "version": 1, "jsonSchema": {"properties": {"properties": {
     "properties": {"price": {"type": "number"}}, "additionalProperties": false}}}}]})";

std::shared_ptr<const CompiledPlan> plan() {
  auto read = parse_plan("plan.json", kPlan, spec());
  return whole(CompiledPlan::compile(whole(std::move(read))));
}

struct Shape {
  std::string name;
  std::function<std::string(size_t items)> body;
  bool planned = false;
  std::string config = {};
};

// `items` times, between commas, what `one` makes of a number.
std::string list(size_t items, const std::function<std::string(size_t)>& one) {
  std::string out;
  for (size_t i = 0; i < items; ++i) out.append(i == 0 ? "" : ",").append(one(i));
  return out;
}

std::string same(size_t items, std::string_view one) {
  return list(items, [&](size_t) { return std::string(one); });
}

std::string number(size_t i) { return std::to_string(i); }

// The word with a letter or two of it another one, differently for each number.
std::string slip(std::string_view word, size_t i) {
  std::string out(word);
  out[1 + i % (word.size() - 1)] = static_cast<char>('a' + i / word.size() % 26);
  out[1 + i / 300 % (word.size() - 1)] = static_cast<char>('a' + i / 7 % 26);
  return out;
}

std::string call(std::string_view more, std::string_view event = "Order Completed") {
  return R"({"type":"track","userId":"u1","messageId":"m1","event":")" + std::string(event) + "\"," +
         std::string(more) + "}";
}

std::string with(std::string_view properties, std::string_view event = "Order Completed") {
  return call(R"("properties":{)" + std::string(properties) + "}", event);
}

const Shape kShapes[] = {
    {"Tokens", [](size_t n) { return with("\"v\":[" + same(n, R"({"token":"x"})") + "]"); }},
    {"TokensOneArrayEach",
     [](size_t n) { return with("\"v\":[" + same(n, R"([[{"token":"x"}]])") + "]"); }},
    {"TokensUnderALongKey",
     [](size_t n) {
       return with("\"" + std::string(n, 'k') + "\":[" + same(n, R"({"token":"x"})") + "]");
     }},
    {"EscapedKeys", [](size_t n) { return with(same(n, R"("\u0070assword":"x")")); }},
    {"SameKeyOtherValue",
     [](size_t n) { return with(list(n, [](size_t i) { return "\"a\":" + number(i); })); }},
    {"SameKeySameValue", [](size_t n) { return with(same(n, R"("a":1)")); }},
    {"TwoKeysByTurns",
     [](size_t n) {
       return with(list(n, [](size_t i) { return R"("a":1,"b":{"c":1,"c":)" + number(i) + "}"; }));
     }},
    {"FieldsTwice", [](size_t n) { return call(same(n, R"("userId":"u2")")); }},
    {"LegacyFields",
     [](size_t n) { return call(list(n, [](size_t i) { return R"("user_id":"u)" + number(i) + "\""; })); }},
    {"UnknownFields",
     [](size_t n) { return call(list(n, [](size_t i) { return "\"field" + number(i) + "\":1"; })); }},
    {"LegacyContext",
     [](size_t n) {
       return call(R"("context":{)" +
                   list(n, [](size_t i) { return R"("screenWidth":)" + number(i) + R"(,"c)" + number(i) + "\":1"; }) + "}");
     }},
    {"TraitTwins",
     [](size_t n) {
       return R"({"type":"identify","userId":"u1","traits":{)" +
              list(n, [](size_t i) { return R"("createdAt":")" + number(i) + R"(","created_at":")" + number(i) + "x\""; }) +
              "}}";
     }},
    {"TraitVariants",
     [](size_t n) {
       return R"({"type":"identify","userId":"u1","traits":{)" +
              list(n, [](size_t i) { return R"("Birthday":")" + number(i) + "\""; }) + "}}";
     }},
    // A finding may cost no look at all of a key that is as long as the body.
    {"RepeatsBelowALongKey",
     [](size_t n) {
       return R"({"type":"identify","userId":"u1","traits":{")" + std::string(8 * n, 'k') + "\":{" + same(n, R"("a":1)") +
              "}}}";
     }},
    {"SecretsBelowALongKey",
     [](size_t n) {
       return with("\"" + std::string(8 * n, 'k') + "\":[" + same(n, R"({"token":"x","orderId":1})") + "]");
     }},
    {"ContextBelowALongKey",
     [](size_t n) {
       return call(R"("context":{")" + std::string(8 * n, 'k') + "\":{" +
                   list(n, [](size_t i) { return R"("screenWidth":)" + number(i); }) + "}}");
     }},
    {"MisspelledProperties",
     [](size_t n) { return with(list(n, [](size_t i) { return R"("orderId":)" + number(i); })); }},
    {"NearProperties",
     [](size_t n) { return with(list(n, [](size_t i) { return "\"ordre_id\":" + number(i); })); }},
    {"DistinctNearProperties",
     [](size_t n) { return with(list(n, [](size_t i) { return "\"" + slip("checkout_id", i) + "\":1"; })); }},
    {"NearPropertiesOfProducts",
     [](size_t n) {
       return with("\"products\":[" + list(n, [](size_t i) { return "{\"" + slip("product_id", i) + "\":1}"; }) + "]");
     }},
    {"NearEventNames",
     [](size_t n) {
       return R"({"batch":[)" +
              list(n, [](size_t i) { return R"({"type":"track","event":")" + slip("Order Completed", i) + "\"}"; }) +
              "]}";
     }},
    {"NearTraits",
     [](size_t n) {
       return R"({"type":"identify","userId":"u1","traits":{)" +
              list(n, [](size_t i) { return "\"" + slip("description", i) + "\":1"; }) + "}}";
     }},
    {"NearContextFields",
     [](size_t n) {
       return call(R"("context":{)" + list(n, [](size_t i) { return "\"" + slip("userAgent", i) + "\":1"; }) + "}");
     }},
    {"NearFields",
     [](size_t n) { return call(list(n, [](size_t i) { return "\"" + slip("anonymousId", i) + "\":1"; })); }},
    {"LookAlikeFields",
     [](size_t n) { return call(list(n, [](size_t i) { return R"("UserId":)" + number(i); })); }},
    {"OffStyleProperties",
     [](size_t n) {
       return with(list(n, [](size_t i) { return "\"someKey" + number(i) + "\":1"; }), "My Event");
     }},
    {"DynamicProperties",
     [](size_t n) {
       return with(list(n, [](size_t i) { return "\"item_" + number(i + 10'000) + "\":1"; }), "My Event");
     }},
    {"WrongProducts",
     [](size_t n) { return with("\"products\":[" + same(n, R"({"price":"x","productId":1})") + "]"); }},
    {"ExternalIds",
     [](size_t n) { return call(R"("context":{"externalIds":[)" + same(n, R"({"id":1})") + "]}"); }},
    {"CallsBesideALargeContext",
     [](size_t n) {
       return R"({"batch":[)" + same(n, R"({"type":"track","event":"Order Completed"})") +
              R"(],"context":{)" + list(n, [](size_t i) { return "\"c" + number(i) + "\":1"; }) + "}}";
     }},
    {"BadCallsInABatch",
     [](size_t n) { return R"({"batch":[)" + same(n, R"({"type":"trakc","token":1,"a":1,"a":2})") + "]}"; }},
    {"Ignored", [](size_t n) { return with("\"v\":[" + same(n, R"({"token":"x"})") + "]"); },
     false,
     "ignore:\n  - {rule: ALL, pointer: /properties/v/7/token, reason: known}\n"},
    {"OwnRules",
     [](size_t n) { return with(list(n, [](size_t i) { return R"("old":)" + number(i); })); },
     false,
     "custom:\n  - name: new-name\n    rename_property: {from: old, to: new}\n"},
    {"Unplanned",
     [](size_t n) {
       return with(list(n, [](size_t i) { return "\"prise" + number(i) + "\":1"; }), "Listed");
     },
     true},
    {"UnplannedItems",
     [](size_t n) { return with("\"items\":[" + same(n, R"({"skus":1})") + "]", "Listed"); },
     true},
    {"UnplannedObjects",
     [](size_t n) {
       return with("\"other\":[" + list(n, [](size_t i) { return "{\"a" + number(10'000 + i) + "\":{\"b\":1}}"; }) + "]", "Listed");
     },
     true},
    {"UnplannedCalls",
     [](size_t n) {
       return R"({"batch":[)" +
              list(n, [](size_t i) { return with("\"" + slip("total", i) + "\":1", "Listed"); }) + "]}";
     },
     true},
    {"UnplannedEvents",
     [](size_t n) {
       return R"({"batch":[)" + list(n, [](size_t i) { return with({}, slip("Listed", i)); }) + "]}";
     },
     true},
    {"Omitted",
     [](size_t n) {
       return with(list(n, [](size_t i) { return "\"prise" + number(i) + "\":1"; }), "Listed");
     },
     true,
     "plan: {file: plan.json, track: {unplanned_properties: omit, violations: omit, common: omit}}\n"},
    {"Forbidden",
     [](size_t n) {
       return with(list(n, [](size_t i) { return "\"prise" + number(i) + "\":1"; }), "Closed");
     },
     true},
    {"WrongTypes", [](size_t n) { return with(same(n, R"("price":"x")"), "Listed"); }, true},
    {"UniqueItems",
     [](size_t n) { return with("\"tags\":[" + list(n, number) + "]", "Listed"); },
     true},
    {"UniqueTexts",
     [](size_t n) {
       return with("\"tags\":[" + list(n, [](size_t i) { return "\"t" + number(i) + "\""; }) + "]", "Listed");
     },
     true},
    {"UniqueArrays",
     [](size_t n) {
       return with("\"tags\":[" + list(n, [](size_t i) { return "[[" + number(i) + "],{}]"; }) + ",[[0],{}]]", "Listed");
     },
     true},
    {"SameItems", [](size_t n) { return with("\"tags\":[" + same(n, R"({"a":[1,"b"]})") + "]", "Listed"); },
     true},
    {"UniqueObjects",
     [](size_t n) {
       return with("\"tags\":[" + list(n, [](size_t i) { return "{\"a\":" + number(i) + "}"; }) + ",{\"a\":0}]", "Listed");
     },
     true},
};

class Judged {
 public:
  explicit Judged(const Shape& shape) : shape_(shape) {
    RuleConfig config = config_of(shape.config).rules;
    config.profile = Profile::kStrict;
    if (shape.planned) config.tracking_plan = plan();
    gate_ = whole(Gate::load(shared_spec(), config));
  }

  // Judged, told and fixed.
  uint64_t steps_for(size_t items) {
    const std::string body = shape_.body(items);
    const uint64_t before = steps;
    const Verdict verdict = gate_->judge(body, {}, scratch_);
    found_ = verdict.violations.size();
    const Reported told(verdict);
    Finding finding;
    for (size_t i = 0; i < verdict.violations.size(); ++i) {
      if (const Violation* const one = told.at(i)) describe(verdict, *one, finding);
    }
    fix(*gate_, body, {}, FixMode::kAll, scratch_, fixed_);
    return steps - before;
  }
  size_t found() const { return found_; }

 private:
  const Shape& shape_;
  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
  std::string fixed_;
  size_t found_ = 0;
};

class Steps : public testing::TestWithParam<Shape> {};

// Eight times the items: what grows with their square would show as eight times the steps an item. A
// sort takes a quarter more (log 16000 / log 2000), and some shapes reach what costs an item most only
// with many; half as much again holds all of them.
TEST_P(Steps, ManyTimesTheItemsTakeAsManyStepsEach) {
  constexpr size_t kItems = 2000;  // more than the findings of a call that are told
  constexpr size_t kTimes = 8;
  Judged judged(GetParam());
  judged.steps_for(kItems);  // tables that are made once
  const uint64_t few = judged.steps_for(kItems) / kItems;
  const uint64_t many = judged.steps_for(kTimes * kItems) / (kTimes * kItems);
  EXPECT_GT(few, 10U) << "nothing is counted";
  EXPECT_LE(2 * many, 3 * few) << judged.found() << " findings";
  RecordProperty("steps_per_item", std::to_string(many));
}

// What lies in an object is held against the columns beside it, however many objects there are.
TEST(FlatColumns, ManyObjectsTakeAsManyStepsEach) {
  const std::string start(60, 'a');
  const auto inner = [&](size_t i) { return "\"" + start + number(i) + "\":1"; };
  const auto object = [&](size_t i) {
    return "\"" + start + number(1000 + i) + "\":{" + list(60, inner) + "}";
  };
  const Shape shape{"", [&](size_t objects) { return with(list(objects, object), "Boat Rented"); }};
  Judged judged(shape);
  constexpr size_t kFew = 24, kMany = 240;  // of more than 256 none is looked into
  judged.steps_for(kFew);
  const uint64_t few = judged.steps_for(kFew) / kFew, many = judged.steps_for(kMany) / kMany;
  EXPECT_LE(2 * many, 3 * few);
}

// What is near a name of the Spec's or of the plan's costs little more than what is not: candidates are
// looked up, not walked.
TEST(NearNames, CostLittleMoreThanOthers) {
  constexpr size_t kItems = 2000;
  const auto steps_of = [](std::string_view name) {
    const auto* const shape = std::find_if(std::begin(kShapes), std::end(kShapes),
                                           [&](const Shape& one) { return one.name == name; });
    Judged judged(*shape);
    judged.steps_for(kItems);
    return judged.steps_for(kItems) / kItems;
  };
  const uint64_t others = steps_of("OffStyleProperties");
  for (const std::string_view name : {"DistinctNearProperties", "NearPropertiesOfProducts", "NearTraits",
                                      "NearContextFields", "NearFields"}) {
    EXPECT_LE(steps_of(name), 4 * others) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Steps, testing::ValuesIn(kShapes),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace specgate
