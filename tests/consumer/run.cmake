# SPDX-License-Identifier: Apache-2.0
# Installs the build BUILD_DIR below itself, then configures, builds and tests the projects of this
# folder against the installation, with the compilers that made it.
set(work ${BUILD_DIR}/consumer)
file(REMOVE_RECURSE ${work})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${work}/installed
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
foreach(project . runtime_only function)
  execute_process(COMMAND ${CMAKE_CTEST_COMMAND}
    --build-and-test ${CMAKE_CURRENT_LIST_DIR}/${project} ${work}/${project}/build
    --build-generator ${GENERATOR}
    --build-options -DCMAKE_PREFIX_PATH=${work}/installed -DCMAKE_CXX_COMPILER=${CXX_COMPILER}
    --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
