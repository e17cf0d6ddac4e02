# Installs the library so that find_package(wirecopy CONFIG) and pkg-config find it, from any prefix it is moved to.
# Everything below is of the component "cpp".
include(CMakePackageConfigHelpers)

set(_lib ${CMAKE_INSTALL_LIBDIR})
set(_package ${_lib}/cmake/wirecopy)

# A wheel cannot hold symbolic links: there the library has one plain name. It belongs to one version of the package.
if(NOT SKBUILD)
  set_target_properties(wirecopy PROPERTIES VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
endif()

if(WIRECOPY_ICU_BUNDLED)
  install(FILES ${WIRECOPY_ICU_BUNDLED} DESTINATION ${_lib} COMPONENT cpp)
  install(FILES ${WIRECOPY_ICU_LICENSE} DESTINATION ${_lib} COMPONENT cpp)
  # DT_RPATH, not DT_RUNPATH: only that one also serves libwcyuc, which has no path of its own to its data.
  set_target_properties(wirecopy PROPERTIES INSTALL_RPATH "$ORIGIN")
  if(BUILD_SHARED_LIBS)
    target_link_options(wirecopy PRIVATE -Wl,--disable-new-dtags)
  endif()
endif()

# A static wirecopy leaves ICU to whoever links it: the system's by find_package, a bundled one by its place.
if(NOT BUILD_SHARED_LIBS)
  target_link_libraries(wirecopy PRIVATE $<INSTALL_INTERFACE:wirecopy::icu>)
endif()
set(WIRECOPY_ICU_FILES "")
foreach(_file IN LISTS WIRECOPY_ICU_BUNDLED)
  get_filename_component(_name ${_file} NAME)
  list(APPEND WIRECOPY_ICU_FILES ${_name})
endforeach()

install(TARGETS wirecopy EXPORT wirecopyTargets
  LIBRARY DESTINATION ${_lib} COMPONENT cpp
  ARCHIVE DESTINATION ${_lib} COMPONENT cpp
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT cpp
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT cpp)
install(EXPORT wirecopyTargets NAMESPACE wirecopy:: DESTINATION ${_package} COMPONENT cpp)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/wirecopyConfig.cmake.in wirecopyConfig.cmake
  INSTALL_DESTINATION ${_package} PATH_VARS _lib)
write_basic_package_version_file(wirecopyConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wirecopyConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/wirecopyConfigVersion.cmake
  DESTINATION ${_package} COMPONENT cpp)

# pkg-config: paths relative to the file itself. Private parts are for `pkg-config --static`.
file(RELATIVE_PATH WIRECOPY_PC_PREFIX /${_lib}/pkgconfig /)
set(WIRECOPY_PC_REQUIRES "")
set(WIRECOPY_PC_LIBS "")
set(WIRECOPY_PC_CFLAGS "")
if(WIRECOPY_ICU_BUNDLED)
  foreach(_name IN LISTS WIRECOPY_ICU_FILES)
    string(APPEND WIRECOPY_PC_LIBS "-l:${_name} ")
  endforeach()
else()
  set(WIRECOPY_PC_REQUIRES "icu-uc")
endif()
if(NOT BUILD_SHARED_LIBS)
  set(WIRECOPY_PC_CFLAGS "-DWIRECOPY_STATIC")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/wirecopy.pc.in wirecopy.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wirecopy.pc DESTINATION ${_lib}/pkgconfig COMPONENT cpp)
