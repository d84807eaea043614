// A finding and a summary as JSON objects on one line each; json and jsonl print the same ones.
#pragma once

#include <string>
#include <string_view>

#include "lint/finding.h"

namespace specgate {

// {"file":…,"line":…,"column":…,"byte":…,"rule":…,"name":…,"severity":…,"path":…,"message":…,
//  "event":{"index","type","name","messageId"},"suggestion":…,"fix":{"safe","replacement","patch"},
//  "spec_url":…}; what there is not is left out. `index` and `byte` count from 0, the others
//  from 1.
void append_finding(std::string_view file, const Finding& finding, std::string& out);

// {"files":…,"events":…,"errors":…,"warnings":…,"infos":…,…}
void append_summary(const Summary& summary, std::string& out);

// {"NAM103":{"name":…,"count":…},…}
void append_statistics(const Summary& summary, std::string& out);

}  // namespace specgate
