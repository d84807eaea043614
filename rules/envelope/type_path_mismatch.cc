#include "rules/envelope/call_path.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (!is_at_call_path(site) || has_calls_at_call_path(site)) return;
  const Route& route = site.batch.arrival.route;
  const Node* type = own(site, Slot::kType);
  if (type == nullptr || !type->is(Kind::kString)) return;
  const Call stated = call_of(type->text);
  if (stated == Call::kUnknown || stated == route.call) return;
  const std::string_view path = site.batch.arrival.transport.path;
  out.add(type_path_mismatch, *type, name_of(stated), path.substr(0, path.find('?')),
          name_of(route.call));
}

constexpr std::string_view kKey = "Basic YWJjMTIzOg==";  // the HTTP API page's own

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1"})",
     .at = "/type",
     .path = "/v1/track",
     .authorization = kKey},
    {.good = R"({"type":"identify","userId":"u1"})", .path = "/v1/identify", .authorization = kKey},
    {.good = R"({"type":"identify","userId":"u1"})", .path = "/v1/i", .authorization = kKey},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule type_path_mismatch = {
    .id = "ENV105",
    .name = "type-path-mismatch",
    .message = "type is \"{0}\", but {1} takes {2} calls",
    .doc = R"(### What
The call says one type and the path it was posted to says another.
### Why
On the six paths of single calls the path stands for the type. Segment does not document which of
the two wins, so the call may be stored as something else than you meant, and as something else than
what was judged here.
### Fix
Post each call to its own path, or several of them to `/v1/batch`, where `type` alone decides.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = kSixCalls,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
