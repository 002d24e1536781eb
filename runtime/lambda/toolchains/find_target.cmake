# SPDX-License-Identifier: Apache-2.0
# Read by the toolchain files: what Debian's g++ for LINTEL_ARCH (x86_64 or arm64) is called, and where
# what it links with lies.
set(CMAKE_SYSTEM_NAME Linux)
if(LINTEL_ARCH STREQUAL "arm64")
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
else()
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
endif()
set(LINTEL_TRIPLE ${CMAKE_SYSTEM_PROCESSOR}-linux-gnu)
set(LINTEL_MUSL_TRIPLE ${CMAKE_SYSTEM_PROCESSOR}-linux-musl)
set(CMAKE_C_COMPILER ${LINTEL_TRIPLE}-gcc)
set(CMAKE_CXX_COMPILER ${LINTEL_TRIPLE}-g++)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LINTEL_ARCH LINTEL_SYSROOT)

# Instruction sets are chosen here and not when the program starts: each CPUID at the start costs 8
# microseconds in a virtual machine. All of Lambda's x86_64 machines have AVX2, its arm64 machines are
# Graviton 2 or later (AWS Lambda developer guide, "Selecting and configuring an instruction set
# architecture").
if(LINTEL_ARCH STREQUAL "arm64")
  set(LINTEL_MACHINE "-mcpu=neoverse-n1")
else()
  set(LINTEL_MACHINE "-mavx2 -mbmi -mpopcnt -mtune=haswell")
endif()
