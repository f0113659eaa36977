# Cross toolchain of the prebuilt binaries: clang, libc++ and both libcs out of one zig release.
# Reads ZIG (path of zig) and ZIG_TARGET (x86_64-linux-gnu.2.28) from the environment, because CMake reads this file again for
# its own trial compilations.
if("$ENV{ZIG}" STREQUAL "" OR NOT "$ENV{ZIG_TARGET}" MATCHES "^([a-z0-9_]+)-linux-")
  message(FATAL_ERROR "ZIG and ZIG_TARGET are not set: use npm run prebuilds")
endif()
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${CMAKE_MATCH_1})
set(CMAKE_CXX_COMPILER $ENV{ZIG} c++ -target $ENV{ZIG_TARGET})
# With musl: static and position-independent. zig takes no notice of -static-pie.
set(CMAKE_EXE_LINKER_FLAGS_INIT -pie)
# The system's ar knows nothing of other architectures.
set(CMAKE_CXX_ARCHIVE_CREATE "$ENV{ZIG} ar qcD <TARGET> <OBJECTS>")
set(CMAKE_CXX_ARCHIVE_FINISH "$ENV{ZIG} ranlib -D <TARGET>")
# Whatever links has zig build a C++ library for its flags, which takes minutes: nothing is linked to find out about the compiler.
set(CMAKE_CXX_COMPILER_ID_RUN TRUE)
set(CMAKE_CXX_COMPILER_ID Clang)
set(CMAKE_CXX_COMPILER_FRONTEND_VARIANT GNU)
set(CMAKE_CXX_COMPILER_VERSION 22.1.8)
set(CMAKE_CXX_STANDARD_COMPUTED_DEFAULT 17)
set(CMAKE_CXX_EXTENSIONS_COMPUTED_DEFAULT ON)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(SINFONIA_ZIG ON)
