// Rules without code at work: through the gate, as the linter runs them.
#include "rules/engine/custom_rule.h"

#include <gmock/gmock.h>

#include "rules/engine/gate.h"
#include "rules/report/render.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A gate with the custom rules of a configuration and no others.
class CustomGate {
 public:
  explicit CustomGate(const std::string& yaml) {
    auto config = parse_config("specgate.yaml", "rules: {ALL: off, CUSTOM: warning}\n" + yaml);
    EXPECT_TRUE(config) << (config ? "" : config.problems()[0].text()) << " in " << yaml;
    if (!config) config = default_config();
    config_ = std::move(config->rules);
    gate_ = *Gate::load(shared_spec(), config_);
  }

  // "/event: event "Bought" is called "Order Completed" here"
  std::vector<std::string> judge(std::string_view body, std::string_view source = {}) {
    Arrival arrival;
    arrival.source = source;
    const Verdict verdict = gate_->judge(body, arrival, scratch_);
    std::vector<std::string> out;
    for (const Violation& violation : verdict.violations) {
      std::string line;
      append_pointer(verdict, violation, line);
      line += ": ";
      append_message(violation, line);
      out.push_back(std::move(line));
    }
    return out;
  }

  std::string fixed(std::string_view body) {
    std::string out;
    const bool changed = fix(*gate_, body, {}, FixMode::kSafeOnly, scratch_, out).changed;
    return changed ? out : std::string(body);
  }

 private:
  RuleConfig config_;
  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
};

struct Case {
  std::string_view rule;  // what follows "name: it"
  std::string body;
  std::vector<std::string> found;  // empty: silence
  std::string fixed{};
};

constexpr std::string_view kTrack = R"({"type":"track","userId":"u","event":"Order Completed",)";

std::string track(std::string_view rest) { return std::string(kTrack) + std::string(rest) + "}"; }

const std::string kProducts =
    track(R"("properties":{"order_id":"ord_1","products":[{"sku":"a"},{"sku":7},{}]})");
const std::string kNull = track(R"("properties":{"order_id":null})");
const std::string kMixed =
    track(R"("properties":{"total":10.0,"plan":"gold","orderId":"x","Key Two":{"BAD":1}})");
const std::string kContext = track(R"("context":{"app":{"version":"1.2"}})");
const std::string kIdentify =
    R"({"type":"identify","userId":"u","traits":{"plan":"free","ssn":"1","n":1}})";
const std::string kPage = R"({"type":"page","userId":"u","name":"Home","properties":{}})";
const std::string kBatch =
    R"({"context":{"app":{"version":"x"}},"batch":[{"type":"track","userId":"u","event":"A"},)"
    R"({"type":"track","userId":"u","event":"B","context":{"app":{"version":"2.0"}}}]})";
const std::string kBought =
    R"({"type":"track","userId":"u","event":"Bought \"it\"","name":"Bought"})";

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"require: properties.order_id", kProducts, {}},
      {"require: properties.order_id",
       kNull,
       {"/properties/order_id: properties.order_id is null, wanted a value"}},
      {"require: properties.order_id",
       kMixed,
       {"/properties: properties.order_id is missing, wanted a value"}},
      {"require: properties.order_id",
       kContext,
       {": properties.order_id is missing, wanted a value"}},
      {"require: properties.order_id", kIdentify, {}},
      {"require: 'properties.products[].sku'",
       kProducts,
       {"/properties/products/2: properties.products[].sku is missing, wanted a value"}},
      {"require: 'properties.products[].sku'", kMixed, {}},
      {"require: context.app.version", kContext, {}},
      {"require: context.app.version", kBatch, {}},
      {"require: context.app.build",
       kContext,
       {"/context/app: context.app.build is missing, wanted a value"}},
      {"events: [Order Completed], require: properties.order_id", kPage, {}},
      {"types: [page], require: properties.title",
       kPage,
       {"/properties: properties.title is missing, wanted a value"}},
      {"sources: [ios], require: properties.order_id", kMixed, {}},
      {"message: '{0} for {1}', require: properties.order_id",
       kNull,
       {"/properties/order_id: properties.order_id for null"}},
      {"type: {field: 'properties.products[].sku', is: string}",
       kProducts,
       {"/properties/products/1/sku: properties.products[].sku is integer, wanted string"}},
      {"type: {field: properties.order_id, is: [string, null]}", kNull, {}},
      {"type: {field: properties.order_id, is: string}",
       kNull,
       {"/properties/order_id: properties.order_id is null, wanted string"}},
      {"type: {field: properties.total, is: integer}", kMixed, {}},
      {"type: {field: properties.absent, is: integer}", kMixed, {}},
      {"enum: {field: properties.plan, values: [free, pro]}",
       kMixed,
       {"/properties/plan: properties.plan is \"gold\", wanted one of free, pro"}},
      {"enum: {field: traits.n, values: [1, 2]}", kIdentify, {}},
      {"enum: {field: properties.order_id, values: [a]}", kNull, {}},
      {"pattern: {field: properties.order_id, matches: '^ord_'}", kProducts, {}},
      {"pattern: {field: properties.orderId, matches: '^ord_'}",
       kMixed,
       {"/properties/orderId: properties.orderId is \"x\", wanted a match of ^ord_"}},
      {"pattern: {field: properties.total, matches: '1'}",
       kMixed,
       {"/properties/total: properties.total is \"10.0\", wanted a match of 1"}},
      {"pattern: {field: context.app.version, matches: '^[0-9.]+$'}",
       kBatch,
       {": context.app.version is \"x\", wanted a match of ^[0-9.]+$"}},
      {"forbid_event: ['Order *', B]",
       kProducts,
       {"/event: event \"Order Completed\" is not wanted here"}},
      {"forbid_event: 'Order *'", kPage, {}},
      {"types: [page], forbid_event: 'Ho?e'", kPage, {"/name: name \"Home\" is not wanted here"}},
      {"rename_event: {from: Order Completed, to: 'Order \"Done\"'}",
       kNull,
       {"/event: event \"Order Completed\" is called \"Order \"Done\"\" here"},
       R"({"type":"track","userId":"u","event":"Order \"Done\"","properties":{"order_id":null}})"},
      {"rename_event: {from: 'Bought \"it\"', to: Order Completed}",
       kBought,
       {"/event: event \"Bought \"it\"\" is called \"Order Completed\" here"},
       R"({"type":"track","userId":"u","event":"Order Completed","name":"Bought"})"},
      {"forbid_property: plan", kMixed, {"/properties/plan: properties.plan is not wanted here"}},
      {"forbid_property: 'traits.s*'", kIdentify, {"/traits/ssn: traits.s* is not wanted here"}},
      {"rename_property: {from: orderId, to: order_id}",
       kMixed,
       {"/properties/orderId: properties.orderId is called \"order_id\" here"},
       track(R"("properties":{"total":10.0,"plan":"gold","order_id":"x","Key Two":{"BAD":1}})")},
      {"naming: {events: snake_case}",
       kProducts,
       {"/event: event \"Order Completed\" is not snake_case"}},
      {"naming: {events: Title Case}", kProducts, {}},
      {"naming: {properties: snake_case}",
       kMixed,
       {"/properties/orderId: property \"orderId\" is not snake_case",
        "/properties/Key Two: property \"Key Two\" is not snake_case",
        "/properties/Key Two/BAD: property \"BAD\" is not snake_case"}},
      {"naming: {traits: {pattern: '^[a-z]{2,}$'}}",
       kIdentify,
       {"/traits/n: trait \"n\" is not a match of ^[a-z]{2,}$"}},
  };
  return all;
}

TEST(CustomTest, SaysWhatItWasToldToSay) {
  for (const Case& one : cases()) {
    CustomGate gate("custom: [{name: it, " + std::string(one.rule) + "}]");
    EXPECT_THAT(gate.judge(one.body), testing::ElementsAreArray(one.found)) << one.rule;
  }
}

TEST(CustomTest, SourcesAreAskedFor) {
  CustomGate gate("custom: [{name: it, sources: ['i*'], require: properties.order_id}]");
  EXPECT_THAT(gate.judge(track(R"("properties":{})"), "ios"), testing::SizeIs(1));
  EXPECT_THAT(gate.judge(track(R"("properties":{})"), "web"), IsEmpty());
}

TEST(CustomTest, RenamesAreSafeFixesAndConverge) {
  CustomGate gate(R"(
events: {rename: {Bought: Order Completed}}
custom: [{name: it, rename_property: {from: orderId, to: order_id}}]
)");
  const std::string head =
      R"({"type":"track","userId":"u","event":"Order Completed","properties":)";
  EXPECT_EQ(
      gate.fixed(R"({"type":"track","userId":"u","event":"Bought","properties":{"orderId":1.50}})"),
      head + R"({"order_id":1.50}})");
  EXPECT_EQ(gate.fixed(head + R"({"orderId":"x","order_id":"x"}})"), head + R"({"order_id":"x"}})");
  const std::string differing = head + R"({"orderId":"x","order_id":"y"}})";
  EXPECT_EQ(gate.fixed(differing), differing);
}

TEST(CustomTest, ForbiddenEventsCarryTheirReason) {
  CustomGate gate("events: {forbid: [{name: 'Test *', message: drop it before release}]}");
  EXPECT_THAT(gate.judge(R"({"type":"track","userId":"u","event":"Test One"})"),
              ElementsAre("/event: event \"Test One\" is not wanted here: drop it before release"));
}

TEST(CustomTest, OddPayloadsAreNoTrouble) {
  CustomGate gate(R"(
custom:
  - {name: a, require: 'properties.products[].sku'}
  - {name: b, forbid_property: '*'}
  - {name: c, naming: {properties: snake_case}}
  - {name: d, rename_event: {from: x, to: y}}
  - {name: e, type: {field: context, is: array}}
  - {name: f, pattern: {field: 'context.a[][].b', matches: x}}
)");
  for (const std::string_view body :
       {R"({"type":"track","event":7,"properties":[1]})", R"({"type":"track","properties":"x"})",
        R"({"type":"track","properties":{"products":{"sku":1}},"context":{"a":[[{"b":"x"}],1]}})",
        R"([1,{"type":"track","properties":null}])", "", "{",
        R"({"batch":[{"type":"track"}],"context":3})"}) {
    gate.judge(body);
  }
  EXPECT_THAT(gate.judge(R"({"type":"track","properties":null})"), IsEmpty());
}

TEST(CustomTest, PointersNameNodes) {
  CustomGate gate(
      "custom: [{name: it, naming: {properties: {pattern: never}}}]\n"
      "ignore:\n"
      "  - {rule: it, reason: x, pointer: /properties/a}\n"
      "  - {rule: it, reason: x, pointer: '/properties/*/c'}\n"
      "  - {rule: it, reason: x, pointer: '/properties/d/**'}\n"
      "  - {rule: it, reason: x, pointer: '/properties/e/1/f~1g~0'}\n");
  const std::vector<std::string> found = gate.judge(track(
      R"("properties":{"a":1,"b":{"c":1,"x":1},"d":{"y":{"z":1}},"e":[{"f/g~":1},{"f/g~":1}]})"));
  std::vector<std::string> pointers;
  for (const std::string& line : found) pointers.push_back(line.substr(0, line.find(':')));
  EXPECT_THAT(pointers, ElementsAre("/properties/b", "/properties/b/x", "/properties/d",
                                    "/properties/e", "/properties/e/0/f~1g~0"));
}

TEST(CustomTest, FixesOfTheTable) {
  for (const Case& one : cases()) {
    if (one.fixed.empty()) continue;
    CustomGate gate("custom: [{name: it, " + std::string(one.rule) + "}]");
    EXPECT_EQ(gate.fixed(one.body), one.fixed) << one.rule;
    EXPECT_THAT(gate.judge(one.fixed), IsEmpty()) << one.rule;
  }
}

}  // namespace
}  // namespace specgate
