#!/bin/sh
# spdlog 1.10.0: rotating_file_sink empties the log when it cannot rename it.
#
# Where the next name is taken by something that rename(2) does not replace (here a folder), the sink
# reports "failed renaming" and reopens its file with truncation: all lines in it are gone, though they
# were written nowhere else. specgate-proxy rotates its access log itself for that reason.
# Seen: exits with 0. Another behaviour: exits with 1.
set -eu
spdlog=1:1.10.0+ds-0.4
fmt=9.1.0+ds1-2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -o APT::Sandbox::User=root download -q "libspdlog-dev=$spdlog" "libfmt-dev=$fmt" >/dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done

cat >main.cc <<'CODE'
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>
#include <cstdio>
int main() {
  auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_st>("log.txt", 100, 1);
  sink->set_pattern("%v");
  spdlog::logger logger("log", sink);
  logger.set_error_handler([](const std::string& why) { std::printf("told: %s\n", why.c_str()); });
  for (int i = 0; i < 10; ++i) logger.info("line {}, twenty bytes", i);
  logger.flush();
  std::printf("spdlog %d.%d.%d\n", SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH);
}
CODE
include=root/usr/include
g++ -std=c++17 -DSPDLOG_FMT_EXTERNAL -DFMT_HEADER_ONLY -I "$include" main.cc -o main -pthread
mkdir -p log.1.txt/in-the-way
./main
written=10
kept=$(wc -l <log.txt)
echo "lines written: $written, lines in log.txt: $kept, other files of the log: none"
[ "$kept" -lt "$written" ]
