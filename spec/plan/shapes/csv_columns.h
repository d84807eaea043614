// The columns of Segment's tracking plan CSV, and the words in them.
//
// protocols/tracking-plan/create.md names "Allowed Property Values" and "Enum Values" and the
// columns of the editor that the file follows (Name, Description, Status, Data Type, Permitted
// Values); the docs show no whole header. So a column is known by any of its names below, in any
// case and with any blanks or signs between its words; the first one is what we write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/plan/shapes/csv.h"

namespace specgate {

#define SPECGATE_PLAN_COLUMNS(X)                                                              \
  X(kKind, "Rule Type|Event Type|Call Type|Type of Call")                                     \
  X(kKey, "Event Name|Rule Name|Event|Name|Key")                                              \
  X(kVersion, "Event Version|Rule Version|Version")                                           \
  X(kDescription, "Event Description|Rule Description|Description")                           \
  X(kLabels, "Labels|Event Labels|Rule Labels|Tags")                                          \
  X(kProperty, "Property Name|Property|Trait Name|Trait|Property or Trait Name|Property Key") \
  X(kPropertyDescription, "Property Description|Trait Description")                           \
  X(kStatus, "Property Status|Status|Required|Property Required|Is Required|Trait Status")    \
  X(kType, "Property Type|Data Type|Property Data Type|Trait Type|Type")                      \
  X(kPattern,                                                                                 \
    "Allowed Property Values|Permitted Values|Allowed Values|Property Regex|Regex|Pattern")   \
  X(kEnum, "Enum Values|Enum|Property Enum Values|Property Enum")                             \
  X(kFormat, "Property Format|Format")

enum class PlanColumn : unsigned char {
#define X(id, names) id,
  SPECGATE_PLAN_COLUMNS(X)
#undef X
};
inline constexpr size_t kPlanColumnCount = 0
#define X(id, names) +1
    SPECGATE_PLAN_COLUMNS(X)
#undef X
    ;

// The first of its names.
std::string_view name_of(PlanColumn column);
// kPlanColumnCount for a header that is none.
size_t plan_column_of(std::string_view header);
// Is the column `at` called "Event Type", and is something else in it than the type of the rule? It counts
// for that where no other column does, and where every value of the table is one.
bool is_own_event_type(std::string_view table, const std::vector<CsvCell>& header, size_t at);

// Does the first line look like the header of such a table?
bool is_plan_csv(std::string_view text);

}  // namespace specgate
