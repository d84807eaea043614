// A strict reader of Prometheus' text format 0.0.4: what a scraper would refuse, it tells.
#pragma once

#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace specgate::proxy {

struct PrometheusText {
  std::map<std::string, double> samples;     // by name and labels as they stand: a{b="c"}
  std::map<std::string, std::string> types;  // by family
  std::vector<std::string> complaints;

  explicit PrometheusText(std::string_view text) {
    if (text.empty() || text.back() != '\n') complain("no newline at the end", text);
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    for (const auto& [family, type] : types) finish(family, type);
  }

  double value(const std::string& sample) const {
    const auto found = samples.find(sample);
    return found == samples.end() ? -1 : found->second;
  }
  size_t count_of(std::string_view family) const {
    size_t count = 0;
    for (const auto& [sample, value] : samples) {
      count += sample.starts_with(std::string(family) + "{") || sample == family;
    }
    return count;
  }

 private:
  void complain(std::string_view what, std::string_view where) {
    complaints.push_back(std::string(what) + ": " + std::string(where.substr(0, 200)));
  }

  static bool is_name(std::string_view text) {
    if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
    for (const char c : text) {
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != ':') return false;
    }
    return true;
  }

  void line(std::string_view text) {
    if (text.starts_with("# HELP ")) return help(text.substr(7));
    if (text.starts_with("# TYPE ")) return type(text.substr(7));
    if (text.starts_with("#") || text.empty())
      return complain("neither HELP, TYPE nor sample", text);
    sample(text);
  }

  void help(std::string_view text) {
    const size_t blank = text.find(' ');
    family_ = std::string(text.substr(0, blank));
    if (!is_name(family_) || blank == text.npos || blank + 1 == text.size()) {
      complain("HELP without name or text", text);
    }
    if (types.contains(family_)) complain("family stands twice", text);
  }

  void type(std::string_view text) {
    const size_t blank = std::min(text.find(' '), text.size());
    const std::string type(text.substr(std::min(blank + 1, text.size())));
    if (text.substr(0, blank) != family_) complain("TYPE does not follow its HELP", text);
    if (type != "counter" && type != "gauge" && type != "histogram") complain("odd TYPE", text);
    if (type == "counter" && !family_.ends_with("_total")) complain("counter, not _total", text);
    types[family_] = type;
  }

  // The end of {a="b",c="d"}, or npos.
  static size_t end_of_labels(std::string_view text, size_t at) {
    for (++at; at < text.size(); ++at) {
      const size_t equals = text.find("=\"", at);
      if (equals == text.npos || !is_name(text.substr(at, equals - at))) return text.npos;
      for (at = equals + 2; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] != '\\') continue;
        if (++at >= text.size() || std::string_view("\\\"n").find(text[at]) == text.npos)
          return text.npos;
      }
      if (++at >= text.size() || (text[at] != ',' && text[at] != '}')) return text.npos;
      if (text[at] == '}') return at + 1;
    }
    return text.npos;
  }

  void sample(std::string_view text) {
    size_t end = std::min(text.find_first_of("{ "), text.size());
    const std::string_view name = text.substr(0, end);
    if (end < text.size() && text[end] == '{') end = end_of_labels(text, end);
    if (end == text.npos || end >= text.size() || text[end] != ' ') {
      return complain("sample without value, or broken labels", text);
    }
    const std::string number(text.substr(end + 1));
    char* rest = nullptr;
    const double value = std::strtod(number.c_str(), &rest);
    if (number.empty() || *rest != '\0') complain("value is no number", text);
    if (!belongs(name)) complain("sample outside of its family", text);
    if (types[family_] != "gauge" && !(value >= 0)) complain("negative count", text);
    if (!samples.emplace(std::string(text.substr(0, end)), value).second) complain("twice", text);
  }

  bool belongs(std::string_view name) const {
    if (name == family_) return types.at(family_) != "histogram";
    if (!name.starts_with(family_) || types.at(family_) != "histogram") return false;
    const std::string_view tail = name.substr(family_.size());
    return tail == "_bucket" || tail == "_sum" || tail == "_count";
  }

  // Buckets grow by their bounds and end in +Inf, which is the count. Of one series without labels.
  void finish(const std::string& family, const std::string& type) {
    if (type != "histogram") return;
    std::map<double, double> buckets;
    const std::string begin = family + "_bucket{le=\"";
    for (const auto& [name, value] : samples) {
      if (name.starts_with(begin))
        buckets[std::strtod(name.c_str() + begin.size(), nullptr)] = value;
    }
    double before = 0;
    for (const auto& [bound, count] : buckets) {
      if (count < before) complain("bucket below the one before", family);
      before = count;
    }
    if (buckets.empty() || !std::isinf(buckets.rbegin()->first)) complain("no +Inf", family);
    if (value(family + "_count") != before) complain("count is not +Inf", family);
    if (value(family + "_sum") < 0) complain("no sum", family);
  }

  std::string family_;
};

}  // namespace specgate::proxy
