// RFC 6902, for tests: an applier of its own, on values as most readers take them.
#pragma once

#include <gtest/gtest.h>

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "spec/catalogue/spec.h"
#include "spec/decode/decode.h"
#include "spec/json/json.h"

namespace specgate {

// Of keys that stand twice the last counts, as for most readers.
inline Json value_of(const Batch& batch, uint32_t index) {
  const Node& node = batch.nodes[index];
  Json out;
  out.kind = node.kind;
  out.text = node.is(Kind::kBoolean) ? (batch.source[node.begin] == 't' ? "true" : "false") : std::string(node.text);
  for (uint32_t i = index + 1; i < node.next; i = batch.nodes[i].next) {
    if (node.is(Kind::kArray)) {
      out.items.push_back(value_of(batch, i));
    } else {
      out.set(batch.nodes[i].key, value_of(batch, i));
    }
  }
  return out;
}

inline Json value_of(std::string_view text, const Spec& spec) {
  DecodeBuffers buffers;
  const Batch batch = decode(text, {}, spec, buffers);
  EXPECT_NE(batch.form, Form::kBroken) << text;
  return value_of(batch, 0);
}

class Replay {
 public:
  explicit Replay(Json value) : value_(std::move(value)) {}

  // With pointers within what stands at `at`.
  std::string apply(Json patch, const std::string& at) {
    for (Json& operation : patch.items) {
      for (const char* const key : {"path", "from"}) {
        if (const Json* const pointer = operation.find(key)) operation.set(key, Json::string(at + pointer->text));
      }
    }
    return apply(patch);
  }

  // Empty, or which operation could not be done.
  std::string apply(const Json& patch) {
    for (const Json& operation : patch.items) {
      const std::string_view name = operation.text_of("op");
      const std::string path(operation.text_of("path"));
      bool done = false;
      Json taken;
      if (name == "add") done = put(path, *operation.find("value"), true);
      if (name == "replace") done = put(path, *operation.find("value"), false);
      if (name == "remove") done = take(path, taken);
      if (name == "move") done = take(std::string(operation.text_of("from")), taken) && put(path, taken, true);
      if (!done) return std::string(name) + " " + path;
    }
    return {};
  }

  const Json& value() const { return value_; }

 private:
  static std::string unescaped(std::string step) {
    std::string out;
    for (size_t i = 0; i < step.size(); ++i) {
      if (step[i] == '~' && i + 1 < step.size()) {
        out += step[++i] == '1' ? '/' : '~';
      } else {
        out += step[i];
      }
    }
    return out;
  }

  // The container that the last step leads into, and that step.
  Json* above(const std::string& path, std::string& last) {
    Json* at = &value_;
    for (size_t from = 1;;) {
      const size_t slash = path.find('/', from);
      last = unescaped(path.substr(from, slash == std::string::npos ? slash : slash - from));
      if (slash == std::string::npos) return at;
      at = at->is(Kind::kArray) ? item(*at, last) : at->find(last);
      if (at == nullptr) return nullptr;
      from = slash + 1;
    }
  }

  static Json* item(Json& array, const std::string& step) {
    size_t index = 0;
    std::from_chars(step.data(), step.data() + step.size(), index);
    return index < array.items.size() ? &array.items[index] : nullptr;
  }

  bool put(const std::string& path, Json value, bool may_be_new) {
    if (path.empty()) {
      value_ = std::move(value);
      return true;
    }
    std::string last;
    Json* const into = above(path, last);
    if (into == nullptr) return false;
    if (into->is(Kind::kArray)) {
      size_t index = 0;
      std::from_chars(last.data(), last.data() + last.size(), index);
      if (index > into->items.size()) return false;
      if (may_be_new) {
        into->items.insert(into->items.begin() + static_cast<long>(index), std::move(value));
      } else {
        into->items.at(index) = std::move(value);
      }
      return true;
    }
    if (!into->is(Kind::kObject) || (!may_be_new && into->find(last) == nullptr)) return false;
    into->set(last, std::move(value));
    return true;
  }

  bool take(const std::string& path, Json& out) {
    std::string last;
    Json* const from = path.empty() ? nullptr : above(path, last);
    if (from == nullptr) return false;
    if (from->is(Kind::kArray)) {
      Json* const at = item(*from, last);
      if (at == nullptr) return false;
      out = *at;
      from->items.erase(from->items.begin() + (at - from->items.data()));
      return true;
    }
    Json* const at = from->find(last);
    if (at == nullptr) return false;
    out = *at;
    from->erase(last);
    return true;
  }

  Json value_;
};

}  // namespace specgate
