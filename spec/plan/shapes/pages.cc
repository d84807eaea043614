#include "spec/plan/shapes/pages.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace specgate {
namespace {

// Objects beside or below a list that speak of its pages.
constexpr std::string_view kAbout[] = {"pagination", "paging", "pageinfo", "meta",
                                       "links",      "cursor", "cursors",  "page"};
// Those of which `number` can only be a page's.
constexpr std::string_view kAboutPages[] = {"pagination", "paging", "pageinfo", "page"};

// "@odata.nextLink", "next_page_token" -> "odatanextlink", "nextpagetoken"
std::string plain(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

template <size_t n>
bool is_one_of(std::string_view key, const std::string_view (&keys)[n]) {
  return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

constexpr std::string_view kNext[] = {"next",          "nextpage", "nextpagetoken", "nextcursor",
                                      "nexttoken",     "nextlink", "nexturl",       "nextpageurl",
                                      "odatanextlink"};
constexpr std::string_view kPrevious[] = {"previous",   "prev",         "previouspage", "prevpage",
                                          "prevcursor", "previouslink", "prevlink",     "prevurl",
                                          "previouscursor"};
constexpr std::string_view kCurrent[] = {"current", "currentcursor"};
constexpr std::string_view kMore[] = {"hasmore",   "hasnext",     "hasnextpage", "more",
                                      "truncated", "istruncated", "ispartial",   "partial"};
constexpr std::string_view kTotal[] = {"total",      "totalentries", "totalcount",   "totalitems",
                                       "totalrules", "totalevents",  "totalresults", "totalelements",
                                       "totalrecords"};
constexpr std::string_view kPageNumber[] = {"currentpage", "page", "pagenumber", "pageindex"};
constexpr std::string_view kPages[] = {"totalpages", "pagecount", "lastpage", "pages", "numpages", "of"};
constexpr std::string_view kPageNumberWithin[] = {"number", "index", "current"};
constexpr std::string_view kSizeWithin[] = {"size", "items", "entries", "elements"};
constexpr std::string_view kSize[] = {"pagesize", "perpage", "limit", "count"};
constexpr std::string_view kOffset[] = {"offset", "skip", "startat"};

// No sentence, and no version: "1.2.0".
bool may_be_cursor(std::string_view text) {
  const bool version = text.find('.') != std::string_view::npos &&
                       text.find_first_not_of("0123456789.v") == std::string_view::npos;
  return !text.empty() && text.find(' ') == std::string_view::npos && !version;
}

// "MQ==", a URL, 2, {"href": ...}, {"after": ...}; "" and null lead nowhere.
bool leads_on(const Json& value) {
  const auto leads = [](const JsonMember& member) {
    return member.value.is_number() || may_be_cursor(member.value.text);
  };
  if (value.is(Kind::kString)) return may_be_cursor(value.text);
  return value.is_number() || std::any_of(value.members.begin(), value.members.end(), leads);
}

std::optional<uint64_t> count_in(const Json* value) {
  if (value == nullptr || !(value->is_number() || value->is(Kind::kString))) return std::nullopt;
  uint64_t out = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto [at, error] = std::from_chars(value->text.data(), end, out);
  return error == std::errc() && at == end ? std::optional(out) : std::nullopt;
}

}  // namespace

bool Pages::speaks_of_pages(std::string_view key) {
  const std::string word = plain(key);
  return is_one_of(word, kAbout) || is_one_of(word, kNext) || is_one_of(word, kPrevious) ||
         is_one_of(word, kCurrent) || is_one_of(word, kMore) || is_one_of(word, kTotal) ||
         is_one_of(word, kPageNumber) || is_one_of(word, kPages) || is_one_of(word, kOffset) ||
         is_one_of(word, kSize);
}

bool Pages::speaks_of_pages(const JsonMember& member) {
  if (!speaks_of_pages(member.key)) return false;
  if (!is_one_of(plain(member.key), kPageNumber) || !member.value.is(Kind::kObject)) return true;
  return std::any_of(member.value.members.begin(), member.value.members.end(), [](const JsonMember& inner) {
    const std::string word = plain(inner.key);
    return speaks_of_pages(inner.key) || is_one_of(word, kPageNumberWithin) || is_one_of(word, kSizeWithin);
  });
}

void Pages::read(const Json& object, Marks& marks) {
  for (const JsonMember& member : object.members) {
    const std::string key = plain(member.key);
    const Json& value = member.value;
    if (is_one_of(key, kNext) && leads_on(value)) marks.next = &value;
    if (is_one_of(key, kPrevious) && leads_on(value)) marks.previous = &value;
    if (is_one_of(key, kCurrent) && value.is(Kind::kString)) marks.current = &value;
    if (is_one_of(key, kMore) && value.is_true()) marks.more = &value;
    if (is_one_of(key, kTotal) && count_in(&value)) marks.total = &value;
    if (is_one_of(key, kPageNumber) && count_in(&value)) marks.number = &value;
    if (is_one_of(key, kPages) && count_in(&value)) marks.pages = &value;
    if (is_one_of(key, kOffset) && count_in(&value)) marks.offset = &value;
  }
}

// "page": {"number": 1}; a `current` that is text is a cursor, whatever its letters.
void Pages::read_number(const Json& about, Marks& marks) {
  for (const JsonMember& member : about.members) {
    const std::string key = plain(member.key);
    if (is_one_of(key, kCurrent) && !member.value.is_number()) continue;
    if (is_one_of(key, kPageNumberWithin) && count_in(&member.value)) marks.number = &member.value;
  }
}

// "pagination": {...}, also as "meta": {"pagination": {...}}.
void Pages::read_about(const Json& object, Marks& marks, int levels) {
  read(object, marks);
  if (levels == 0) return;
  for (const JsonMember& member : object.members) {
    const std::string key = plain(member.key);
    if (!is_one_of(key, kAbout) || !member.value.is(Kind::kObject)) continue;
    read_about(member.value, marks, levels - 1);
    if (is_one_of(key, kAboutPages)) read_number(member.value, marks);
  }
}

void Pages::see(const Json& page) {
  constexpr int kLevels = 3;
  Marks marks;
  read_about(page, marks, kLevels);
  if (marks.any()) pages_.push_back(marks);
}

bool Pages::has_page(const Json& cursor) const {
  return std::any_of(pages_.begin(), pages_.end(), [&](const Marks& page) {
    return page.current != nullptr && page.current->text == cursor.text;
  });
}

std::optional<Pages::Missing> Pages::by_total(size_t items) const {
  const Json* most = nullptr;
  for (const Marks& page : pages_) {
    if (page.total != nullptr && count_in(page.total) >= count_in(most)) most = page.total;
  }
  const std::optional<uint64_t> total = count_in(most);
  if (!total || items >= *total) return std::nullopt;
  return Missing{most, std::to_string(items) + " of " + std::to_string(*total) + " rules"};
}

// Cursors are followed where pages tell their own; else the order of the pages counts.
std::optional<Pages::Missing> Pages::by_cursor() const {
  const bool told = std::all_of(pages_.begin(), pages_.end(),
                                [](const Marks& page) { return page.current != nullptr; });
  for (const Marks& page : pages_) {
    const bool last = &page == &pages_.back(), first = &page == &pages_.front();
    const bool next_is_here = page.next != nullptr && (told ? has_page(*page.next) : !last);
    if (page.next != nullptr && !next_is_here) return Missing{page.next, "the next page is missing"};
    if (page.more != nullptr && last) return Missing{page.more, "the next page is missing"};
    const bool before_is_here =
        page.previous != nullptr && (told ? has_page(*page.previous) : !first);
    if (page.previous != nullptr && !before_is_here) {
      return Missing{page.previous, "the page before is missing"};
    }
  }
  return std::nullopt;
}

std::optional<Pages::Missing> Pages::by_number() const {
  std::set<uint64_t> numbers;
  const Json* at = nullptr;
  uint64_t pages = 0;
  std::optional<uint64_t> offset;
  for (const Marks& page : pages_) {
    if (const auto number = count_in(page.number)) numbers.insert(*number);
    if (page.number != nullptr && at == nullptr) at = page.number;
    pages = std::max(pages, count_in(page.pages).value_or(0));
    if (page.offset == nullptr) continue;
    const uint64_t skipped = *count_in(page.offset);
    if (skipped != 0 && !offset) at = page.offset;
    offset = std::min(offset.value_or(skipped), skipped);
  }
  if (offset.value_or(0) != 0) return Missing{at, "the page before is missing"};
  if (!numbers.empty() && *numbers.begin() > 1) return Missing{at, "the page before is missing"};
  if (!numbers.empty() && numbers.size() < pages) {
    return Missing{at, std::to_string(numbers.size()) + " of " + std::to_string(pages) + " pages"};
  }
  return std::nullopt;
}

std::optional<Pages::Missing> Pages::missing(size_t items) const {
  if (pages_.empty()) return std::nullopt;
  if (auto short_of = by_total(items)) return short_of;
  const bool counted = std::any_of(pages_.begin(), pages_.end(),
                                   [](const Marks& page) { return page.total != nullptr; });
  if (counted && pages_.size() > 1) return std::nullopt;  // all are here, in whatever order
  if (auto cut = by_cursor()) return cut;
  return counted ? std::nullopt : by_number();
}

}  // namespace specgate
