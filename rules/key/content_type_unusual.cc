#include <algorithm>

#include "rules/engine/value_words.h"
#include "rules/key/credentials.h"
#include "rules/rules.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

// The HTTP API page names the first; browsers send the second, which spares them a preflight.
constexpr std::string_view kUsual[] = {"application/json", "text/plain"};

bool is_type(std::string_view value, std::string_view type) {
  value = value.substr(0, value.find(';'));
  while (value.ends_with(' ')) value.remove_suffix(1);
  return equal_but_for_case(value, type);
}

void check(const Site& site, Findings& out) {
  const Transport& transport = site.batch.arrival.transport;
  if (!posted(site) || transport.content_type.empty()) return;
  if (std::any_of(std::begin(kUsual), std::end(kUsual),
                  [&](auto type) { return is_type(transport.content_type, type); })) {
    return;
  }
  constexpr size_t kShownBytes = 60;
  out.add(content_type_unusual, header_place(site, site.batch.content_type),
          transport.content_type.substr(0, kShownBytes));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1"})",
     .at = "",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg==",
     .content_type = "application/x-www-form-urlencoded"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg==",
     .content_type = "application/json; charset=utf-8"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1","writeKey":"abc123"})",
     .path = "/v1/i",
     .content_type = "text/plain"},
};

}  // namespace

constinit const Rule content_type_unusual = {
    .id = "KEY106",
    .name = "content-type-unusual",
    .message = "Content-Type is {0}; send application/json (or text/plain, as browsers do)",
    .doc = R"(### What
The body is JSON, and the Content-Type header calls it something else.
### Why
The HTTP API page demands `application/json`. Segment itself reads the body whatever it is called,
but a gateway on the way may not.
### Fix
Send `Content-Type: application/json`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kBatch,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
