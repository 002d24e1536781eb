# SPDX-License-Identifier: Apache-2.0
# The bootstraps that `lintel package` links images into, for each architecture whose tools are there:
#
#   <build>/lambda/bootstrap-ARCH           plain, on musl: the floor for cold start
#   <build>/lambda/bootstrap-ARCH-effects   with Amazon SES, Cognito, EventBridge: glibc, OpenSSL
#   <build>/lambda/bootstrap-ARCH-glibc     plain, on glibc: for tests and benchmarks, not installed
#
# Each is built by this project configured once more with a toolchain of its own. What Debian does not
# install for a foreign architecture comes from a folder that runtime/lambda/sysroot fills.
include(ExternalProject)
set(LINTEL_SYSROOTS ${PROJECT_SOURCE_DIR}/build/sysroot CACHE PATH
  "Folder with x86_64/ and arm64/, filled by runtime/lambda/sysroot")

# lintel_bootstrap(ARCH LIBC SYSROOT): one more build.
function(lintel_bootstrap arch libc sysroot)
  set(name bootstrap-${arch}-${libc}-build)
  set(folder ${PROJECT_BINARY_DIR}/lambda)
  if(libc STREQUAL "musl")
    set(made ${folder}/bootstrap-${arch})
  else()
    set(made ${folder}/bootstrap-${arch}-glibc ${folder}/bootstrap-${arch}-effects)
  endif()
  ExternalProject_Add(${name}
    SOURCE_DIR ${PROJECT_SOURCE_DIR}
    BINARY_DIR ${folder}/${arch}-${libc}
    CMAKE_ARGS
      -DCMAKE_TOOLCHAIN_FILE=${PROJECT_SOURCE_DIR}/runtime/lambda/toolchains/${libc}.cmake
      -DLINTEL_ARCH=${arch} -DLINTEL_SYSROOT=${sysroot} -DLINTEL_BOOTSTRAP_LIBC=${libc}
      -DLINTEL_BOOTSTRAP_DIR=${folder} -DCMAKE_BUILD_TYPE=Release
      # -O3 would make them a fifteenth larger, and a function starts by reading its pages.
      "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG"
      -DLINTEL_BUILD_COMPILER=OFF -DLINTEL_BUILD_TESTS=OFF -DLINTEL_WERROR=${LINTEL_WERROR}
      -DLINTEL_BUILD_BENCH=${LINTEL_BUILD_BENCH}
      -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
    BUILD_ALWAYS ON
    BUILD_BYPRODUCTS ${made}
    INSTALL_COMMAND "")
  foreach(file IN LISTS made)
    if(NOT file MATCHES "-glibc$")
      install(PROGRAMS ${file} DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/lintel)
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY LINTEL_BOOTSTRAPS ${made})
endfunction()

foreach(arch x86_64 arm64)
  string(REPLACE arm64 aarch64 processor ${arch})
  find_program(LINTEL_CXX_${arch} ${processor}-linux-gnu-g++)
  if(NOT LINTEL_CXX_${arch})
    message(STATUS "No bootstraps for ${arch}: there is no ${processor}-linux-gnu-g++")
    continue()
  endif()
  set(sysroot ${LINTEL_SYSROOTS}/${arch})
  if(CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL processor)
    set(sysroot "")
  endif()
  if(EXISTS "${sysroot}/usr/lib/${processor}-linux-musl/libc.a")
    lintel_bootstrap(${arch} musl "${sysroot}")
  else()
    message(STATUS "No plain bootstrap for ${arch}: there is no musl in ${sysroot}/usr/lib")
  endif()
  if(EXISTS "${sysroot}/usr/lib/${processor}-linux-gnu/libssl.a")
    lintel_bootstrap(${arch} glibc "${sysroot}")
  else()
    message(STATUS "No bootstrap with effects for ${arch}: no libssl.a in ${sysroot}/usr/lib")
  endif()
endforeach()
