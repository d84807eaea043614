# cmake --install: the program, the library with its headers, find_package(specgate), the man page.
include(CMakePackageConfigHelpers)

install(TARGETS specgate specgate-proxy RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(layer IN ITEMS spec rules lint)
  set_target_properties(specgate_${layer} PROPERTIES EXPORT_NAME ${layer})  # specgate::lint
endforeach()
install(TARGETS specgate_spec specgate_rules specgate_lint EXPORT specgateTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(folder IN ITEMS spec rules lint)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder}
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/specgate FILES_MATCHING PATTERN "*.h")
endforeach()
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
