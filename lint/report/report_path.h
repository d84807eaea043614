// What a file is called in a report that another machine reads: relative to the root of the
// repository, with "/", whatever folder the program ran in.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

// Both absolute and without links; or both empty: names are relative as they stand.
struct ReportBase {
  std::string root;    // of the repository
  std::string folder;  // where the program runs
};

// Looks at the names only. What lies outside the root stays absolute.
std::string report_path(const ReportBase& base, std::string_view file);

// RFC 3986, all but unreserved characters and "/" as %XX; an absolute path as file://.
std::string report_uri(std::string_view path);

}  // namespace specgate
