// SPDX-License-Identifier: Apache-2.0
// What a run was measured on: times of different machines cannot be compared.
#pragma once

#include <cstdint>
#include <istream>
#include <string>

namespace lintel::cli {

// Such as "AMD EPYC (family 25, model 17)". Virtual machines hide the exact name of the model.
std::string cpu_name();

// The same, of what /proc/cpuinfo says; "unknown" if that is nothing.
std::string cpu_name(std::istream& file);

std::uint32_t core_count();

// How many processes wanted a processor in the last minute, on average; 0 if the system does not
// say.
double load_average();

}  // namespace lintel::cli
