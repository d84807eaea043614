# Writes OUT, a .cc that holds the text of FILES (below ROOT) as specgate::embedded_spec().
#
# The text goes in as \x escapes of its bytes: semicolons and brackets would break CMake's lists,
# and a character cut in two, or the end of a raw string, would break the literal.
set(body "// Made by cmake/Embed.cmake from spec/**/*.yaml.\n#include \"spec/data.h\"\n\n")
string(APPEND body "namespace specgate {\n\n")
string(APPEND body "std::vector<SpecFile> embedded_spec() {\n  std::vector<SpecFile> files;\n")
set(piece_digits 8000)  # 4000 bytes a literal: compilers need not take more than 64 KB
foreach(name IN LISTS FILES)
  file(READ ${ROOT}/${name} hex HEX)
  string(APPEND body "  files.push_back({\"${name}\", {}});\n")
  string(LENGTH "${hex}" length)
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${hex}" ${at} ${piece_digits} piece)
    string(LENGTH "${piece}" digits)
    math(EXPR bytes "${digits} / 2")
    string(REGEX REPLACE "(..)" "\\\\x\\1" piece "${piece}")
    string(APPEND body "  files.back().text.append(\"${piece}\", ${bytes});\n")
    math(EXPR at "${at} + ${piece_digits}")
  endwhile()
endforeach()
string(APPEND body "  return files;\n}\n\n}  // namespace specgate\n")
file(WRITE ${OUT} "${body}")
