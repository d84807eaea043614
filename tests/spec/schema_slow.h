// JSON Schema as its drafts tell it, keyword by keyword, with no thought for speed: what the compiled
// schemas are held against. Of 2019-09 and 2020-12; no references, no formats,
// and of patterns only "^text", "text$" and "text".
#pragma once

#include "spec/json/json.h"
#include "spec/schema/keywords.h"

namespace specgate {

bool slowly_valid(const Json& schema, const Json& value, Draft draft);

}  // namespace specgate
