#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kSingular = "integration";

// {name, version} in words: where flags for destinations belong, such members are alien.
bool tells_tool(const Site& site, const Node& object) {
  return is_text(member(site, &object, "name")) && is_text(member(site, &object, "version"));
}

void move_home(const Site& site, const Node& block, Findings& out) {
  const Node* context = own(site, Slot::kContext);
  if (context == nullptr) {
    out.move(block, at(site, site.event.root), "context.integration", kUnsafe);
  } else if (context == &parent_of(site, block)) {
    out.rename(block, kSingular, kUnsafe);
  } else if (context->is(Kind::kObject)) {
    out.move(block, *context, kSingular, kUnsafe);
  }
}

void check(const Site& site, Findings& out) {
  const Node& block = site.node;
  const bool in_context = place_of(site, block).family == Family::kContext;
  const bool plural = block.key == name_of(Slot::kIntegrations);
  if (!plural && block.key != kSingular) return;
  if (!tells_tool(site, block)) return;
  out.add(integration_misplaced, block, in_context ? "context." : "", block.key,
          plural ? ", which is for destinations" : "")
      .at_key()
      .suggest("context.integration");
  const Node* context = own(site, Slot::kContext);
  if (member(site, context, kSingular) == nullptr) move_home(site, block, out);
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"integrations":{"name":"my-tool","version":"1.0.0"}}})",
     .at = "/context/integrations",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","integration":{"name":"my-tool","version":"1.0.0"}})",
     .at = "/integration",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
    {.good = R"({"type":"identify","userId":"u1","context":{"integrations":{"Mixpanel":true}}})"},
    {.good = R"({"type":"identify","userId":"u1","integrations":{"All":true,"Salesforce":false}})"},
};

}  // namespace

constinit const Rule integration_misplaced = {
    .id = "CTX102",
    .name = "integration-misplaced",
    .message = "the sending tool's name and version are in {0}{1}{2}, wanted context.integration",
    .doc = R"(### What
The name and version of the sending tool stand in `integrations`, or in `integration` outside `context`.
### Why
`integrations` switches destinations on and off by their names; Segment looks for the tool in
`context.integration` alone, and will not know where the call comes from.
### Fix
Move the block to `context.integration`. The unsafe fix does so where nothing stands there yet.
)",
    .page = "partners/sources.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "context.integrations,integrations,?",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
