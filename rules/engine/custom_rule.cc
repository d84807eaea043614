#include "rules/engine/custom_rule.h"

#include <algorithm>
#include <span>

#include "rules/naming/columns.h"
#include "spec/text/pattern.h"

namespace specgate {
namespace {

using Steps = std::span<const std::string>;

// What a custom rule says: {0} the place, {1} what was found, {2} what is wanted.
class Judge {
 public:
  Judge(const Site& site, Findings& out)
      : site_(site), out_(out), custom_(*site.custom), root_(site.batch.nodes[site.event.root]) {}

  void run() {
    switch (custom_.kind) {
      case CustomRule::Kind::kRequired:
      case CustomRule::Kind::kType:
      case CustomRule::Kind::kEnum:
      case CustomRule::Kind::kPattern:
      case CustomRule::Kind::kForbiddenProperty:
      case CustomRule::Kind::kRenamedProperty:
        return field();
      case CustomRule::Kind::kForbiddenEvent:
        return forbidden_event();
      case CustomRule::Kind::kRenamedEvent:
        return renamed_event();
      case CustomRule::Kind::kNaming:
        return naming();
    }
  }

 private:
  Findings& add(const Node& at, std::string_view place, std::string_view found,
                std::string_view wanted) {
    return out_.add(custom_.rule, at, place, found, wanted);
  }

  // The batch's context counts where the call has no such field of its own. Violations there are
  // the call's: its root stands for a node that is not below it.
  void field() {
    const Steps steps = custom_.steps;
    if (steps.front() != name_of(Slot::kContext)) return walk(root_, steps);
    const Steps rest = steps.subspan(1);
    const Node* shared = batch_context();
    const bool inherited = there(shared, rest) && !there(own(site_, Slot::kContext), rest);
    walk(inherited ? *shared : root_, inherited ? rest : steps);
  }

  const Node* batch_context() const {
    if (site_.batch.form != Form::kBatch) return nullptr;
    const uint32_t index = site_.batch.slots[Slot::kContext];
    return index == 0 ? nullptr : &site_.batch.nodes[index];
  }

  bool there(const Node* node, Steps steps) const {
    for (const std::string& step : steps) {
      if (node == nullptr || step == "[]") break;
      node = member(site_, node, step);
    }
    return node != nullptr;
  }

  const Node& inside(const Node& node) const {
    return &node >= &root_ && index_of(site_, node) < root_.next ? node : root_;
  }

  void walk(const Node& node, Steps steps) {
    if (steps.empty()) return found(node);
    const std::string& step = steps.front();
    if (step == "[]") return items(node, steps.subspan(1));
    if (steps.size() == 1 && custom_.kind == CustomRule::Kind::kForbiddenProperty) {
      return forbidden_members(node, step);
    }
    const Node* next = member(site_, &node, step);
    if (next != nullptr) return walk(*next, steps.subspan(1));
    if (custom_.kind == CustomRule::Kind::kRequired) missing(node, steps);
  }

  void items(const Node& node, Steps rest) {
    if (!node.is(Kind::kArray)) return;
    for (uint32_t i = first(site_, node); i != node.next; i = at(site_, i).next) {
      walk(at(site_, i), rest);
    }
  }

  // A field of every item is asked of the items there are.
  void missing(const Node& node, Steps steps) {
    if (std::find(steps.begin(), steps.end(), "[]") != steps.end()) return;
    add(inside(node), custom_.field, "missing", custom_.wanted);
  }

  void found(const Node& node) {
    switch (custom_.kind) {
      case CustomRule::Kind::kRequired:
        return required(node);
      case CustomRule::Kind::kType:
        return type(node);
      case CustomRule::Kind::kEnum:
        return one_of(node);
      case CustomRule::Kind::kPattern:
        return pattern(node);
      case CustomRule::Kind::kRenamedProperty:
        return renamed_property(node);
      case CustomRule::Kind::kForbiddenProperty:
      case CustomRule::Kind::kForbiddenEvent:
      case CustomRule::Kind::kRenamedEvent:
      case CustomRule::Kind::kNaming:
        return;
    }
  }

  void required(const Node& node) {
    if (node.is(Kind::kNull)) add(inside(node), custom_.field, "null", custom_.wanted);
  }

  // 10.0 and 1e2 are integers to Segment's validator, though spelled as reals.
  bool is_whole(const Node& node) const {
    const std::string_view text = node.text;
    const size_t dot = text.find('.');
    if (!node.is(Kind::kReal) || text.find_first_of("eE") != std::string_view::npos) return false;
    return dot != std::string_view::npos &&
           text.find_first_not_of('0', dot + 1) == std::string_view::npos;
  }

  void type(const Node& node) {
    const bool integer = admits(custom_.kinds, Kind::kInteger) && is_whole(node);
    if (integer || admits(custom_.kinds, node.kind)) return;
    add(inside(node), custom_.field, name_of(node.kind), custom_.wanted);
  }

  std::string_view text_of(const Node& node) const {
    return node.is(Kind::kString) ? node.text : raw(site_, node);
  }

  void one_of(const Node& node) {
    if (node.is(Kind::kNull)) return;
    const auto& values = custom_.values;
    if (std::find(values.begin(), values.end(), text_of(node)) != values.end()) return;
    add(inside(node), custom_.field, shown(site_, node, out_), custom_.wanted);
  }

  void pattern(const Node& node) {
    if (node.is(Kind::kNull)) return;
    if (node.is(Kind::kString) && custom_.pattern->found_in(node.text)) return;
    add(inside(node), custom_.field, shown(site_, node, out_), custom_.wanted);
  }

  void forbidden_members(const Node& object, std::string_view glob) {
    if (!object.is(Kind::kObject)) return;
    for (uint32_t i = first(site_, object); i != object.next; i = at(site_, i).next) {
      const Node& node = at(site_, i);
      if (!name_match(glob, node.key)) continue;
      const Node& place = inside(node);
      Findings& added = add(place, custom_.field, node.key, custom_.wanted);
      if (&place == &node) added.at_key();
    }
  }

  // Where both keys stand with equal values the old one goes; where they differ, or another key has the
  // new one's column, only a person can tell.
  void renamed_property(const Node& node) {
    if (&inside(node) != &node) {
      add(root_, custom_.field, node.key, custom_.to);
      return;
    }
    const Node* taken = member(site_, &parent_of(site_, node), custom_.to);
    add(node, custom_.field, node.key, custom_.to).at_key().suggest(custom_.to);
    if (taken == nullptr && member_in_column(site_, node, custom_.to) == nullptr) {
      out_.rename(node, custom_.to, kSafe);
    } else if (taken != nullptr && raw(site_, *taken) == raw(site_, node)) {
      out_.remove(node, kSafe);
    }
  }

  // The node of the name that events go by, or null.
  const Node* name_node() const {
    const Node* node = own(site_, site_.event.call == Call::kTrack ? Slot::kEvent : Slot::kName);
    return node != nullptr && node->is(Kind::kString) ? node : nullptr;
  }
  std::string_view name_place() const {
    return site_.event.call == Call::kTrack ? "event" : "name";
  }

  void forbidden_event() {
    const Node* node = name_node();
    if (node == nullptr) return;
    for (const NameRule& name : custom_.names) {
      if (!name_match(name.from, node->text)) continue;
      add(*node, name_place(), shown(site_, *node, out_), name.to);
      return;
    }
  }

  void renamed_event() {
    const Node* node = name_node();
    if (node == nullptr) return;
    const auto& names = custom_.names;
    const auto name = std::lower_bound(
        names.begin(), names.end(), node->text,
        [](const NameRule& one, std::string_view text) { return one.from < text; });
    if (name == names.end() || name->from != node->text) return;
    add(*node, name_place(), shown(site_, *node, out_), name->to)
        .suggest(name->to)
        .replace(*node, out_.quoted(name->to), kSafe);
  }

  bool follows(std::string_view name) const {
    return custom_.pattern != nullptr ? custom_.pattern->found_in(name)
                                      : is_in(custom_.style, name);
  }

  void naming() {
    if (custom_.target == CustomRule::Target::kEvents) return event_naming();
    const bool traits = custom_.target == CustomRule::Target::kTraits;
    const Node* object = own(site_, traits ? Slot::kTraits : Slot::kProperties);
    if (object == nullptr) return;
    for (uint32_t i = first(site_, *object); i < object->next; ++i) {
      const Node& node = at(site_, i);
      if (!node.has_key() || follows(node.key)) continue;
      add(node, traits ? "trait" : "property", node.key, custom_.wanted).at_key();
    }
  }

  void event_naming() {
    const Node* node = name_node();
    if (node == nullptr || node->text.empty() || follows(node->text)) return;
    add(*node, name_place(), shown(site_, *node, out_), custom_.wanted);
  }

  const Site& site_;
  Findings& out_;
  const CustomRule& custom_;
  const Node& root_;
};

}  // namespace

void check_custom(const Site& site, Findings& out) {
  const std::string_view name = scope_name(site.batch, site.event);
  const Whereabouts here{{}, site.batch.arrival.source, name, site.event.call};
  if (call_in_scope(site.custom->scope, here)) Judge(site, out).run();
}

}  // namespace specgate
