// SPDX-License-Identifier: Apache-2.0
// The functions of CEL's library "strings". Texts are valid UTF-8; positions count code points from
// 0; what is an error in CEL is nothing here. Each function takes time linear in its texts, but
// last_index_of(), which takes n log n.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lintel::runtime {

// No limit on the pieces of a split or on what is replaced; so is each negative number.
inline constexpr std::int64_t no_limit = -1;

// The character at `position`: empty at the end of `text`, nothing outside of it.
std::optional<std::string_view> char_at(std::string_view text, std::int64_t position);

// Where `part` stands first, not before `from`; -1 if nowhere. An empty part stands at `from`.
// Nothing if `from` lies outside of `text`; its end lies inside.
std::optional<std::int64_t> index_of(std::string_view text, std::string_view part,
                                     std::int64_t from = 0);

// Where `part` stands last; -1 if nowhere. An empty part stands at the end.
std::int64_t last_index_of(std::string_view text, std::string_view part);
// The same, not after `from`, where an empty part stands. Nothing if `from` lies outside of `text`.
std::optional<std::int64_t> last_index_of(std::string_view text, std::string_view part,
                                          std::int64_t from);

// Nothing unless 0 <= begin <= end <= size.
std::optional<std::string_view> substring(std::string_view text, std::int64_t begin);
std::optional<std::string_view> substring(std::string_view text, std::int64_t begin,
                                          std::int64_t end);

// Each function of this kind writes its result to `out`, or only counts if `out` is null, and
// returns the size.
std::size_t reverse(std::string_view text, char* out);
// The first `limit` places of `part` from the left. An empty part stands before each character and
// at the end. SIZE_MAX if the result has no size of this type: then nothing is written.
std::size_t replace(std::string_view text, std::string_view part, std::string_view replacement,
                    std::int64_t limit, char* out);

// The pieces of `text` between the separators, in order. The piece that reaches `limit` is all that
// is left; there is none if `limit` is 0. An empty separator splits into characters, so that an
// empty text has no piece then, and is one piece otherwise.
class Split {
 public:
  Split(std::string_view text, std::string_view separator, std::int64_t limit = no_limit);

  bool next(std::string_view& piece);

 private:
  std::string_view rest_;
  std::string_view separator_;
  std::int64_t limit_;
  bool done_;
};

}  // namespace lintel::runtime
