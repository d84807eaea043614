#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (site.event.type_from != TypeFrom::kGuessed || site.event.in_batch) return;
  const std::string_view type = name_of(site.event.call);
  out.add(type_not_stated, site.node, type)
      .suggest(type)
      .insert(site.node, "type", out.quoted(type), kUnsafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"event":"Signed Up","userId":"u1","messageId":"m1"})",
     .at = "",
     .fixed = R"({"event":"Signed Up","userId":"u1","messageId":"m1","type":"track"})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m1"})"},
    {.good = R"({"event":"Signed Up","userId":"u1","writeKey":"k1"})", .path = "/v1/track"},
};

}  // namespace

constinit const Rule type_not_stated = {
    .id = "ENV103",
    .name = "type-not-stated",
    .message = "type is not stated, the call was read as {0} from its other fields",
    .doc = R"(### What
The call has no `type`. Its other fields leave one reading (`event` means track, `groupId` means
group), and it was judged as that.
### Why
Posted to `/v1/track` and its siblings such a call is fine, because the path says the type. In a
batch it would be dropped.
### Fix
State the `type`, and the call can travel on any path.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = kSixCalls,
    .facts = kFactType,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
