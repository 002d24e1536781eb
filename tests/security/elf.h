// SPDX-License-Identifier: Apache-2.0
// What an executable for Linux of 64 bits says about how it wants to be protected.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lintel::security {

struct Protections {
  bool position_independent = false;  // it can lie anywhere
  bool needs_loader = false;          // a program interpreter: it is linked dynamically
  bool stack_is_data = false;         // no segment asks for an executable stack
  bool relro = false;                 // what the linker fills is read-only once it is filled,
  bool bind_now = false;              // and all of it is filled at the start
  bool writable_code = false;         // some segment can be written and executed
  bool rpath = false;                 // libraries are looked for in folders that the file names
  std::size_t writable_tables = 0;    // bytes between the start of RELRO and its end
  std::size_t canaries = 0;           // places where x86-64 code reads the canary of the stack
};

// Nothing if the bytes are no such file.
std::optional<Protections> protections(std::string_view file);

// In words, such as "static, fixed addresses, RELRO"; for messages.
std::string describe(const Protections& found);

}  // namespace lintel::security
