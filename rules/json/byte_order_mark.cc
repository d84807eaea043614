#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // U+FEFF in UTF-8

void check(const Site& site, Findings& out) {
  if (!site.batch.source.starts_with(kMark)) return;
  out.add(byte_order_mark, site.node)
      .at_byte(0)
      .trim(0, static_cast<uint32_t>(kMark.size()), "", kSafe);
}

constexpr Example kExamples[] = {
    {.bad = "\xEF\xBB\xBF"
            R"({"type":"identify","userId":"u1"})",
     .at = "",
     .fixed = R"({"type":"identify","userId":"u1"})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule byte_order_mark = {
    .id = "ENV116",
    .name = "byte-order-mark",
    .message = "the body starts with a byte-order mark, JSON starts with a value",
    .doc = R"(### What
Three invisible bytes, EF BB BF, stand before the JSON.
### Why
The JSON standard forbids senders to write a byte-order mark and allows readers to refuse it.
Whoever refuses it answers 400 and drops the whole body.
### Fix
Save the file as "UTF-8 without BOM", or strip the three bytes before sending, as the fix does.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactMark,
    .traits = kTwoReadings,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
