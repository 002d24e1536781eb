# SPDX-License-Identifier: Apache-2.0
# Static executables with the GNU C library.
include(${CMAKE_CURRENT_LIST_DIR}/find_target.cmake)
set(CMAKE_C_FLAGS_INIT "${LINTEL_MACHINE} -ffunction-sections -fdata-sections -fno-pie")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -no-pie -Wl,--gc-sections -Wl,--build-id=none -Wl,-z,relro,-z,now,-z,noexecstack")
if(LINTEL_SYSROOT)
  set(CMAKE_FIND_ROOT_PATH ${LINTEL_SYSROOT})
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
  set(CMAKE_LIBRARY_ARCHITECTURE ${LINTEL_TRIPLE})
endif()
