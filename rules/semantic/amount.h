// Numbers as people put them into JSON, and the words for what a place wants.
#pragma once

#include <optional>
#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// "19.99", "-3", "1500": digits that are JSON as they stand and fit a double without loss.
bool is_plain_decimal(std::string_view text);
bool is_plain_integer(std::string_view text);

std::optional<double> number_of(const Node* node);  // of a number node; else nothing

// "a number", "an array of strings", "an ISO-8601 date": what the constraint wants.
std::string_view wanted(const Constraint& constraint);

}  // namespace specgate
