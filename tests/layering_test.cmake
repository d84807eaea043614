# Fails on a backward include (spec <- rules <- lint), and on a package included outside its one door.
# Needs: ROOT.
cmake_minimum_required(VERSION 3.25)

# No file of `folder` may include what begins with `pattern`, but for those named in ARGN.
function(forbid folder pattern reason)
  file(GLOB_RECURSE files ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cc)
  foreach(file IN LISTS files)
    file(RELATIVE_PATH name ${ROOT} ${file})
    file(STRINGS ${file} lines REGEX "^#include [<\"](${pattern})")
    if(lines AND NOT name IN_LIST ARGN)
      message(SEND_ERROR "${name}: ${lines}: ${reason}")
    endif()
  endforeach()
endfunction()

forbid(spec "rules/|lint/|proxy/" "spec/ knows no other folder")
forbid(rules "lint/|proxy/" "rules/ knows spec/ only")
forbid(lint "proxy/" "lint/ never sees the proxy")
foreach(folder IN ITEMS spec rules lint)
  forbid(${folder} "boost/" "Boost belongs to proxy/")
  forbid(${folder} "yaml-cpp/" "yaml-cpp has one door" spec/yaml.cc)
  forbid(${folder} "re2/" "RE2 has one door" spec/pattern.cc)
  forbid(${folder} "zlib" "zlib has one door" lint/gzip.cc)
  forbid(${folder} "rapidjson/" "RapidJSON has one door" spec/json_reader.cc)
  forbid(${folder} "CLI/" "CLI11 has one door" lint/main.cc)
endforeach()
