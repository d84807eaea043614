#include "rules/key/credentials.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kHeader = "the Authorization header";
constexpr std::string_view kBatch = "the batch";

bool differ(const Node* key, std::string_view other) {
  return is_text(key) && !other.empty() && key->text != other;
}

// One finding says enough: whoever mixed two keys up did so for the whole request.
void check(const Site& site, Findings& out) {
  const Credentials header(site.batch.arrival.transport.authorization);
  const Node* shared = envelope_key(site);
  if (differ(shared, header.key())) {
    out.add(write_key_mismatch, *shared, kHeader);
    return;
  }
  const bool by_header = !header.key().empty();
  const std::string_view wanted = by_header         ? header.key()
                                  : is_text(shared) ? shared->text
                                                    : std::string_view();
  if (wanted.empty()) return;
  for (const Event& event : site.batch.events) {
    const Node* key = event_key(site, event);
    if (!differ(key, wanted)) continue;
    out.add(write_key_mismatch, *key, by_header ? kHeader : kBatch);
    return;
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","writeKey":"another"})",
     .at = "/writeKey",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg=="},
    {.bad = R"({"batch":[{"type":"identify","userId":"u1","writeKey":"k2"}],"writeKey":"k1"})",
     .at = "/batch/0/writeKey"},
    {.good = R"({"type":"identify","userId":"u1","writeKey":"abc123"})",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg=="},
    {.good = R"({"batch":[{"type":"identify","userId":"u1","writeKey":"k1"}],"writeKey":"k1"})"},
};

}  // namespace

constinit const Rule write_key_mismatch = {
    .id = "KEY102",
    .name = "write-key-mismatch",
    .message = "writeKey is not the key of {0}, both must name the same source",
    .doc = R"(### What
The request carries two write keys, and they differ. (They are compared, never printed.)
### Why
Segment does not document which one wins. The calls may land in a source that nobody is looking at.
### Fix
Send the key once, in the header or in the body, or see to it that both come from the same setting.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactRequest | kFactBatch,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
