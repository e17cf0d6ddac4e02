# wirecopy_eigen: Eigen's headers, from the system or from the wheel cmeel-eigen. Header-only, needed to build only.
include(WirecopyPython)

find_package(Eigen3 3.4 QUIET CONFIG)
if(NOT TARGET Eigen3::Eigen)
  wirecopy_find_wheels()
  if(WIRECOPY_CMEEL_PREFIX)
    find_package(Eigen3 3.4 QUIET CONFIG PATHS ${WIRECOPY_CMEEL_PREFIX} NO_DEFAULT_PATH)
  endif()
endif()
if(NOT TARGET Eigen3::Eigen)
  message(FATAL_ERROR "Eigen 3.4 or newer was not found. Install one of: apt-get install libeigen3-dev; "
    "brew install eigen; conda install eigen; pip install cmeel-eigen "
    "(then pass -DPython_EXECUTABLE=<the python it was installed for>)")
endif()
message(STATUS "wirecopy: Eigen ${Eigen3_VERSION} from ${Eigen3_DIR}")

add_library(wirecopy_eigen INTERFACE)
# As system headers: their warnings are not ours.
target_include_directories(wirecopy_eigen SYSTEM INTERFACE
  $<TARGET_PROPERTY:Eigen3::Eigen,INTERFACE_INCLUDE_DIRECTORIES>)
# Without this Eigen would start threads of its own under -fopenmp.
target_compile_definitions(wirecopy_eigen INTERFACE EIGEN_DONT_PARALLELIZE EIGEN_MPL2_ONLY)
