# ICU out of the wheel icukit-pyicu, as two libraries of wirecopy's own beside libwirecopy:
#   libwcyuc.so.NN    the wheel's libicuuc under another name
#   libwcydata.so.NN  its data, cut from 31 MB to what wirecopy opens
# The names matter: a process that also loads a full ICU of the same version (PyICU does) must not be handed the cut data.
if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  message(FATAL_ERROR "ICU from the wheel icukit-pyicu is for Linux; elsewhere use the system's: brew install icu4c "
    "(then pass -DICU_ROOT=$(brew --prefix icu4c)); conda install icu")
endif()

file(GLOB _uc ${WIRECOPY_ICU_WHEEL}/lib/libicuuc.so.[0-9][0-9])
file(GLOB _data ${WIRECOPY_ICU_WHEEL}/lib/libicudata.so.[0-9][0-9])
if(NOT _uc OR NOT _data)
  message(FATAL_ERROR "The wheel icukit-pyicu at ${WIRECOPY_ICU_WHEEL} holds no libicuuc; install it again: "
    "pip install --force-reinstall icukit-pyicu")
endif()
string(REGEX MATCH "[0-9]+$" _icu_major "${_uc}")
set(_dir ${CMAKE_CURRENT_BINARY_DIR}/icu)
set(_trim ${CMAKE_CURRENT_LIST_DIR}/icu_from_wheel.py)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${_trim})
file(MAKE_DIRECTORY ${_dir})
execute_process(
  COMMAND ${Python_EXECUTABLE} ${_trim} ${_uc} ${_data} ${_dir}
  OUTPUT_VARIABLE _said ERROR_VARIABLE _said RESULT_VARIABLE _code OUTPUT_STRIP_TRAILING_WHITESPACE)
if(_code)
  message(FATAL_ERROR "ICU could not be taken from its wheel: ${_said}")
endif()
message(STATUS "wirecopy: ICU from the wheel at ${WIRECOPY_ICU_WHEEL}: ${_said}")

add_library(wirecopy_icudata SHARED ${_dir}/icudata.cpp)
set_property(SOURCE ${_dir}/icudata.cpp PROPERTY OBJECT_DEPENDS ${_dir}/icudata.dat)
set_target_properties(wirecopy_icudata PROPERTIES OUTPUT_NAME wcydata SOVERSION ${_icu_major}
  LIBRARY_OUTPUT_DIRECTORY ${_dir})
target_link_options(wirecopy_icudata PRIVATE -nostdlib)

target_include_directories(wirecopy_icu SYSTEM INTERFACE ${WIRECOPY_ICU_WHEEL}/include)
# The data is linked too, kept though nothing of ours calls it: libwcyuc has no search path of its own for it.
target_link_libraries(wirecopy_icu INTERFACE ${_dir}/libwcyuc.so.${_icu_major}
  -Wl,--push-state,--no-as-needed wirecopy_icudata -Wl,--pop-state)
set(WIRECOPY_ICU_BUNDLED ${_dir}/libwcyuc.so.${_icu_major} ${_dir}/libwcydata.so.${_icu_major})
file(GLOB WIRECOPY_ICU_LICENSE ${WIRECOPY_ICU_WHEEL}/../icukit_pyicu-*.dist-info/licenses/LICENSE-ICU)
