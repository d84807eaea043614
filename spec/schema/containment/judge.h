// Does one value pass a schema? For constants of a schema and values made up to tell two schemas
// apart; events are spec/schema/json_schema.h's affair.
#pragma once

#include "spec/schema/containment/schema_context.h"

namespace specgate {

// kMaybe: a pattern RE2 has no answer for, a reference that leads nowhere, or more levels and steps
// than are spent on it.
Truth judge(SchemaRef schema, const Json& value, SchemaSpace& space);
Truth judge(const Conjunction& all, const Json& value, SchemaSpace& space);

}  // namespace specgate
