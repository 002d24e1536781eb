// SPDX-License-Identifier: Apache-2.0
// From candidate to candidate.
#include "runtime/machine.h"

namespace lintel::runtime {

using image::CandidateRow;
using image::IndexRow;
using image::Section;

std::uint32_t Machine::select(std::uint32_t otherwise) {
  const auto index = image_.row<IndexRow>(Section::indexes, program_->index);
  first_candidate_ = index.first_candidate;
  candidates_.find(image_, index, work_.cells);
  return advance(otherwise);
}

std::uint32_t Machine::advance(std::uint32_t otherwise) {
  const std::uint32_t number = candidates_.next(image_);
  if (number == image::none) return otherwise;
  candidate_ = image_.row<CandidateRow>(Section::candidates, first_candidate_ + number);
  return candidate_.instruction;
}

}  // namespace lintel::runtime
