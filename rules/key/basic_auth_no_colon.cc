#include "rules/engine/fields.h"
#include "rules/key/credentials.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// No fix: it would have to spell the key.
void check(const Site& site, Findings& out) {
  const Transport& transport = site.batch.arrival.transport;
  if (!transport.known || is_nested(site)) return;
  const Credentials header(transport.authorization);
  if (header.scheme() != Credentials::Scheme::kBasic) return;
  if (header.readable() && header.colon()) return;
  out.add(basic_auth_no_colon, header_place(site, site.batch.authorization),
          header.readable() ? "has no colon after the key" : "is not base64");
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1"})",
     .at = "",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIz"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","writeKey":"abc-123-def!"})",
     .at = "",
     .path = "/v1/identify",
     .authorization = "Basic abc-123-def!"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg=="},
};

}  // namespace

constinit const Rule basic_auth_no_colon = {
    .id = "KEY104",
    .name = "basic-auth-no-colon",
    .message = "the Basic authorization {0}; send the base64 of the write key and a colon",
    .doc = R"(### What
The value after `Basic` is the write key alone, or the key itself where its base64 should be.
### Why
HTTP writes user name and password with a colon between them; the key is the user name, and the
password is empty. Segment reads the short form too, but proxies and gateways may refuse it.
### Fix
Encode the key with its colon: `abc123:` becomes `YWJjMTIzOg==`. Most HTTP clients do so when you
give them the key as user name and an empty password.
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
