# SPDX-License-Identifier: Apache-2.0
# What find_package(lintel) reads: the targets, and a function that makes Lambda functions of rules.
include(${CMAKE_CURRENT_LIST_DIR}/lintel-targets.cmake)

# lintel_add_function(NAME RULES FILE... [DEPENDS FILE...])
#
# An executable target NAME whose file is NAME/bootstrap in the current binary folder: the rules,
# compiled to an image, and the runtime in one static executable for the target of this build, ready
# for the runtime provided.al2023 of AWS Lambda. And NAME/function.zip, which holds it and which the
# target NAME_zip makes. DEPENDS names the files that the rules read with lines(), csv(), json().
#
# Its effects are `log` alone: rules with others do not build; `lintel package` makes functions of them.
function(lintel_add_function name)
  cmake_parse_arguments(arg "" "" "RULES;DEPENDS" ${ARGN})
  if(NOT arg_RULES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lintel_add_function(NAME RULES FILE... [DEPENDS FILE...])")
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name})
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/rules.image
    # The names as they are written go into the image: it is the same in every checkout.
    COMMAND lintel::lintel compile ${arg_RULES} -o ${folder}/rules.image
    COMMAND ${CMAKE_COMMAND} -DLINTEL=$<TARGET_FILE:lintel::lintel>
      -DIMAGE=${folder}/rules.image -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/only_log.cmake
    DEPENDS ${arg_RULES} ${arg_DEPENDS} lintel::lintel
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    VERBATIM)
  file(CONFIGURE OUTPUT ${folder}/image.cpp CONTENT [[
// The image as data of the executable: see find_image() of Lintel's bootstrap.
asm(".section .rodata\n"
    ".balign 16\n"
    ".global lintel_image_begin\n"
    "lintel_image_begin:\n"
    ".incbin \"@folder@/rules.image\"\n"
    ".global lintel_image_end\n"
    "lintel_image_end:\n"
    ".previous\n");
]] @ONLY)
  set_source_files_properties(${folder}/image.cpp PROPERTIES OBJECT_DEPENDS ${folder}/rules.image)
  add_executable(${name} ${folder}/image.cpp)
  target_link_libraries(${name} PRIVATE lintel::bootstrap)
  target_link_options(${name} PRIVATE -static -Wl,--gc-sections)
  set_target_properties(${name} PROPERTIES OUTPUT_NAME bootstrap RUNTIME_OUTPUT_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/function.zip
    COMMAND ${CMAKE_COMMAND} -E tar cf function.zip --format=zip bootstrap
    DEPENDS ${name}
    WORKING_DIRECTORY ${folder}
    VERBATIM)
  add_custom_target(${name}_zip DEPENDS ${folder}/function.zip)
endfunction()
