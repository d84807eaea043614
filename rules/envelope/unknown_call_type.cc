#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/text/ascii.h"
#include "spec/text/edit_distance.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kNoBatch = "; a batch has its calls in an array \"batch\", which is missing";
constexpr size_t kSlips = 2;  // "trakc", "indentify"

// The call that a slip of the pen meant, or unknown.
Call nearest_call(std::string_view type) {
  for (unsigned i = 0; i < static_cast<unsigned>(Call::kUnknown); ++i) {
    const Call call = static_cast<Call>(i);
    if (edit_distance(type, name_of(call), kSlips) <= kSlips) return call;
  }
  return Call::kUnknown;
}

void check(const Site& site, Findings& out) {
  const Node* type = own(site, Slot::kType);
  if (type == nullptr) return;
  if (site.event.type_from == TypeFrom::kFolded) {
    const std::string_view call = name_of(site.event.call);
    out.add(unknown_call_type, *type, found(site, type, out))
        .suggest(call)
        .replace(*type, out.quoted(call), kSafe);
    return;
  }
  if (site.event.call != Call::kUnknown || site.event.type_from != TypeFrom::kStated) return;
  const bool batch = type->is(Kind::kString) && equal_but_for_case(type->text, name_of(Slot::kBatch));
  out.add(unknown_call_type, *type, found(site, type, out), batch ? kNoBatch : std::string_view());
  if (!type->is(Kind::kString) || type->text.size() <= kSlips) return;
  if (const Call call = nearest_call(type->text); call != Call::kUnknown)
    out.suggest(name_of(call));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"Track","event":"Signed Up","userId":"u1"})",
     .at = "/type",
     .fixed = R"({"type":"track","event":"Signed Up","userId":"u1"})"},
    {.bad = R"({"type":"purchase","userId":"u1"})", .at = "/type"},
    {.bad = R"({"type":"indentify","userId":"u1"})", .at = "/type"},
    {.bad = R"({"type":3,"userId":"u1"})", .at = "/type"},
    {.good = R"({"type":"screen","name":"Home","userId":"u1"})"},
};

}  // namespace

constinit const Rule unknown_call_type = {
    .id = "ENV104",
    .name = "unknown-call-type",
    .message = "type is {0}, not one of identify, track, page, screen, group, alias{1}",
    .doc = R"(### What
`type` is none of the six calls of the Spec. They are written in lower case. (`delete` exists as
well, but Segment sends it to destinations; nobody sends it to Segment. `batch` is the type of an object
that has its calls in an array `batch`.)
### Why
Segment answers 200 and drops the call. What happened belongs into the name of a track call, not
into `type`.
### Fix
For something a user did, send `"type": "track"` with the name in `event`. Only the case is put
right by the fix.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .facts = kFactType,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
