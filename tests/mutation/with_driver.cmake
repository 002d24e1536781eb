# SPDX-License-Identifier: Apache-2.0
# Read right after project(): every program gets driver.cpp, whose main() takes the place of GoogleTest's,
# or of the program's own.
add_library(mutation_driver OBJECT ${CMAKE_CURRENT_LIST_DIR}/driver.cpp)
target_include_directories(mutation_driver PRIVATE ${CMAKE_CURRENT_LIST_DIR}/../..)
target_compile_features(mutation_driver PRIVATE cxx_std_20)

function(add_executable name)
  _add_executable(${ARGV})
  target_sources(${name} PRIVATE $<TARGET_OBJECTS:mutation_driver>)
  target_compile_definitions(${name} PRIVATE main=main_without_mutants)
endfunction()
