// The rows of one rule of a CSV, put together by the steps of their names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/json/json.h"

namespace specgate {

struct CsvStep {
  std::string name;
  bool items = false;  // what stands in a list, "$"; a member that is called so is "\\$"
};

// "a.b\\.c.$" -> a, b.c, what is in it.
std::vector<CsvStep> csv_steps(std::string_view name);

struct CsvNode {
  std::string name;
  uint32_t line = 0, column = 0;
  bool said = false;      // it has a row of its own
  bool required = false;  // in the object around it
  Json schema = Json::object();
  std::vector<std::unique_ptr<CsvNode>> members;
  std::unordered_map<std::string, size_t> index;  // a step -> its place in members
  std::unique_ptr<CsvNode> items;

  CsvNode& child(const CsvStep& step);  // made if it is new
};

// As deep as the names have steps. The nodes' schemas are moved from.
Json csv_schema(CsvNode& node);

}  // namespace specgate
