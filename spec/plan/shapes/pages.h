// Is a list the whole of what its API has, or one page of several?
//
// Told by what APIs write beside a list: Segment's {pagination: {current, next, previous,
// totalEntries}}, RudderStack's {total, currentPage, pageSize}, and the like of others (next_page_token,
// hasMore, total_pages, links.next, offset). Case and separators of such keys do not count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/json/json.h"

namespace specgate {

class Pages {
 public:
  static bool speaks_of_pages(std::string_view key);  // any of the marks below, or its like
  // Likewise; "page" is one where it says which: {"page": 1}, {"page": {"number": 1, "of": 3}}.
  static bool speaks_of_pages(const JsonMember& member);

  // An object around a list of rules; it must outlive this one.
  void see(const Json& page);

  // What is missing, and the mark that tells so.
  struct Missing {
    const Json* at;
    std::string what;  // "1 of 3 rules", "the next page is missing"
  };
  // `items`: how many rules there are in all lists.
  std::optional<Missing> missing(size_t items) const;

 private:
  // What one page says of itself; null: nothing.
  struct Marks {
    const Json* next = nullptr;      // where the next page is
    const Json* previous = nullptr;  // likewise
    const Json* current = nullptr;   // the cursor of this one
    const Json* more = nullptr;      // true
    const Json* total = nullptr;     // of all pages
    const Json* number = nullptr;    // of this page, from 1 (or 0)
    const Json* pages = nullptr;     // how many there are
    const Json* offset = nullptr;    // items before this page
    bool any() const { return next || previous || current || more || total || number || pages || offset; }
  };
  static void read(const Json& object, Marks& marks);
  static void read_about(const Json& object, Marks& marks, int levels);
  static void read_number(const Json& about, Marks& marks);
  bool has_page(const Json& cursor) const;
  std::optional<Missing> by_total(size_t items) const;
  std::optional<Missing> by_cursor() const;
  std::optional<Missing> by_number() const;

  std::vector<Marks> pages_;
};

}  // namespace specgate
