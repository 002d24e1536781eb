// SPDX-License-Identifier: Apache-2.0
// New texts.
#include <algorithm>

#include "runtime/letters.h"
#include "runtime/machine.h"
#include "runtime/text.h"

namespace lintel::runtime {

bool Machine::set_new_text(Cell& a, std::string_view text) {
  char* const out = work_.texts.take(text.size());
  if (out == nullptr) return no_room();
  std::copy(text.begin(), text.end(), out);
  a.set_text({out, text.size()});
  return true;
}

// What needs no change stays where it is.
template <typename Letters>
bool Machine::set_letters(Cell& a, std::string_view text) {
  const std::span<char> room = work_.texts.scratch();
  if (!is_pair(text, room.size())) return set_any_letters<Letters>(a, text);
  const bool changes = change_pair<Letters>(text, room.data());
  a.set_text(changes ? std::string_view(work_.texts.take(text.size()), text.size()) : text);
  return true;
}

template <typename Letters>
bool Machine::set_any_letters(Cell& a, std::string_view text) {
  if (has_letters<Letters>(text)) {
    char* const out = work_.texts.take(text.size());
    if (out == nullptr) return no_room();
    change_letters<Letters>(text, out, text.size());
    text = {out, text.size()};
  }
  a.set_text(text);
  return true;
}

bool Machine::lower(InstructionRow row) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) { fits = set_letters<Lower>(a, b.text()); });
  return fits;
}

bool Machine::upper(InstructionRow row) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) { fits = set_letters<Upper>(a, b.text()); });
  return fits;
}

bool Machine::integer_to_text(InstructionRow row) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) {
    char digits[max_integer_digits];
    fits = set_new_text(a, write_integer(b.number, digits));
  });
  return fits;
}

bool Machine::domain(InstructionRow row) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) {
    const auto address = parse_address(b.text());
    if (!address)
      a.set_absent();
    else if (address->is_lower)
      a.set_text(address->domain);
    else
      fits = set_letters<Lower>(a, address->domain);
  });
  return fits;
}

// A text for which `is_plain` says that `write` changes nothing stays where it is.
bool Machine::rewrite(InstructionRow row, bool (*is_plain)(std::string_view),
                      std::size_t (*write)(std::string_view, char*)) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) {
    if (is_plain(b.text())) return a.set_text(b.text());
    const std::size_t size = write(b.text(), nullptr);
    char* const out = work_.texts.take(size);
    if (out == nullptr) {
      fits = no_room();
      return;
    }
    write(b.text(), out);
    a.set_text({out, size});
  });
  return fits;
}

bool Machine::concat(InstructionRow row) {
  bool fits = true;
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    fits = set_joined(a, b.text(), c.text());
  });
  return fits;
}

bool Machine::concat_constant(InstructionRow row) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) { fits = set_joined(a, b.text(), string(row.c)); });
  return fits;
}

// What was joined last is made longer where it stands.
bool Machine::set_joined(Cell& a, std::string_view left, std::string_view right) {
  const bool extends = work_.texts.is_last(left.data() + left.size());
  char* out = work_.texts.take(extends ? right.size() : left.size() + right.size());
  if (out == nullptr) return no_room();
  const char* const begin = extends ? left.data() : out;
  if (!extends) {
    copy_bytes(out, left.data(), left.size());
    out += left.size();
  }
  copy_bytes(out, right.data(), right.size());
  a.set_text({begin, left.size() + right.size()});
  return true;
}

}  // namespace lintel::runtime
