// SPDX-License-Identifier: Apache-2.0
// Finds the program that answers an event, by its triggerSource.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/event_reader.h"
#include "runtime/image.h"

namespace lintel::runtime {

struct Dispatch {
  std::uint32_t program = image::none;  // none: the event goes back unchanged
  std::optional<Fault> fault;           // if no program is to be had
  std::string_view found;               // of the fault: the source, as the event spells it
  std::uint32_t trigger = image::none;  // in triggers
  std::uint32_t source = image::none;   // in sources
};

Dispatch dispatch(const image::View& image, const Reading& reading);

}  // namespace lintel::runtime
