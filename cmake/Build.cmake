# How every target is compiled: C++20, -O3 for Release, warnings are errors, programs in bin/.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, ..." FORCE)
endif()
# -O2, Debian's habit, makes the decoder 0.6 times as fast: its handler is not inlined.
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG" CACHE STRING "" FORCE)
# For what runs seldom and compiles slowly, such as the reading of a command line.
set(cold -O1)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

option(SPECGATE_WERROR "Warnings are errors" ON)
set(SPECGATE_SANITIZE "" CACHE STRING "address,undefined or thread")

add_library(specgate_options INTERFACE)
target_compile_options(specgate_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${SPECGATE_WERROR}>:-Werror>
  # g++ 12 sees an overlap in "text" + std::string&& that is not there (GCC bug 105651), and behind precompiled
  # headers sums of strings beyond their bounds. Clang and the sanitizers look for what these would find.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-array-bounds>)
# With sanitizers g++ 12 sees boost::optional uninitialised where it is not, in Asio's recycling of coroutine
# frames a wrong delete, and warns that tsan does not follow the fences in Asio's headers.
if(SPECGATE_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(specgate_options INTERFACE -Wno-maybe-uninitialized -Wno-mismatched-new-delete
    -Wno-tsan)
endif()
if(SPECGATE_SANITIZE)
  add_compile_options(-fsanitize=${SPECGATE_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all -g)
  add_link_options(-fsanitize=${SPECGATE_SANITIZE})
endif()

# What nearly every file reads of the standard library: parsed once for a target.
set(standard_headers <algorithm> <array> <charconv> <cstdint> <cstring> <functional> <map> <memory> <optional>
    <set> <span> <string> <string_view> <unordered_map> <utility> <vector>)
