// An object of JSON that is being written: it opens and closes the braces and minds the commas.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "rules/report/escape.h"

namespace specgate {

class JsonMembers {
 public:
  explicit JsonMembers(std::string& out) : out_(out) { out_ += '{'; }
  ~JsonMembers() { out_ += '}'; }
  JsonMembers(const JsonMembers&) = delete;
  JsonMembers& operator=(const JsonMembers&) = delete;

  // The caller appends the value. `name` is plain ASCII.
  std::string& key(std::string_view name) {
    out_ += first_ ? "\"" : ",\"";
    first_ = false;
    out_.append(name).append("\":");
    return out_;
  }
  void text(std::string_view name, std::string_view value) { append_json_text(value, key(name)); }
  void text_if(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, uint64_t value) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    key(name).append(digits, end);
  }
  void flag(std::string_view name, bool value) { key(name) += value ? "true" : "false"; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace specgate
