# Everything comes from Debian's packages; nothing is fetched.
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(yaml-cpp REQUIRED)
if(SPECGATE_TESTS OR SPECGATE_BENCH)
  find_path(RAPIDJSON_INCLUDE rapidjson/reader.h REQUIRED)
endif()
find_library(RE2_LIBRARY re2 REQUIRED)
find_path(RE2_INCLUDE re2/re2.h REQUIRED)
