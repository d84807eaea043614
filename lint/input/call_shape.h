// Objects of a body that nobody has named a call: which look like one. Views into the batch.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "spec/event/event.h"

namespace specgate {

class CallShape {
 public:
  explicit CallShape(const Batch& batch) : batch_(batch) {}

  using Names = std::initializer_list<std::string_view>;
  // The first member with one of these names, in the order of the names; 0: none.
  uint32_t member(uint32_t object, Names names) const;
  template <typename Visit>
  void each(uint32_t container, const Visit& visit) const {
    const uint32_t end = batch_.nodes[container].next;
    for (uint32_t i = container + 1; i < end; i = batch_.nodes[i].next) visit(i);
  }

  bool is_call(uint32_t object) const;
  bool is_batch(uint32_t object) const;
  // The same of what was sent somewhere else than to a path of Segment's, where a login has a userId and
  // other tools send an event with properties: a call says its type or an id beside its event.
  bool is_surely_call(uint32_t object) const;
  bool is_surely_batch(uint32_t object) const;
  bool holds_surely(uint32_t value) const;  // is it one, or an array that has some
  // Is the array, by its name and by an item that has the type of a call, a list of calls? Its items need
  // nothing else to be some.
  bool lists_calls(uint32_t array) const;

 protected:
  const Batch& batch_;

 private:
  bool has_type_of_call(uint32_t object) const;
  bool has_sure_item(uint32_t array) const;
};

}  // namespace specgate
