# SPDX-License-Identifier: Apache-2.0
# cmake -DLINTEL=... -DIMAGE=... -P only_log.cmake: for lintel_add_function(). Removes an image whose rules ask for
# effects that the plain bootstrap does not carry out, and fails: better here than when Lambda starts it.
execute_process(COMMAND ${LINTEL} package ${IMAGE} --describe --format json
  OUTPUT_VARIABLE description COMMAND_ERROR_IS_FATAL ANY)
string(JSON bootstrap GET "${description}" bootstrap)
if(NOT bootstrap STREQUAL "plain")
  file(REMOVE ${IMAGE})
  message(FATAL_ERROR "the rules ask for effects other than log, which a function made by "
    "lintel_add_function() does not carry out; make it with `lintel package`")
endif()
