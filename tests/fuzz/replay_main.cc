// The check of a fuzzer without the fuzzer: over each file it is given, each of its lines, and what
// some thousand small changes make of them. The same in every run; what a fuzzer has found joins the
// files. usage: NAME_replay FILE|FOLDER...
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

constexpr size_t kMostLines = 40;      // of one file
constexpr size_t kMutants = 1000;      // of one file
constexpr size_t kMostMutated = 4096;  // bytes: what is longer is only run as it is

std::string at_hand;  // what runs now, told when it fails

void tell(int) {
  std::fprintf(stderr, "the check failed on %zu bytes:\n", at_hand.size());
  std::fwrite(at_hand.data(), 1, at_hand.size(), stderr);
  std::fputc('\n', stderr);
  std::signal(SIGABRT, SIG_DFL);
}

void run(std::string input) {
  at_hand = std::move(input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(at_hand.data()), at_hand.size());
}

constexpr char kTellingBytes[] = "\"{}[]:,\\ \t\r\n;=-+.0019eEaAuU\0\x1f\x7f\x80\xc3\xed\xf4\xff";
constexpr std::string_view kTelling(kTellingBytes, sizeof kTellingBytes - 1);

// A few bytes of it changed, put in, taken out, doubled elsewhere, or its end cut off.
std::string mutant_of(const std::string& seed, std::mt19937& random) {
  std::string out = seed;
  for (size_t i = 0; i <= random() % 3; ++i) {
    const size_t at = out.empty() ? 0 : random() % out.size();
    const size_t some = std::min<size_t>(1 + random() % 8, out.size() - at);
    switch (random() % 5) {
      case 0:
        if (!out.empty()) out[at] = kTelling[random() % kTelling.size()];
        break;
      case 1:
        out.insert(at, 1, kTelling[random() % kTelling.size()]);
        break;
      case 2:
        out.erase(at, some);
        break;
      case 3:
        out.insert(out.empty() ? 0 : random() % out.size(), out.substr(at, some));
        break;
      default:
        out.resize(at);
    }
  }
  return out;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < text.size() && lines.size() < kMostLines;) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void replay(const fs::path& file) {
  std::vector<std::string> seeds = lines_of(text_of(file));
  seeds.push_back(text_of(file));
  for (const std::string& seed : seeds) run(seed);
  std::erase_if(seeds, [](const std::string& seed) { return seed.size() > kMostMutated; });
  std::mt19937 random;
  for (size_t i = 0; i < kMutants && !seeds.empty(); ++i) run(mutant_of(seeds[i % seeds.size()], random));
}

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGABRT, tell);
  std::vector<fs::path> files;
  for (int i = 1; i < count; ++i) {
    if (!fs::is_directory(arguments[i])) {
      files.emplace_back(arguments[i]);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(arguments[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) replay(file);
  std::printf("%zu files\n", files.size());
  return files.empty() ? 1 : 0;
}
