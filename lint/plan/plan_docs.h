// A tracking plan -> a page: contents, then each rule with its words and a table of what it holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/plan/tracking_plan.h"

namespace specgate {

#define SPECGATE_PLAN_DOCS_FORMATS(X)                                          \
  X(kMarkdown, "markdown") /* GitHub's: tables, and <a id> for the contents */ \
  X(kHtml, "html")         /* one file, no script, nothing loaded */

enum class PlanDocsFormat : unsigned char {
#define X(id, name) id,
  SPECGATE_PLAN_DOCS_FORMATS(X)
#undef X
};
std::vector<std::string_view> plan_docs_formats();

// Whatever the plan's texts hold, they stay text: no markup, no control characters.
std::string plan_docs(const TrackingPlan& plan, PlanDocsFormat format);

}  // namespace specgate
