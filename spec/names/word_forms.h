// The forms an English word takes in event names: numbers of a noun, tenses of a verb.
//
// Generous on purpose: a form that is no English ("viewe") costs nothing, for nobody writes it.
// Load time only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace specgate {

// "viewed", "applied"; not "seed", "feed".
bool is_regular_past(std::string_view word);

// "viewed" -> viewed, view, views, viewing, ...; "tapped" -> tap, taps, tapping, ...
std::vector<std::string> forms_of_past(std::string_view past);

// "begin" -> begin, begins, beginning, ...
std::vector<std::string> forms_of_base(std::string_view base);

// "categories" -> "category", "products" -> "product", "status" and "address" stay.
std::string singular(std::string_view noun);

// The same without an allocation: at most noun.size() letters into `out`; returns how many.
size_t write_singular(std::string_view noun, char* out);
std::string plural(std::string_view noun);

}  // namespace specgate
