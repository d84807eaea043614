// Gives back the memory of a container, which is empty afterwards.
//
// Assigning an empty one does not: a string that is moved from a short one copies it into the memory
// that it has, and `= {}` assigns a vector an empty list (libstdc++ 12).
#pragma once

namespace specgate {

template <typename Container>
void give_back(Container& held) {
  Container().swap(held);
}

}  // namespace specgate
