// The headers of a recorded request, in whatever form a recorder wrote them:
//
//   {"Authorization": "Basic ..."}, {"authorization": ["Basic ..."]}              most of them
//   [{"name": ..., "value": ...}], [{"key": ..., "value": ...}]                   HAR and Charles, Postman
//   [{"name": ..., "values": [...]}]                                              MockServer
//   {"authorization": [{"key": ..., "value": ...}]}, [{"Authorization": ...}]     Lambda@Edge, Hoverfly
//   [["Authorization", "Basic ..."]], ["Authorization", "Basic ...", ...]         mitmproxy, Node
//   ["Authorization: Basic ..."], "Authorization: Basic ...\r\nHost: ..."         curl, Fiddler
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "spec/event/event.h"

namespace specgate {

class RecordedHeaders {
 public:
  explicit RecordedHeaders(const Node* nodes) : nodes_(nodes) {}

  // Where a record of a request keeps them; 0: it tells nothing of them.
  uint32_t find(uint32_t record) const { return own(holder(record)); }

  // May the request have had an authorization that its headers, as they stand here, do not show? Without any
  // nobody knows; Postman and Insomnia keep the user and the password beside them.
  bool may_hide_authorization(uint32_t record) const {
    const uint32_t headers = find(record);
    if (headers == 0) return true;
    bool any = nodes_[headers].next <= headers + 1;  // none is known, too
    each(headers, [&](std::string_view, std::string_view, uint32_t) { any = true; });
    return !any || has_authentication(record);
  }

  // take(name, value, node of the value) for each.
  template <typename Take>
  void each(uint32_t headers, const Take& take) const {
    if (is(headers, Kind::kString)) return lines(headers, take);
    if (!is(headers, Kind::kObject) && !is(headers, Kind::kArray)) return;
    if (is_flat(headers)) return pairs(headers, take);
    for (uint32_t i = headers + 1; i < nodes_[headers].next; i = nodes_[i].next) {
      if (is(headers, Kind::kObject)) {
        give(nodes_[i].key, i, take);
      } else if (is(i, Kind::kObject) && nodes_[i].next == i + 2) {
        give(nodes_[i + 1].key, i + 1, take);
      } else if (is(i, Kind::kArray) && nodes_[i].next > i + 2) {
        give(nodes_[i + 1].text, i + 2, take);
      } else if (is(i, Kind::kString)) {
        lines(i, take);
      } else {
        const uint32_t name = member(i, {"name", "key", "Name", "Key"}), value = member(i, {"value", "values", "Value", "Values"});
        if (name != 0 && value != 0) give(nodes_[name].text, value, take);
      }
    }
  }

 private:
  bool has_authentication(uint32_t record) const {
    const uint32_t beside = member(holder(record), {"auth", "authentication"});
    if (beside == 0 || is(beside, Kind::kNull)) return false;
    const uint32_t type = member(beside, {"type"});
    if (type != 0 && (nodes_[type].text == "noauth" || nodes_[type].text == "none")) return false;
    const bool holds = is(beside, Kind::kObject) || is(beside, Kind::kArray) ? nodes_[beside].next > beside + 1
                                                                              : !nodes_[beside].text.empty();
    return holds;
  }

  using Names = std::initializer_list<std::string_view>;

  bool is(uint32_t node, Kind kind) const { return nodes_[node].is(kind); }

  uint32_t member(uint32_t object, Names names) const {
    if (!is(object, Kind::kObject)) return 0;
    for (const std::string_view name : names) {
      for (uint32_t i = object + 1; i < nodes_[object].next; i = nodes_[i].next) {
        if (nodes_[i].key == name) return i;
      }
    }
    return 0;
  }

  // The record, or the request in it.
  uint32_t holder(uint32_t record) const {
    const uint32_t request = own(record) == 0 ? member(record, {"request"}) : 0;
    return request == 0 ? record : request;
  }

  // Charles has them in {"header": {"firstLine": ..., "headers": [...]}}.
  uint32_t own(uint32_t record) const {
    const uint32_t found =
        member(record, {"headers", "header", "rawHeaders", "multiValueHeaders", "requestHeaders", "request_headers"});
    const uint32_t within = found == 0 ? 0 : member(found, {"headers"});
    return within != 0 && is(within, Kind::kArray) ? within : is(found, Kind::kNull) ? 0 : found;
  }

  // Names and values in turn; a name of HTTP/2 may begin with a colon, and no name has one within.
  bool is_flat(uint32_t headers) const {
    uint32_t count = 0;
    if (!is(headers, Kind::kArray)) return false;
    for (uint32_t i = headers + 1; i < nodes_[headers].next; i = nodes_[i].next, ++count) {
      if (!is(i, Kind::kString)) return false;
      if (count % 2 == 0 && nodes_[i].text.find_first_of(": ", 1) != std::string_view::npos) return false;
    }
    return count % 2 == 0;
  }

  template <typename Take>
  void pairs(uint32_t headers, const Take& take) const {
    for (uint32_t i = headers + 1; i < nodes_[headers].next; i += 2) take(nodes_[i].text, nodes_[i + 1].text, i + 1);
  }

  template <typename Take>
  void give(std::string_view name, uint32_t value, const Take& take) const {
    if (is(value, Kind::kArray) && nodes_[value].next > value + 1) ++value;
    if (is(value, Kind::kObject)) value = member(value, {"value", "Value"});  // Lambda@Edge, Hoverfly
    if (value != 0 && is(value, Kind::kString)) take(name, nodes_[value].text, value);
  }

  template <typename Take>
  void lines(uint32_t node, const Take& take) const {
    std::string_view text = nodes_[node].text;
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
      text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
      const size_t colon = line.find(':', 1);
      if (colon == std::string_view::npos) continue;
      const size_t value = line.find_first_not_of(' ', colon + 1);
      if (value != std::string_view::npos) take(line.substr(0, colon), line.substr(value), node);
    }
  }

  const Node* nodes_;
};

}  // namespace specgate
