#include <algorithm>
#include <string>

#include "rules/engine/edit.h"
#include "rules/engine/settled_edits.h"

namespace specgate {
namespace {

// One operation of a patch, and what its undoing needs.
struct Operation {
  enum class Op : uint8_t { kAdd, kRemove, kReplace, kMove };
  Op op = Op::kAdd;
  std::string path;
  std::string from;            // kMove
  std::string_view value{};    // kAdd, kReplace: JSON
  std::string_view before{};   // kRemove, kReplace: JSON that stood there
};

Operation undone(const Operation& done) {
  using Op = Operation::Op;
  switch (done.op) {
    case Op::kAdd: return {Op::kRemove, done.path, {}, {}, done.value};
    case Op::kRemove: return {Op::kAdd, done.path, {}, done.before, {}};
    case Op::kReplace: return {Op::kReplace, done.path, {}, done.before, done.value};
    case Op::kMove: return {Op::kMove, done.from, done.path, {}, {}};
  }
  return done;
}

void append_operations(const std::vector<Operation>& operations, std::string& out) {
  constexpr std::string_view kNames[] = {"add", "remove", "replace", "move"};
  out += '[';
  for (const Operation& one : operations) {
    if (&one != operations.data()) out += ',';
    out.append("{\"op\":\"").append(kNames[static_cast<size_t>(one.op)]).append("\",\"path\":");
    append_json_string(one.path, out);
    if (one.op == Operation::Op::kMove) append_json_string(one.from, out += ",\"from\":");
    if (one.value.data() != nullptr) out.append(",\"value\":").append(one.value);
    out += '}';
  }
  out += ']';
}

// Edits -> the operations of one patch.
class Patch {
 public:
  Patch(const Batch& batch, uint32_t event)
      : batch_(batch), root_(event == kNoEvent ? 0 : batch.events[event].root) {}

  void append(const Edit& edit) {
    using Op = Operation::Op;
    switch (edit.op) {
      case Edit::Op::kReplace:
        add({Op::kReplace, pointer(edit.node), {}, edit.json, raw(edit.node)});
        return;
      case Edit::Op::kRename:
        moved(pointer(edit.node), pointer(batch_.nodes[edit.node].parent), edit.key);
        return;
      case Edit::Op::kRemove: return remove(edit.node);
      case Edit::Op::kAdd: {
        std::string path = pointer(edit.node);
        append_pointer_step(edit.key, path);
        add({Op::kAdd, std::move(path), {}, edit.json, {}});
        return;
      }
      case Edit::Op::kMove: move(edit); return;
      case Edit::Op::kTrim: return;  // bytes outside the document: no pointer reaches them
    }
  }

  std::vector<Operation>& operations() { return operations_; }

 private:
  void add(Operation operation) { operations_.push_back(std::move(operation)); }

  std::string pointer(uint32_t node) const {
    std::string text;
    append_pointer(batch_, root_, node, text);
    return text;
  }

  std::string_view raw(uint32_t node) const {
    const Node& it = batch_.nodes[node];
    return batch_.source.substr(it.begin, it.end - it.begin);
  }

  // Of members with one key the last is the value; a patch sees no other. Not looked for among very many.
  void remove(uint32_t node) {
    constexpr int kMostMembers = 256;
    const Node& it = batch_.nodes[node];
    uint32_t before = 0;
    const Node& object = batch_.nodes[it.parent];
    const bool may_stand_twice = it.has_key() && (batch_.odd & kDuplicateKey) != 0;
    int seen = 0;
    for (uint32_t i = it.parent + 1; may_stand_twice && i < object.next; i = batch_.nodes[i].next) {
      if (++seen > kMostMembers) break;
      if (i == node || batch_.nodes[i].key != it.key) continue;
      if (i > node) return;
      before = i;
    }
    using Op = Operation::Op;
    if (before == 0) return add({Op::kRemove, pointer(node), {}, {}, raw(node)});
    if (raw(before) != raw(node)) add({Op::kReplace, pointer(node), {}, raw(before), raw(node)});
  }

  void moved(std::string from, std::string path, std::string_view key) {
    append_pointer_step(key, path);
    add({Operation::Op::kMove, std::move(path), std::move(from), {}, {}});
  }

  // A patch's move makes no objects on the way: the missing ones are added first.
  void move(const Edit& edit) {
    uint32_t target = edit.target;
    bool there = true;
    std::string path = pointer(target);
    std::string_view rest = edit.key;
    for (size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      append_pointer_step(rest.substr(0, dot), path);
      target = there ? member(target, rest.substr(0, dot)) : 0;
      if (target == 0) add({Operation::Op::kAdd, path, {}, "{}", {}});
      there = target != 0;
      rest.remove_prefix(dot + 1);
    }
    moved(pointer(edit.node), std::move(path), rest);
  }

  uint32_t member(uint32_t object, std::string_view key) const {
    const Node* const found = member_of(batch_, &batch_.nodes[object], key);
    return found == nullptr ? 0 : static_cast<uint32_t>(found - batch_.nodes.data());
  }

  const Batch& batch_;
  const uint32_t root_;
  std::vector<Operation> operations_;
};

// Does it only bring something, so that every pointer stays what it is?
bool brings(const Edit& edit) { return edit.op == Edit::Op::kAdd || edit.op == Edit::Op::kMove; }

// Operations are done one after the other, and pointers are those of the text as it was: first what brings
// something, then the rest from the back, where nothing shifts what is yet to come.
std::vector<Operation> operations_of(const Batch& batch, uint32_t event,
                                     const std::vector<const Edit*>& edits) {
  std::vector<const Edit*> done = settled(batch, edits);
  std::stable_sort(done.begin(), done.end(), [](const Edit* a, const Edit* b) {
    if (brings(*a) != brings(*b)) return brings(*a);
    if (brings(*a)) return false;  // as they came
    if (a->node != b->node) return a->node > b->node;
    return a->op == Edit::Op::kReplace && b->op != Edit::Op::kReplace;  // before the key changes
  });
  Patch patch(batch, event);
  for (const Edit* edit : done) patch.append(*edit);
  return std::move(patch.operations());
}

}  // namespace

void append_pointer(const Batch& batch, uint32_t root, uint32_t node, std::string& out) {
  if (node == root || node >= batch.nodes.size()) return;
  const Node& it = batch.nodes[node];
  if (it.parent == node) return;
  append_pointer(batch, root, it.parent, out);
  if (it.has_key()) {
    append_pointer_step(it.key, out);
    return;
  }
  out += '/' + std::to_string(item_number(batch, node));
}

void append_patch(const Batch& batch, uint32_t event, const std::vector<const Edit*>& edits,
                  std::string& out) {
  append_operations(operations_of(batch, event, edits), out);
}

void append_reverse_patch(const Batch& batch, uint32_t event,
                          const std::vector<const Edit*>& edits, std::string& out) {
  std::vector<Operation> operations = operations_of(batch, event, edits);
  std::reverse(operations.begin(), operations.end());
  for (Operation& one : operations) one = undone(one);
  append_operations(operations, out);
}

}  // namespace specgate
