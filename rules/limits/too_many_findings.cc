#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Told where findings are told, not found by the walk: see On::kTold.
constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"links":[<<{"password":1},>>1]}})",
     .at = "/traits/links/1000/password",
     .times = 1001},
    {.good = R"({"type":"identify","userId":"u1","traits":{"links":[<<{"password":1},>>1]}})",
     .times = 900},
};

}  // namespace

constinit const Rule too_many_findings = {
    .id = "LIM109",
    .name = "too-many-findings",
    .message = "and {0} more findings of {1} are not listed: {2}",
    .doc = R"(### What
A call has more than 1000 findings, or the findings of a body as a whole are more than that, or they
would repeat more than 1 MiB of the payload, or a body has more than 20 000 in all its calls, or
would repeat 16 MiB. Errors are listed first, then warnings, then infos; this
finding stands for the rest, is as severe as the worst of it and points at the first such place. The
rest counts as if it were listed: in totals and statistics, for the exit code, for what is blocked,
omitted and fixed. (In the examples `<<...>>` stands for so many of them.)
### Why
Nobody reads a thousand findings about one call, and a report must not grow without bounds because a
payload does.
### Fix
Mend what is listed, most of it likely has one cause; then judge again. No configuration turns this
off: what is not listed is always said.
)",
    .page = "",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .profile = Profile::kMinimal,
    .on = On::kTold,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
