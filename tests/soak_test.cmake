# With one law broken on purpose the soak says so, names the events, finds nothing else, and exits with 1.
# Needs: SOAK (the program and its flags), SABOTAGE, LAW (a regular expression).
cmake_minimum_required(VERSION 3.25)
separate_arguments(command UNIX_COMMAND "${SOAK}")
execute_process(COMMAND ${command} --seconds 3 --turns account --slow 20 --sabotage ${SABOTAGE}
                OUTPUT_VARIABLE printed ERROR_VARIABLE printed RESULT_VARIABLE status)
message("${printed}")
if(NOT status EQUAL 1)
  message(FATAL_ERROR "exit status ${status}, wanted 1")
endif()
if(NOT printed MATCHES "broken: ${LAW}: [1-3] events: soak-[0-9]+[^\n]*\nverdict: broken, laws: 1\n$")
  message(FATAL_ERROR "wanted this law alone: ${LAW}")
endif()
