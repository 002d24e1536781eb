// SPDX-License-Identifier: Apache-2.0
// A response writer that works on nlohmann's tree: plain, and apart from the runtime's.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/image.h"
#include "runtime/lintel.h"

namespace lintel::differential {

// A row of the image's fields.
struct Field {
  std::string path;
  image::FieldKind kind = image::FieldKind::flag;
  image::FieldDefault unset = image::FieldDefault::no;
  std::string from;
};

// What rules have said about a field.
struct Said {
  bool is_set = false;
  nlohmann::json value;                                         // of a flag or text
  std::vector<std::pair<std::string, nlohmann::json>> entries;  // of items: with null values
};

std::vector<std::string> split(std::string_view text, char separator);

// What stands at a path in an event; null if nothing does.
const nlohmann::json* find(const nlohmann::json& event, const std::string& path);

bool holds(const Said& said, const std::string& name);

class TreeWriter {
 public:
  TreeWriter(const std::vector<Field>& fields, const std::vector<Said>& said,
             const nlohmann::json& event)
      : fields_(fields), said_(said), event_(event) {}

  // The tree of the answer, or the kind of the fault.
  std::optional<nlohmann::json> answer(FaultKind& fault) const;

 private:
  std::optional<std::size_t> other(std::size_t number, image::FieldKind kind) const;
  bool is_set(std::size_t number) const;
  bool is_wanted(std::size_t number) const;
  nlohmann::json value(std::size_t number) const;
  nlohmann::json entries(std::size_t number) const;
  void put(nlohmann::json& answer, std::size_t number) const;

  const std::vector<Field>& fields_;
  const std::vector<Said>& said_;
  const nlohmann::json& event_;
};

}  // namespace lintel::differential
