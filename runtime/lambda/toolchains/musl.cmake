# SPDX-License-Identifier: Apache-2.0
# Static executables with musl and without any C++ library at link time: the compiler is g++ for
# glibc, which gets musl's headers in place of glibc's, and links with musl's start files and libc.a.
# Only the headers of libstdc++ are used, and of those only what needs no object code.
include(${CMAKE_CURRENT_LIST_DIR}/find_target.cmake)

# The folders of the C++ headers, as the compiler names them.
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -E -v -x c++ /dev/null
  OUTPUT_QUIET ERROR_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\n (/[^\n]*/c\\+\\+/[^\n]*)" folders "${said}")
set(cxx_headers "")
foreach(folder IN LISTS folders)
  string(STRIP "${folder}" folder)
  string(APPEND cxx_headers " -isystem ${folder}")
endforeach()
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=include
  OUTPUT_VARIABLE compiler_headers OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-libgcc-file-name
  OUTPUT_VARIABLE libgcc OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(musl ${LINTEL_SYSROOT}/usr/lib/${LINTEL_MUSL_TRIPLE})
set(c_headers
  "-isystem ${LINTEL_SYSROOT}/usr/include/${LINTEL_MUSL_TRIPLE} -isystem ${compiler_headers}")
string(JOIN " " code ${LINTEL_MACHINE} -ffunction-sections -fdata-sections -fno-pie
  -fno-asynchronous-unwind-tables -fno-unwind-tables)
set(CMAKE_C_FLAGS_INIT "-nostdinc ${c_headers} ${code}")
# libstdc++'s configuration asks for the version of glibc; the answer for musl is no.
set(CMAKE_CXX_FLAGS_INIT "-nostdinc ${cxx_headers} ${c_headers} \"-D__GLIBC_PREREQ(a,b)=0\" ${code} \
-fno-exceptions -fno-rtti")

# Segments that share pages, so that fewer are mapped and read at the start. The largest page that the
# file is made for: Lambda's have 4 KB; the usual 64 KB of arm64 would be mostly padding.
set(page_size 4096)
if(LINTEL_ARCH STREQUAL "arm64")
  set(page_size 16384)
endif()
string(JOIN " " link -static -no-pie -nostdlib -Wl,--gc-sections -Wl,--build-id=none
  -Wl,-z,relro,-z,now,-z,noexecstack -Wl,-z,noseparate-code -Wl,-z,max-page-size=${page_size} <LINK_FLAGS> ${musl}/crt1.o ${musl}/crti.o
  <OBJECTS> -o <TARGET> <LINK_LIBRARIES> ${musl}/libc.a ${libgcc} ${musl}/crtn.o)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_C_LINK_EXECUTABLE "<CMAKE_C_COMPILER> ${link}")
set(CMAKE_CXX_LINK_EXECUTABLE "<CMAKE_CXX_COMPILER> ${link}")
