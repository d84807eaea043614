#include "rules/key/credentials.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

std::string_view header_words(const Credentials& header) {
  switch (header.scheme()) {
    case Credentials::Scheme::kNone:
      return "no Authorization header";
    case Credentials::Scheme::kBasic:
      return "a Basic authorization without a readable key";
    case Credentials::Scheme::kBearer:
      return "a bearer token only";
    case Credentials::Scheme::kOther:
      break;
  }
  return "an Authorization header of another scheme";
}

void check(const Site& site, Findings& out) {
  if (!posted(site) || headers_not_recorded(site) || site.batch.events.empty()) return;
  const Credentials header(site.batch.arrival.transport.authorization);
  if (!header.key().empty() || body_has_key(site)) return;
  out.add(write_key_missing, site.node, header_words(header));
  if (member(site, &site.node, "write_key") != nullptr) out.suggest("writeKey");
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1"})", .at = "", .path = "/v1/identify"},
    {.bad = R"({"batch":[{"type":"identify","userId":"u1"}],"writeKey":""})",
     .at = "",
     .path = "/v1/batch"},
    {.bad = R"({"type":"identify","userId":"u1"})",
     .at = "",
     .path = "/v1/identify",
     .authorization = "Bearer some-token"},
    {.good = R"({"type":"identify","userId":"u1","writeKey":"k1"})", .path = "/v1/identify"},
    {.good = R"({"type":"identify","userId":"u1"})",
     .path = "/v1/identify",
     .authorization = "Basic YWJjMTIzOg=="},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule write_key_missing = {
    .id = "KEY101",
    .name = "write-key-missing",
    .message = "the request has {0} and no writeKey in the body, one of the two names the source",
    .doc = R"(### What
Neither the Authorization header nor the body of the request says which source it is for. A recorded request
without any headers is not judged: nobody knows what was sent.
### Why
The write key is the address of the source. Without it Segment answers 200 and drops everything in
the request.
### Fix
Send `Authorization: Basic` with the base64 of `YOUR_WRITE_KEY:` (the colon belongs to it), or
`"writeKey"` in the body. Beside a bearer token the key has to be in the body.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
