// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/machine.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <thread>

#include <fmt/format.h>

namespace lintel::cli {

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  return cpu_name(file);
}

std::string cpu_name(std::istream& file) {
  std::map<std::string, std::string> facts;  // of the first processor
  for (std::string line; std::getline(file, line) && !line.empty();) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || colon + 2 > line.size()) continue;
    facts[line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1)] = line.substr(colon + 2);
  }
  if (facts.contains("model name"))
    return fmt::format("{} (family {}, model {})", facts["model name"], facts["cpu family"],
                       facts["model"]);
  if (facts.contains("CPU part"))  // arm64 has numbers alone
    return fmt::format("implementer {}, part {}", facts["CPU implementer"], facts["CPU part"]);
  return "unknown";
}

std::uint32_t core_count() { return std::thread::hardware_concurrency(); }

double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

}  // namespace lintel::cli
