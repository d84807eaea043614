#include "rules/key/credentials.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// No key at all is write-key-missing; a bearer token asks for the key in the body.
void check(const Site& site, Findings& out) {
  if (!posted(site) || headers_not_recorded(site) || site.batch.events.empty() || !body_has_key(site)) return;
  const Credentials header(site.batch.arrival.transport.authorization);
  if (!header.key().empty() || header.scheme() == Credentials::Scheme::kBearer) return;
  const Node* key = envelope_key(site);
  if (key == nullptr) key = event_key(site, site.batch.events.front());
  out.add(write_key_not_in_header, key == nullptr ? site.node : *key);
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","writeKey":"abc123","context":{"integration":{"name":"acme","version":"1.0.0"}}})",
     .at = "/writeKey",
     .path = "/v1/identify"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"acme","version":"1.0.0"}}})",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg=="},
    {.good =
         R"({"type":"identify","userId":"u1","writeKey":"abc123","context":{"integration":{"name":"acme","version":"1.0.0"}}})"},
};

}  // namespace

constinit const Rule write_key_not_in_header = {
    .id = "KEY103",
    .name = "write-key-not-in-header",
    .message =
        "writeKey is in the body only, a partner source sends it in the Authorization header",
    .doc = R"(### What
A partner source sends its write key in the body, and no Basic authorization.
### Why
Segment's certification asks partners for the key in the header of every request. Bodies end up in
logs and queues, where a key should not be.
### Fix
Send `Authorization: Basic` with the base64 of the write key and a colon (`abc123:` becomes
`YWJjMTIzOg==`), and drop `writeKey` from the body.
)",
    .page = "partners/sources.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kError,
    .profile = Profile::kPartner,
    .on = On::kBatch,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
