// SPDX-License-Identifier: Apache-2.0
// One page of tables in Markdown, for a terminal and for bench/README.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bench/report/measurements.h"

namespace lintel::bench {

// The comparison first, then scaling, steps, start, cold start and compiling; a section without
// rows is left out, and rows of no section come last. No row is dropped.
std::string results_page(const Measurements& measurements);

inline constexpr std::string_view page_begins = "<!-- results: written by bench/run -->\n";
inline constexpr std::string_view page_ends = "<!-- end of the results -->\n";

// The text with the page in place of what stood between the two markers; nothing if they are not
// there, once each and in this order.
std::optional<std::string> with_page(std::string_view text, std::string_view page);

}  // namespace lintel::bench
