# rules/RULES.md is what `specgate rules --markdown` prints. Needs: SPECGATE, PAGE.
execute_process(COMMAND ${SPECGATE} rules --markdown OUTPUT_VARIABLE printed RESULT_VARIABLE status)
file(READ ${PAGE} page)
if(NOT status EQUAL 0 OR NOT printed STREQUAL page)
  message(FATAL_ERROR "RULES.md is stale: run `specgate rules --markdown > rules/RULES.md`")
endif()
