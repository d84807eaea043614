#include "proxy/http/pixel.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "proxy/http/head.h"
#include "rules/key/base64.h"
#include "rules/report/escape.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kData = "data", kWriteKey = "writeKey";

std::optional<unsigned> hex(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::string decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) && hex(text[i + 2])) {
      out += static_cast<char>(*hex(text[i + 1]) * 16 + *hex(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

struct Parameter {
  std::string_view raw;  // "name=value"
  std::string name, value;
};

std::vector<Parameter> parameters_of(std::string_view query) {
  std::vector<Parameter> out;
  while (!query.empty()) {
    const std::string_view raw = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), raw.size() + 1));
    const size_t equals = std::min(raw.find('='), raw.size());
    const std::string name = decoded(raw.substr(0, equals), true);
    const std::string_view value = raw.substr(std::min(equals + 1, raw.size()));
    // In `data` a plus is a digit of base64, whoever forgot to escape it.
    if (!raw.empty()) out.push_back({raw, name, decoded(value, name != kData)});
  }
  return out;
}

// Fields with dotted names, as the objects they stand for. A field that comes twice stands twice, so
// that it is judged as a key that stands twice.
class Tree {
 public:
  void set(std::string_view name, const std::string& value) {
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size()) {
      members_.emplace_back(name, Tree()).second.value_ = value;
      return;
    }
    const std::string first(name.substr(0, dot));
    const auto [known, fresh] = objects_.emplace(first, members_.size());
    if (fresh) members_.emplace_back(first, Tree());
    members_[known->second].second.set(name.substr(dot + 1), value);
  }

  void append(std::string& out) const {
    if (value_) return append_json_text(*value_, out);
    out += '{';
    for (const auto& [name, value] : members_) {
      if (out.back() != '{') out += ',';
      append_json_text(name, out);
      out += ':';
      value.append(out);
    }
    out += '}';
  }

 private:
  std::optional<std::string> value_;
  std::vector<std::pair<std::string, Tree>> members_;  // as they came
  std::map<std::string, size_t> objects_;              // of those, which hold fields
};

// A name that others may take for another one, or for a member of something.
bool is_unclear(std::string_view name) {
  if (name.empty() || name.find_first_of("[]") != std::string_view::npos) return true;
  for (const std::string_view known : {kData, kWriteKey}) {
    if (name != known && equals_ignoring_case(trimmed(name), known)) return true;
  }
  return false;
}

std::optional<Unreadable> what_is_wrong(std::string_view query,
                                        const std::vector<Parameter>& parameters) {
  size_t datas = 0, others = 0;
  bool unclear = query.find(';') != std::string_view::npos;
  for (const Parameter& parameter : parameters) {
    unclear = unclear || is_unclear(parameter.name);
    datas += parameter.name == kData ? 1 : 0;
    others += parameter.name != kData && parameter.name != kWriteKey ? 1 : 0;
  }
  if (unclear || datas > 1) return Unreadable::kUnclearPixelQuery;
  if (datas == 1 && others != 0) return Unreadable::kPixelBesideData;
  return std::nullopt;
}

// False: it is no base64.
bool read_data(std::string text, std::string& body) {
  std::ranges::replace(text, ' ', '+');  // decoded once too often on the way here
  body.resize(text.size());
  const auto size = decode_base64(text, body);
  body.resize(size.value_or(0));
  return size.has_value();
}

}  // namespace

Pixel read_pixel(std::string_view query) {
  Pixel pixel;
  Tree tree;
  std::vector<Parameter> parameters = parameters_of(query);
  const auto datas = std::ranges::count(parameters, kData, &Parameter::name);
  pixel.from_data = datas == 1;
  pixel.wrong = what_is_wrong(query, parameters);
  for (Parameter& parameter : parameters) {
    if (parameter.name == kWriteKey) pixel.write_key = parameter.value;
    if (parameter.name != kData || datas > 1) {  // of two nobody knows which one counts
      if (!parameter.name.empty()) tree.set(parameter.name, parameter.value);
      continue;
    }
    if (!read_data(parameter.value, pixel.body)) pixel.wrong = Unreadable::kBrokenPixelData;
  }
  if (!pixel.from_data) tree.append(pixel.body);
  return pixel;
}

std::vector<std::string> write_keys_in_query(std::string_view query) {
  std::vector<std::string> out;
  for (Parameter& parameter : parameters_of(query)) {
    if (equals_ignoring_case(trimmed(parameter.name), kWriteKey)) out.push_back(std::move(parameter.value));
  }
  return out;
}

std::string pixel_query(std::string_view query, std::string_view body) {
  std::string out = "data=" + encode_base64(body, Base64::kUrl);
  for (const Parameter& parameter : parameters_of(query)) {
    // What came as fields is within the data now; only the key stays beside it.
    if (parameter.name == kWriteKey) out.append("&").append(parameter.raw);
  }
  return out;
}

std::string_view empty_gif() {
  static constexpr char kGif[] =
      "GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
  return {kGif, sizeof kGif - 1};
}

}  // namespace specgate::proxy
