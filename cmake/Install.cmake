# cmake --install: the program, the library with its headers, find_package(specgate), the man page.
include(CMakePackageConfigHelpers)

install(TARGETS specgate RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(SPECGATE_PROXY)
  install(TARGETS specgate-proxy RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
foreach(layer IN ITEMS spec rules lint)
  set_target_properties(specgate_${layer} PROPERTIES EXPORT_NAME ${layer})  # specgate::lint
endforeach()
install(TARGETS specgate_spec specgate_rules specgate_lint EXPORT specgateTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
# include/specgate is what a user may include; of our own headers those that it needs are installed, and no other.
function(add_needed header)
  get_property(known GLOBAL PROPERTY specgate_needed_headers)
  if(header IN_LIST known)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY specgate_needed_headers ${header})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${header})
  file(STRINGS ${PROJECT_SOURCE_DIR}/${header} lines REGEX "^#include \"")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^#include \"(.*)\".*" "\\1" included "${line}")
    add_needed(${included})
  endforeach()
endfunction()
foreach(header IN ITEMS include/specgate/lint.h include/specgate/gate.h)
  add_needed(${header})
endforeach()
get_property(needed GLOBAL PROPERTY specgate_needed_headers)
foreach(header IN LISTS needed)
  get_filename_component(folder ${header} DIRECTORY)
  if(NOT folder STREQUAL include/specgate)
    install(FILES ${PROJECT_SOURCE_DIR}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/specgate/${folder})
  endif()
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/specgate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT specgateTargets NAMESPACE specgate:: FILE specgateTargets.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/specgate)
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/specgateConfig.cmake.in ${PROJECT_BINARY_DIR}/specgateConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/specgate)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/specgateConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/specgateConfig.cmake
              ${PROJECT_BINARY_DIR}/specgateConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/specgate)
install(FILES ${PROJECT_SOURCE_DIR}/docs/specgate.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
