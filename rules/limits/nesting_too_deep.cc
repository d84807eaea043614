#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// No page of the docs has a limit. Parsers do: 100 levels is a default among the strict ones, and
// far beyond what any destination reads.
constexpr uint32_t kMostLevels = 100;
static_assert(kMostLevels >= kFewValues);  // a level needs a value: see kFactManyValues

// The deepest level below `top`. One pass in document order: a node lies one level below the one
// before it, or as many levels up as its parent is.
uint32_t depth_below(const Site& site, uint32_t top) {
  uint32_t deepest = 0, depth = 0, previous = top;
  for (uint32_t i = top + 1; i < at(site, top).next; ++i) {
    ++depth;
    for (; at(site, i).parent != previous; previous = at(site, previous).parent) --depth;
    previous = i;
    deepest = depth > deepest ? depth : deepest;
  }
  return deepest;
}

void check(const Site& site, Findings& out) {
  const Node& call = site.node;
  if (call.next - first(site, call) <= kMostLevels) return;  // a level needs a value
  for (uint32_t i = first(site, call); i != call.next; i = at(site, i).next) {
    if (at(site, i).next - i <= kMostLevels) continue;
    const uint32_t levels = 1 + depth_below(site, i);
    if (levels <= kMostLevels) continue;
    out.add(nesting_too_deep, at(site, i), at(site, i).key, out.number(levels),
            out.number(kMostLevels));
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":<<{"a":>>1<<}>>})",
     .at = "/traits",
     .times = 100},
    {.good = R"({"type":"identify","userId":"u1","traits":<<{"a":>>1<<}>>})", .times = 99},
    {.good = R"({"type":"identify","userId":"u1","traits":{"list":[<<1,>>1]}})", .times = 500},
};

}  // namespace

constinit const Rule nesting_too_deep = {
    .id = "LIM107",
    .name = "nesting-too-deep",
    .message = "{0} is nested {1} levels deep, more than {2}",
    .doc = R"(### What
Objects or arrays lie within one another more than 100 levels deep. (In the examples `<<...>>` stands for
so many of them.)
### Why
Many JSON parsers give up at some depth, and what gives up first is out of your hands. Transformations
reach 4 levels down, warehouses flatten or stringify.
### Fix
Flatten the value. So deep a nesting is usually an object that holds itself.
)",
    .page = "protocols/transform/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kEvent,
    .facts = kFactManyValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
