# Looks for what PyPI wheels brought: sets WIRECOPY_CMEEL_PREFIX (Eigen) and WIRECOPY_ICU_WHEEL (ICU), or leaves them
# empty. Only a Python interpreter knows where its wheels are; none is needed where the system has both libraries.
include_guard(GLOBAL)

macro(wirecopy_find_wheels)
  if(NOT DEFINED WIRECOPY_CMEEL_PREFIX)
    if(NOT Python_EXECUTABLE)
      find_package(Python 3.10 QUIET COMPONENTS Interpreter)
    endif()
    set(WIRECOPY_CMEEL_PREFIX "")
    set(WIRECOPY_ICU_WHEEL "")
    if(Python_EXECUTABLE)
      set(_code "import importlib.util as u, os, sys"
                "spec = u.find_spec('icukit_pyicu')"
                "cmeel = [p + '/cmeel.prefix' for p in sys.path if os.path.isdir(p + '/cmeel.prefix')]"
                "print((cmeel or [''])[0], os.path.dirname(spec.origin) if spec else '', sep='|', end='')")
      list(JOIN _code "\n" _code)
      execute_process(COMMAND ${Python_EXECUTABLE} -c "${_code}" OUTPUT_VARIABLE _found ERROR_QUIET)
      if(_found MATCHES "^(.*)\\|(.*)$")
        set(WIRECOPY_CMEEL_PREFIX "${CMAKE_MATCH_1}")
        set(WIRECOPY_ICU_WHEEL "${CMAKE_MATCH_2}")
      endif()
    endif()
  endif()
endmacro()
