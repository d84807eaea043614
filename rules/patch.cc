#include <string>

#include "rules/edit.h"

namespace specgate {
namespace {

// One step of an RFC 6901 pointer.
void append_step(std::string_view key, std::string& out) {
  out += '/';
  for (const char c : key) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
}

// Writes the operations of one patch.
class Patch {
 public:
  Patch(const Batch& batch, uint32_t event, std::string& out)
      : batch_(batch), root_(event == kNoEvent ? 0 : batch.events[event].root), out_(out) {}

  void append(const Edit& edit) {
    switch (edit.op) {
      case Edit::Op::kReplace: with_value("replace", pointer(edit.node), edit.json); return;
      case Edit::Op::kRename:
        moved(pointer(edit.node), pointer(batch_.nodes[edit.node].parent), edit.key);
        return;
      case Edit::Op::kRemove: begin("remove", pointer(edit.node)); end(); return;
      case Edit::Op::kAdd: {
        std::string path = pointer(edit.node);
        append_step(edit.key, path);
        with_value("add", path, edit.json);
        return;
      }
      case Edit::Op::kMove: move(edit); return;
      case Edit::Op::kTrim: return;  // bytes outside the document: no pointer reaches them
    }
  }

 private:
  std::string pointer(uint32_t node) const {
    std::string text;
    append_pointer(batch_, root_, node, text);
    return text;
  }

  void begin(std::string_view op, std::string_view path) {
    out_ += first_ ? "{\"op\":\"" : ",{\"op\":\"";
    first_ = false;
    out_ += op;
    out_ += "\",\"path\":";
    append_json_string(path, out_);
  }
  void end() { out_ += '}'; }

  void with_value(std::string_view op, std::string_view path, std::string_view json) {
    begin(op, path);
    out_.append(",\"value\":").append(json);
    end();
  }

  void moved(std::string_view from, std::string path, std::string_view key) {
    append_step(key, path);
    begin("move", path);
    out_ += ",\"from\":";
    append_json_string(from, out_);
    end();
  }

  // A patch's move makes no objects on the way: the missing ones are added first.
  void move(const Edit& edit) {
    uint32_t target = edit.target;
    bool there = true;
    std::string path = pointer(target);
    std::string_view rest = edit.key;
    for (size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      append_step(rest.substr(0, dot), path);
      target = there ? member(target, rest.substr(0, dot)) : 0;
      if (target == 0) with_value("add", path, "{}");
      there = target != 0;
      rest.remove_prefix(dot + 1);
    }
    moved(pointer(edit.node), std::move(path), rest);
  }

  uint32_t member(uint32_t object, std::string_view key) const {
    for (uint32_t i = object + 1; i < batch_.nodes[object].next; i = batch_.nodes[i].next) {
      if (batch_.nodes[i].key == key) return i;
    }
    return 0;
  }

  const Batch& batch_;
  const uint32_t root_;
  std::string& out_;
  bool first_ = true;
};

}  // namespace

void append_pointer(const Batch& batch, uint32_t root, uint32_t node, std::string& out) {
  if (node == root || node >= batch.nodes.size()) return;
  const Node& it = batch.nodes[node];
  if (it.parent == node) return;
  append_pointer(batch, root, it.parent, out);
  if (it.has_key()) {
    append_step(it.key, out);
    return;
  }
  uint32_t index = 0;
  for (uint32_t i = it.parent + 1; i != node; i = batch.nodes[i].next) ++index;
  out += '/' + std::to_string(index);
}

void append_patch(const Batch& batch, uint32_t event, const std::vector<const Edit*>& edits,
                  std::string& out) {
  out += '[';
  Patch patch(batch, event, out);
  for (const Edit* edit : edits) patch.append(*edit);
  out += ']';
}

char* write_json_string(std::string_view text, char* out) {
  constexpr char kHex[] = "0123456789abcdef";
  *out++ = '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      *out++ = '\\';
      *out++ = c;
    } else if (byte >= 0x20) {
      *out++ = c;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      *out++ = '\\';
      *out++ = c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
    } else {
      for (const char d : {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]}) *out++ = d;
    }
  }
  *out++ = '"';
  return out;
}

void append_json_string(std::string_view text, std::string& out) {
  const size_t old = out.size();
  out.resize(old + json_string_bound(text.size()));
  const char* const end = write_json_string(text, out.data() + old);
  out.resize(static_cast<size_t>(end - out.data()));
}

}  // namespace specgate
