#include <algorithm>

#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kFirstVersion = "1.0.0";  // partners/sources.md

// partners/sources.md: the name is a slug, as in the address of the partner's page.
bool is_slug(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

struct Lacks {
  bool name = false, version = false;
  bool any() const { return name || version; }
};

std::string_view words(Lacks lacks) {
  if (lacks.name && lacks.version) return "has neither name nor version";
  return lacks.name ? "has no name" : "has no version";
}

std::string_view version_of(const Site& site) {
  const std::string_view configured = site.settings.integration_version;
  return configured.empty() ? kFirstVersion : configured;
}

// The whole block, where the configuration knows the name.
void insert_block(const Site& site, Findings& out) {
  const std::string_view block = out.text({"{\"name\":", out.quoted(site.settings.integration_name),
                                           ",\"version\":", out.quoted(version_of(site)), "}"});
  const Node* context = own(site, Slot::kContext);
  if (context == nullptr) {
    out.insert(site.node, "context", out.text({"{\"integration\":", block, "}"}), kSafe);
  } else if (context->is(Kind::kObject) && member(site, context, "integration") == nullptr) {
    out.insert(*context, "integration", block, kSafe);
  }
}

void insert_missing(const Site& site, const Node& integration, Lacks lacks, Findings& out) {
  if (lacks.name && member(site, &integration, "name") == nullptr) {
    out.insert(integration, "name", out.quoted(site.settings.integration_name), kSafe);
  }
  if (lacks.version && member(site, &integration, "version") == nullptr) {
    out.insert(integration, "version", out.quoted(version_of(site)), kSafe);
  }
}

void check(const Site& site, Findings& out) {
  const Node* integration = below(site, "context.integration");
  const bool configured = !site.settings.integration_name.empty();
  if (integration == nullptr || !integration->is(Kind::kObject)) {
    out.add(partner_missing_integration, site.node,
            integration == nullptr ? "is missing" : "is no object with name and version");
    if (configured) insert_block(site, out);
    return;
  }
  const Node* name = member(site, integration, "name");
  const Lacks lacks{!is_text(name), !is_text(member(site, integration, "version"))};
  if (lacks.any()) {
    out.add(partner_missing_integration, site.node, words(lacks));
    if (configured) insert_missing(site, *integration, lacks, out);
  } else if (!is_slug(name->text)) {
    out.add(partner_missing_integration, site.node,
            out.text({"has the name \"", shown(site, *name, out),
                      "\", which is no slug of lower-case letters, digits and dashes"}));
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1"})",
     .at = "",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool"}}})",
     .at = "",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"My Tool","version":"1.0.0"}}})",
     .at = ""},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
    {.good =
         R"({"batch":[{"type":"identify","userId":"u1"}],"context":{"integration":{"name":"my-tool","version":"1.0.0"}}})"},
};

}  // namespace

constinit const Rule partner_missing_integration = {
    .id = "CTX101",
    .name = "partner-missing-integration",
    .message = "context.integration {0}",
    .doc = R"(### What
A call from a partner tool does not say which tool it comes from: `context.integration` should hold
`name`, the partner's slug, and `version`.
### Why
The documentation for partners says "should"; Segment's QA checks it before a source is published. Segment
tells by it whose events they are, and since which version of the tool.
### Fix
Add `"integration": {"name": "your-slug", "version": "1.0.0"}` to `context`. With `integration` in the
configuration the safe fix does so.
)",
    .page = "partners/sources.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kError,
    .profile = Profile::kPartner,
    .calls = kSixCalls,
    .on = On::kEvent,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
