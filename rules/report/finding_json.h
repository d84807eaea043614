// A finding as a JSON object on one line: what json and jsonl print and what the proxy answers.
#pragma once

#include <string>
#include <string_view>

#include "rules/report/finding.h"

namespace specgate {

// {"file":…,"line":…,"column":…,"byte":…,"rule":…,"name":…,"severity":…,"consequence":…,
//  "segment_code":…,"path":…,"message":…,
//  "event":{"index","type","name","messageId"},"suggestion":…,"fix":{"safe","replacement","patch"},
//  "plan":{"file","line","column"},"context":{"compat":{"segment","rudderstack"}},"spec_url":…}; what there is not
//  is left out. A patch of more than kMostPatch is not there, and `fix` says so in `omitted`. `index`
//  and `byte` count from 0, the others from 1.
void append_finding(std::string_view file, const Finding& finding, std::string& out);

// The same without the place in a file: of a finding in a request.
void append_finding(const Finding& finding, std::string& out);

}  // namespace specgate
