// What a partner's build would do with the installed library: lint one payload, print the names.
#include <cstdio>

#include <specgate/gate.h>
#include <specgate/lint.h>

int main() {
  const auto linter = specgate::Linter::create({.profile = "partner", .isolated = true});
  if (!linter) {
    for (const specgate::Problem& problem : linter.problems()) std::puts(problem.text().c_str());
    return 2;
  }
  const specgate::LintReport report =
      linter->lint("purchase.json", R"({"type":"track","event":"Purchase","anonymousId":"a1"})");
  for (const specgate::Finding& finding : report.findings) {
    std::printf("%s\n", std::string(finding.rule->name).c_str());
  }
  const auto gate = linter->gate_for("purchase.json");
  specgate::Scratch scratch;
  if (!gate || (*gate)->judge(R"({"type":"track","event":"Purchase"})", {}, scratch).violations.empty()) return 1;
  return report.findings.empty() ? 1 : 0;
}
