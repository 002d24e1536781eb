// SPDX-License-Identifier: Apache-2.0
// Lintel against programs by hand that do the same jobs.
#pragma once

#include <memory>
#include <vector>

namespace lintel::bench {

class Comparison;

// Registers the rows compare/JOB/one_event/PROGRAM and compare/JOB/many_events/PROGRAM. What they
// need is made when the first row of the job runs, and nothing of it is timed before all programs
// have been seen to give the same answers. To be kept until all have run.
std::vector<std::shared_ptr<Comparison>> register_comparisons();

}  // namespace lintel::bench
