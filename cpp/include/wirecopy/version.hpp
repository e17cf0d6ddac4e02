// The one place where the version stands; CMake and pyproject.toml read it from here.
#pragma once

#define WIRECOPY_VERSION_MAJOR 0
#define WIRECOPY_VERSION_MINOR 1
#define WIRECOPY_VERSION_PATCH 0
#define WIRECOPY_VERSION "0.1.0"
