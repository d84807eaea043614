#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Into the call's own context, made if need be; never over traits that are there already.
void check(const Site& site, Findings& out) {
  const Node& traits = site.node;
  if (!traits.is(Kind::kObject) || first(site, traits) == traits.next) return;
  out.add(traits_on_track, traits, name_of(site.event.call)).at_key().suggest("context.traits");
  if (below(site, "context.traits") != nullptr) return;
  const Node* context = own(site, Slot::kContext);
  if (context == nullptr) {
    out.move(traits, parent_of(site, traits), "context.traits", kUnsafe);
  } else if (context->is(Kind::kObject)) {
    out.move(traits, *context, "traits", kUnsafe);
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up","userId":"u1","traits":{"plan":"pro"}})",
     .at = "/traits",
     .fixed =
         R"({"type":"track","event":"Signed Up","userId":"u1","context":{"traits":{"plan":"pro"}}})"},
    {.bad =
         R"({"type":"page","name":"Home","userId":"u1","context":{"locale":"en-GB"},"traits":{"plan":"pro"}})",
     .at = "/traits",
     .fixed =
         R"({"type":"page","name":"Home","userId":"u1","context":{"locale":"en-GB","traits":{"plan":"pro"}}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"plan":"pro"}})"},
    {.good =
         R"({"type":"track","event":"Signed Up","userId":"u1","context":{"traits":{"plan":"pro"}}})"},
};

}  // namespace

constinit const Rule traits_on_track = {
    .id = "ENV109",
    .name = "traits-on-track",
    .message = "traits is no field of {0} calls, the user's traits go in context.traits",
    .doc = R"(### What
A track, page or screen call carries `traits` at its top level.
### Why
Only identify and group have `traits` there. On the other calls Segment's libraries delete them and
most destinations never look, so what you know of the user is lost.
### Fix
Send the traits with an identify call. If they have to travel with this one, put them in
`context.traits`; the unsafe fix moves them.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack) | only(Call::kPage) | only(Call::kScreen),
    .on = On::kValue,
    .where = "traits",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
