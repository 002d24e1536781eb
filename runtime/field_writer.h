// SPDX-License-Identifier: Apache-2.0
// The values of response fields as JSON: what the rules have set, defaults, and what is copied from
// the event.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/collected.h"
#include "runtime/event_reader.h"
#include "runtime/image.h"
#include "runtime/output.h"
#include "runtime/vm.h"

namespace lintel::runtime {

class FieldWriter {
 public:
  FieldWriter(const image::View& image, const image::ProgramRow& program, const Reading& reading,
              std::span<FieldValue> values, const Collected& collected)
      : image_(image),
        program_(program),
        reading_(reading),
        values_(values),
        collected_(collected) {}

  std::size_t count() const { return values_.size(); }
  image::FieldRow row(std::size_t number) const;
  std::string_view path(std::size_t number) const { return image_.string(row(number).path); }

  // False for rows that only say what other rows of their path shall not have.
  bool is_member(std::size_t number) const;

  // Whether some rule has said something about the field.
  bool is_set(std::size_t number) const;

  // Whether the answer gets a value for it; and whether that is only for where the event has none,
  // or null.
  bool is_wanted(std::size_t number) const;
  bool keeps(std::size_t number) const;

  void add(Output& out, std::size_t number) const;

  // At least the bytes that add() writes.
  std::uint64_t bound(std::size_t number) const;

  // Why the fields cannot be written.
  std::optional<FaultKind> check() const;

 private:
  void add_entries(Output& out, std::size_t number) const;
  void add_items(Output& out, std::size_t number) const;
  std::optional<std::string_view> copied(std::size_t number) const;
  std::optional<std::string_view> find(std::string_view path) const;
  bool has_set_neighbour(std::size_t number) const;
  bool is_taken_over(std::size_t number, const RawText& name) const;
  bool lists(std::size_t number, const RawText& name) const;
  std::optional<std::size_t> other(std::size_t number, image::FieldKind kind) const;

  // Calls visit(member) for what is taken over of the objects that the entries start from. Returns
  // how many members these have; if that is more than limits::max_collected, some of the objects
  // have not been visited.
  template <typename Visit>
  std::size_t each_base(std::size_t number, Visit visit) const;

  const image::View& image_;
  const image::ProgramRow& program_;
  const Reading& reading_;
  std::span<FieldValue> values_;
  const Collected& collected_;
};

}  // namespace lintel::runtime
