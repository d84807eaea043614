#include "rules/limits/members.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Limits& limits = site.spec.limits();
  const uint32_t count = members_beyond(site, site.node, limits.unify_properties);
  if (count == 0 || count > limits.properties) return;  // too-many-properties says more
  out.add(many_properties_for_unify, site.node, out.number(count), site.node.key,
          out.number(limits.unify_properties));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","messageId":"m1","properties":{<<"q#":1,>>"last":1}})",
     .at = "/properties",
     .times = 300},
    {.good =
         R"({"type":"track","event":"Song Played","userId":"u1","messageId":"m1","properties":{<<"q#":1,>>"last":1}})",
     .times = 299},
};

}  // namespace

constinit const Rule many_properties_for_unify = {
    .id = "LIM108",
    .name = "many-properties-for-unify",
    .message = "the call has {0} {1}, Unify takes {2}",
    .doc = R"(### What
A call has more than 300 properties or traits. (In the examples `<<...>>` stands for so many of them.)
### Why
Unify drops such a call without a word: no profile and no audience learns of it.
### Fix
Send fewer, or ignore this rule where the source does not feed Unify.
)",
    .page = "unify/product-limits.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kInfo,
    .on = On::kValue,
    .where = "properties,traits",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
