// JSON that others wrote, taken into an answer: looked at again before it is believed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace specgate::proxy {

// One JSON value by RFC 8259, white space around it allowed, at most 512 levels deep.
bool is_json(std::string_view text);

// As the value it is, on one line; text that is no JSON as a string.
void append_embedded(std::string_view text, std::string& out);

// The items of a JSON array, each as its bytes. None of what is not an array.
void for_each_item(std::string_view array, const std::function<void(std::string_view)>& on_item);

}  // namespace specgate::proxy
