// specgate_embed OUT FOLDER FILE...: writes OUT, the .cc that embeds the FILEs below FOLDER.
//
// Runs at build time, is not installed. A file that is no YAML fails the build, after all such
// files have been named as compilers name theirs.
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "spec/text/text_file.h"
#include "spec/text/yaml_tree_bytes.h"

namespace specgate {
namespace {

// Three octal digits wherever a byte might mean more than itself: they never run into what follows.
void put_byte(char byte, std::string& out) {
  if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\' && byte != '?') {
    out += byte;
    return;
  }
  char digits[5];
  std::snprintf(digits, sizeof digits, "\\%03o", static_cast<unsigned char>(byte));
  out += digits;
}

// {"...", size}: a string_view that may hold zero bytes.
void put_literal(std::string_view bytes, std::string& out) {
  constexpr size_t kLineBytes = 64;
  out += '{';
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i % kLineBytes == 0) out += i == 0 ? "\"" : "\"\n     \"";
    put_byte(bytes[i], out);
  }
  out += bytes.empty() ? "\"\", 0}" : "\",\n     " + std::to_string(bytes.size()) + "}";
}

void put_file(std::string_view name, std::string_view text, const YamlNode& tree,
              std::string& out) {
  out += "    {\"" + std::string(name) + "\",\n     ";
  put_literal(text, out);
  out += ",\n     ";
  put_literal(pack(tree), out);
  out += "},\n";
}

bool embed(const std::string& folder, const std::string& name, std::string& out) {
  const std::string path = folder + "/" + name;
  std::string text;
  if (const std::string wrong = read_file(path, {}, text); !wrong.empty()) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), wrong.c_str());
    return false;
  }
  const Result<YamlNode> tree = parse_yaml(path, text);
  for (const Problem& problem : tree.problems()) {
    std::fprintf(stderr, "%s\n", problem.text().c_str());
  }
  if (tree) put_file(name, text, *tree, out);
  return static_cast<bool>(tree);
}

int run(int count, char** arguments) {
  if (count < 4) {
    std::fputs("usage: specgate_embed OUT FOLDER FILE...\n", stderr);
    return 2;
  }
  std::string out =
      "// Made by specgate_embed from spec/data/**/*.yaml.\n#include \"spec/catalogue/embedded.h\"\n\n"
      "namespace specgate {\n\nstd::span<const EmbeddedFile> embedded_files() {\n"
      "  static constexpr EmbeddedFile kFiles[] = {\n";
  bool whole = true;
  for (int i = 3; i < count; ++i) whole = embed(arguments[2], arguments[i], out) && whole;
  if (!whole) return 1;
  out += "  };\n  return kFiles;\n}\n\n}  // namespace specgate\n";
  std::ofstream file(arguments[1], std::ios::binary);
  file << out << std::flush;
  if (file) return 0;
  std::fprintf(stderr, "%s: cannot be written\n", arguments[1]);
  return 1;
}

}  // namespace
}  // namespace specgate

int main(int count, char** arguments) { return specgate::run(count, arguments); }
