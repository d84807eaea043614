// Gives back the memory of a container, which is empty afterwards.
//
// Assigning an empty one does not: a string that is moved from a short one copies it into the memory
// that it has, and `= {}` assigns a vector an empty list (libstdc++ 12).
#pragma once

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace specgate {

template <typename Container>
void give_back(Container& held) {
  Container().swap(held);
}

// What was freed in small pieces goes back to the system, whoever freed it: for after a long body. Takes
// a millisecond or so. With a sanitizer's allocator in the place of glibc's, which then was never set up,
// there is nothing to trim, and glibc reads what is not there.
inline void give_back_freed() {
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  ::malloc_trim(0);
#endif
}

}  // namespace specgate
