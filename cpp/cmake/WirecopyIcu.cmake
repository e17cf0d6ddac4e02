# wirecopy_icu: ICU's common library (break iterators, normalizers), from the system or from the wheel icukit-pyicu.
# Sets WIRECOPY_ICU_FROM to "system" or "wheel"; from the wheel, also WIRECOPY_ICU_BUNDLED, the two libraries that an
# installed wirecopy has to carry with it.
include(WirecopyPython)

set(WIRECOPY_ICU auto CACHE STRING "Where ICU comes from: auto, system or wheel")
set_property(CACHE WIRECOPY_ICU PROPERTY STRINGS auto system wheel)
if(NOT WIRECOPY_ICU MATCHES "^(auto|system|wheel)$")
  message(FATAL_ERROR "WIRECOPY_ICU is '${WIRECOPY_ICU}'; it may be auto, system or wheel")
endif()

set(WIRECOPY_ICU_FROM "")
if(NOT WIRECOPY_ICU STREQUAL wheel)
  find_package(ICU 70 QUIET COMPONENTS uc data)
  if(TARGET ICU::uc)
    set(WIRECOPY_ICU_FROM system)
  endif()
endif()
if(NOT WIRECOPY_ICU_FROM AND NOT WIRECOPY_ICU STREQUAL system)
  wirecopy_find_wheels()
  if(WIRECOPY_ICU_WHEEL)
    set(WIRECOPY_ICU_FROM wheel)
  endif()
endif()
if(NOT WIRECOPY_ICU_FROM)
  message(FATAL_ERROR "ICU 70 or newer, with its headers, was not found (WIRECOPY_ICU=${WIRECOPY_ICU}). Install one of: "
    "apt-get install libicu-dev; brew install icu4c (then pass -DICU_ROOT=$(brew --prefix icu4c)); conda install icu; "
    "pip install icukit-pyicu (Linux x86_64; then pass -DPython_EXECUTABLE=<the python it was installed for>)")
endif()

add_library(wirecopy_icu INTERFACE)
if(WIRECOPY_ICU_FROM STREQUAL system)
  target_link_libraries(wirecopy_icu INTERFACE ICU::uc)
  message(STATUS "wirecopy: ICU ${ICU_VERSION} of the system")
else()
  include(WirecopyIcuWheel)
endif()
