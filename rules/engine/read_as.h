// Members that are read as a field of the Spec though they have another name: an old one, or another
// spelling. Whoever looks at a field by its name, or says where a member belongs, asks here.
#pragma once

#include <array>
#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// The field of the call that a member of `options`, the old `context`, is ("providers"); or empty.
std::string_view field_of_option(const Spec& spec, std::string_view key);

// The place of a key in words, "context.screenWidth"; empty where that is too long to be an alias.
class PlaceText {
 public:
  PlaceText(std::string_view parent, std::string_view key);
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 128> text_;
  size_t size_ = 0;
};

// Where a value of the context should lie, and how we know.
struct Home {
  std::string_view path;  // "context.screen.width"; empty: nowhere else
  Safety safety = kUnsafe;
};
// Of a name that Segment's pages give, or that people give by habit.
Home known_home(const Spec& spec, std::string_view place);
// Of a documented place written in one word (deviceName), or in another spelling (useragent).
Home guessed_home(const Spec& spec, std::string_view place);

// Is the member, of the event of `site`, read as something that the Spec lists, under whatever name?
bool is_read_as_listed(const Site& site, const Node& node);

}  // namespace specgate
