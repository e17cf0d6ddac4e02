// Marks what a shared build of the library shows to its users; everything else stays hidden.
#pragma once

#if defined(WIRECOPY_STATIC)
#define WIRECOPY_API
#elif defined(_WIN32)
#ifdef WIRECOPY_BUILDING
#define WIRECOPY_API __declspec(dllexport)
#else
#define WIRECOPY_API __declspec(dllimport)
#endif
#else
#define WIRECOPY_API __attribute__((visibility("default")))
#endif
