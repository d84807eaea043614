// Values of one key: times, sizes, paths, addresses.
#include <algorithm>
#include <charconv>
#include <filesystem>

#include "proxy/settings/reader.h"
#include "rules/config/config_reader.h"
#include "spec/text/text_file.h"

namespace specgate::proxy {
namespace {

namespace fs = std::filesystem;

struct SizeUnit {
  std::string_view name;
  int64_t bytes;
};
// As Segment's own limits count: 32 KB is 32 768 bytes.
constexpr SizeUnit kSizeUnits[] = {{"", 1},          {"B", 1},          {"KB", 1 << 10},
                                   {"MB", 1 << 20},  {"GB", 1LL << 30}, {"KiB", 1 << 10},
                                   {"MiB", 1 << 20}, {"GiB", 1LL << 30}};
constexpr int64_t kLargest = int64_t{1} << 50;

bool is_bare_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string shown_size(int64_t bytes) {
  std::string out = std::to_string(bytes);
  for (const SizeUnit& unit : kSizeUnits) {
    const bool fits = unit.name.size() == 2 && bytes >= unit.bytes && bytes % unit.bytes == 0;
    if (fits) out = std::to_string(bytes / unit.bytes) + std::string(unit.name);
  }
  return out;
}

}  // namespace

std::string in_folder_of(const std::string& file, const std::string& path) {
  return (fs::path(file).parent_path() / path).lexically_normal().string();
}

std::optional<int64_t> size_bytes(std::string_view text) {
  int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number < 0) return std::nullopt;
  std::string_view rest(stop, static_cast<size_t>(end - stop));
  if (rest.size() > 1 && rest[0] == ' ') rest.remove_prefix(1);
  for (const SizeUnit& unit : kSizeUnits) {
    if (rest == unit.name && number <= kLargest / unit.bytes) return number * unit.bytes;
  }
  return std::nullopt;
}

void SettingsFields::is_not(std::string_view key, const YamlNode& value, std::string_view wanted) {
  const std::string found = value.is_scalar()     ? quoted_name(value.text)
                            : value.is_sequence() ? "a list"
                            : value.is_mapping()  ? "a mapping"
                                                  : "empty";
  problem(value, quoted_name(key) + " is " + found + ", wanted " + std::string(wanted));
}

const YamlNode* SettingsFields::scalar(std::string_view key, std::string_view wanted) {
  const YamlNode* value = fields_.node(key);
  if (value == nullptr || (value->is_scalar() && !value->text.empty())) return value;
  is_not(key, *value, wanted);
  return nullptr;
}

const YamlNode* SettingsFields::mapping(std::string_view key) {
  const YamlNode* value = fields_.node(key);
  return value == nullptr || value->is_null() ? nullptr : fields_.mapping(key);
}

void SettingsFields::text(std::string_view key, std::string& out) {
  if (const YamlNode* value = scalar(key, "text")) out = value->text;
}

void SettingsFields::flag(std::string_view key, bool& out) { out = fields_.flag(key, out); }

void SettingsFields::path(std::string_view key, std::string& out) {
  if (const YamlNode* value = scalar(key, "a path")) out = in_folder_of(place_.file, value->text);
}

void SettingsFields::readable(std::string_view key, std::string& out) {
  const YamlNode* value = scalar(key, "a path");
  if (value == nullptr) return;
  out = in_folder_of(place_.file, value->text);
  if (!place_.in_force) return;
  const std::string wrong = wrong_with_file(out);
  if (wrong == kNoSuchFile) {
    problem(*value, quoted_name(key) + " names a file that is not there: " + out);
  } else if (!wrong.empty()) {
    problem(*value, quoted_name(key) + " names a file that cannot be read: " + out + " is " + wrong);
  }
}

void SettingsFields::time(std::string_view key, int64_t& out) {
  constexpr std::string_view kWanted = "a time such as 500ms, 15s, 10m, 24h or 30d, at most 366d";
  const YamlNode* value = scalar(key, kWanted);
  if (value == nullptr) return;
  const bool seconds = place_.from_flag && is_bare_number(value->text);
  const auto ms = duration_ms(seconds ? value->text + "s" : value->text);
  if (!ms || *ms == 0) return is_not(key, *value, kWanted);
  out = *ms;
}

void SettingsFields::number(std::string_view key, double& out) {
  const YamlNode* value = scalar(key, "a number");
  if (value == nullptr) return;
  double number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto [stop, error] = std::from_chars(value->text.data(), end, number);
  if (error != std::errc() || stop != end || !(number >= 0 && number <= 1e9)) {
    return is_not(key, *value, "a number from 0 to 1000000000");
  }
  out = number;
}

std::optional<int64_t> SettingsFields::whole_in(std::string_view key, Bounds bounds) {
  const auto number = fields_.integer(key);
  if (!number || (*number >= bounds.least && *number <= bounds.most)) return number;
  is_not(key, *mapping_.find(key),
         std::to_string(bounds.least) + " to " + std::to_string(bounds.most));
  return std::nullopt;
}

std::optional<int64_t> SettingsFields::size_in(std::string_view key, Bounds bounds) {
  const std::string wanted =
      "a size such as 4MB, from " + shown_size(bounds.least) + " to " + shown_size(bounds.most);
  const YamlNode* value = scalar(key, wanted);
  if (value == nullptr) return std::nullopt;
  const auto bytes = size_bytes(value->text);
  if (bytes && *bytes >= bounds.least && *bytes <= bounds.most) return bytes;
  is_not(key, *value, wanted);
  return std::nullopt;
}

void SettingsFields::second(std::string_view key, const std::vector<std::string_view>& words,
                            bool& out) {
  if (const auto word = choice(key, words)) out = *word == 1;
}

void SettingsFields::origin(std::string_view key, Origin& out) {
  const YamlNode* value = scalar(key, "a URL");
  if (value == nullptr) return;
  const auto origin = parse_origin(value->text);
  if (origin) {
    out = *origin;
  } else {
    problem(*value, quoted_name(key) + " is " + origin.problems()[0].message);
  }
}

void SettingsFields::upstream(std::string_view key, Origin& out) {
  const YamlNode* const value = mapping_.find(key);
  const bool none = value != nullptr && value->is_scalar() && value->text == kNoUpstream;
  if (!none) return origin(key, out);
  fields_.node(key);  // it is known
  out = {};
  out.none = true;
}

void SettingsFields::listen(std::string_view key, Origin& out) {
  const YamlNode* value = scalar(key, "an address and a port");
  if (value == nullptr) return;
  const auto address = parse_listen(value->text);
  if (address) {
    out = *address;
  } else {
    problem(*value, quoted_name(key) + " is " + address.problems()[0].message);
  }
}

void SettingsFields::networks(std::string_view key, std::vector<Cidr>& out) {
  const YamlNode* list = fields_.sequence(key);
  if (list == nullptr) return;
  out.clear();
  for (const YamlNode& item : list->items) {
    const auto network = parse_cidr(item.text);
    if (network) {
      out.push_back(*network);
    } else {
      problem(item, quoted_name(key) + " holds " + network.problems()[0].message);
    }
  }
}

}  // namespace specgate::proxy
