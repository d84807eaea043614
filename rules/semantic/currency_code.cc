#include <algorithm>
#include <array>

#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr size_t kLetters = 3;

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (node.is(Kind::kNull)) return;
  if (node.is(Kind::kString) && site.spec.currencies().contains(node.text)) return;
  out.add(currency_code, node, found(site, &node, out));
  if (!node.is(Kind::kString) || node.text.size() != kLetters) return;
  std::array<char, kLetters> upper;
  std::transform(node.text.begin(), node.text.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const std::string_view code = out.text({{upper.data(), upper.size()}});
  if (!site.spec.currencies().contains(code)) return;
  out.suggest(code).replace(node, out.quoted(code), kSafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
            R"("properties":{"revenue":2.5,"currency":"usd"}})",
     .at = "/properties/currency",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
              R"("properties":{"revenue":2.5,"currency":"USD"}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
            R"("properties":{"revenue":2.5,"currency":"$"}})",
     .at = "/properties/currency"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
            R"("properties":{"revenue":2.5,"currency":840}})",
     .at = "/properties/currency"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
             R"("properties":{"revenue":2.5,"currency":"USD"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tip Given",)"
             R"("properties":{"revenue":2.5,"currency":null}})"},
};

}  // namespace

constinit const Rule currency_code = {
    .id = "EVT107",
    .name = "currency-code",
    .message = "currency is {0}, not an ISO 4217 code such as \"USD\"",
    .doc = R"(### What

`currency` is not one of the three-letter codes of ISO 4217, or not in capitals.

### Why

Revenue is converted by this code. What destinations cannot read they take for US dollars.

### Fix

Send the code in capitals. `--fix` capitalises codes that are right but for that.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kValue,
    .where = "properties.currency",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
