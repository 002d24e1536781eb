// SPDX-License-Identifier: Apache-2.0
#include "compiler/regex/char_set.h"

#include <algorithm>

namespace lintel::compiler::regex {
namespace {

struct Fold {
  char32_t first;
  char32_t last;
  char32_t step;
  std::int32_t distance;

  bool leads_on(char32_t code) const { return code <= last && (code - first) % step == 0; }
};

constexpr Fold folds[] = {
#define LINTEL_FOLD(first, last, step, distance) {first, last, step, distance},
#include "compiler/regex/folding.def"
#undef LINTEL_FOLD
};

// Rows of every second character lie in between each other: of those that start at or before a
// character, the one that it is in is among the last few. Four do; a newer Unicode may need more.
constexpr int most_interleaved = 8;

constexpr char32_t moved(char32_t code, std::int32_t distance) {
  return static_cast<char32_t>(static_cast<std::int32_t>(code) + distance);
}

// The next character of the circle; itself if it has no other letter case.
char32_t next_fold(char32_t code) {
  const auto* found = std::upper_bound(std::begin(folds), std::end(folds), code,
                                       [](char32_t c, const Fold& fold) { return c < fold.first; });
  for (int i = 0; i < most_interleaved && found != std::begin(folds); ++i)
    if ((--found)->leads_on(code)) return moved(code, found->distance);
  return code;
}

}  // namespace

void CharSet::tidy() {
  std::sort(ranges_.begin(), ranges_.end());
  std::size_t kept = 0;
  for (const CharRange& range : ranges_) {
    if (kept != 0 && range.first <= ranges_[kept - 1].last + 1)
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    else
      ranges_[kept++] = range;
  }
  ranges_.resize(kept);
}

const std::vector<CharRange>& CharSet::ranges() {
  tidy();
  return ranges_;
}

void CharSet::negate() {
  tidy();
  std::vector<CharRange> others;
  char32_t next = 0;
  for (const CharRange& range : ranges_) {
    if (range.first > next) others.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= last_code_point) others.push_back({next, last_code_point});
  ranges_ = std::move(others);
}

void CharSet::fold() {
  tidy();
  std::vector<CharRange> added;
  for (const Fold& fold : folds) {
    auto range = std::lower_bound(ranges_.begin(), ranges_.end(), fold.first,
                                  [](const CharRange& r, char32_t code) { return r.last < code; });
    for (; range != ranges_.end() && range->first <= fold.last; ++range) {
      const char32_t from = std::max(range->first, fold.first);
      const char32_t rest = (from - fold.first) % fold.step;
      const char32_t last = std::min(range->last, fold.last);
      for (char32_t code = rest == 0 ? from : from + fold.step - rest; code <= last;
           code += fold.step) {
        for (char32_t other = moved(code, fold.distance); other != code; other = next_fold(other))
          added.push_back({other, other});
      }
    }
  }
  add(added);
}

}  // namespace lintel::compiler::regex
