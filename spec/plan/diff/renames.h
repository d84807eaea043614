// Which of the names that are gone came back under a near one.
//
// All of a plan may be renamed: the search grows with the names, not with their pairs. The same letters
// are found by an index; what is merely near is looked for within a budget, and where that ends it says so.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace specgate {

struct Renames {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;  // places in `gone` and `fresh`, each at most once
  bool cut = false;                                  // more of them may be near one another
};

// Is what these two stand for the same? Asked for near names only, and dear.
using Alike = std::function<bool(uint32_t gone, uint32_t fresh)>;

// So many questions whether two are alike a search may ask, and measure 32 names in place of each: what any
// may ask, and what each of its names adds.
inline constexpr uint64_t kAskedAtLeast = 4096, kAskedForEachName = 4;

// The same letters first, then whatever is near, in the order of `gone`. The names must outlive the call.
Renames find_renames(const std::vector<std::string_view>& gone,
                     const std::vector<std::string_view>& fresh, const Alike& alike);

// The same name but for a slip, its case, or a word more or less: "emial", "Email", "email_address".
bool near_names(std::string_view a, std::string_view b);

// Said of what is gone where the search was cut.
inline constexpr std::string_view kRenamesCut = "; too many names are gone and new to find all that were renamed";

}  // namespace specgate
