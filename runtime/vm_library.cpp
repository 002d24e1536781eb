// SPDX-License-Identifier: Apache-2.0
// The library: instructions that compute a text, number, time or list from up to three values.
#include <optional>

#include "runtime/bracket_list.h"
#include "runtime/encodings.h"
#include "runtime/instruction.h"
#include "runtime/machine.h"
#include "runtime/number_text.h"
#include "runtime/output.h"
#include "runtime/strings.h"
#include "runtime/text.h"
#include "runtime/time.h"
#include "runtime/values.h"

namespace lintel::runtime {
namespace {

using image::Kind;
using image::Opcode;

Time time_of(const Cell& cell) { return {cell.number, cell.size}; }

void set(Cell& a, std::string_view value) { a.set_text(value); }
void set(Cell& a, std::int64_t value) { a.set_number(value); }
void set(Cell& a, bool value) { a.set_number(value ? 1 : 0); }
void set(Cell& a, double value) { a.set_real(value); }
void set(Cell& a, const Time& value) { a.set_time(value.seconds, value.nanoseconds); }

template <typename Value>
void set(Cell& a, const std::optional<Value>& value) {
  if (value)
    set(a, *value);
  else
    a.set_absent();
}

// The opcodes of the parts of a time stand in the order of TimePart, from `first` on.
TimePart part_of(Opcode opcode, Opcode first, TimePart first_part) {
  return static_cast<TimePart>(static_cast<int>(first_part) + static_cast<int>(opcode) -
                               static_cast<int>(first));
}

Time in_zone(const Time& time, std::int32_t zone) {
  return {time.seconds + zone, time.nanoseconds};
}

// Makes new texts and lists in the arena. False: there is no room.
class Maker {
 public:
  Maker(Cell& made, TextArena& arena) : made_(made), arena_(arena) {}

  // What `write` writes to where it is told; of null it says the size.
  template <typename Write>
  bool written(Write write) {
    const std::size_t size = write(nullptr);
    char* const out = arena_.take(size);
    if (out == nullptr) return false;
    write(out);
    made_.set_text({out, size});
    return true;
  }

  bool rewritten(std::string_view text, std::size_t (*rewrite)(std::string_view, char*)) {
    return written([&](char* out) { return rewrite(text, out); });
  }

  // What `decode` makes of `text`, which is no longer.
  bool decoded(std::string_view text,
               std::optional<std::string_view> (*decode)(std::string_view, char*)) {
    const std::size_t used = arena_.used();
    char* const out = arena_.take(text.size());
    if (out == nullptr) return false;
    const std::optional<std::string_view> result = decode(text, out);
    arena_.give_back_to(used + (result ? result->size() : 0));
    set(made_, result);
    return true;
  }

  bool copied(std::string_view text) {
    return written([&](char* out) {
      Output result(out);
      result.add(text);
      return result.size();
    });
  }

  template <typename Pieces>
  bool list(const Pieces& pieces) {
    std::string_view piece;
    std::uint32_t count = 0;
    for (Pieces all = pieces; all.next(piece);) ++count;
    Built built = start_list(made_, count, arena_);
    for (Pieces all = pieces; built == Built::done && all.next(piece);) {
      Cell element{};
      element.set_text(piece);
      built = append(made_, element, Kind::text);
    }
    return built != Built::no_room;
  }

  // The texts of a list. Absent if it holds something else.
  bool joined(const Cell& list, std::string_view separator) {
    for (std::uint32_t i = 0; i < list.size; ++i) {
      if (list.items[i].kind == Kind::text) continue;
      made_.set_absent();
      return true;
    }
    return written([&](char* out) {
      Output result(out);
      for (std::uint32_t i = 0; i < list.size; ++i) {
        if (i > 0) result.add(separator);
        result.add(list.items[i].text());
      }
      return result.size();
    });
  }

 private:
  Cell& made_;
  TextArena& arena_;
};

// What needs no room.
void compute_in_place(Opcode opcode, Cell& a, const Cell& b, const Cell& c, const Cell& d) {
  switch (opcode) {
    case Opcode::char_at: return set(a, char_at(b.text(), c.number));
    case Opcode::index_of: return set(a, index_of(b.text(), c.text()));
    case Opcode::index_of_from: return set(a, index_of(b.text(), c.text(), d.number));
    case Opcode::last_index_of: return set(a, last_index_of(b.text(), c.text()));
    case Opcode::last_index_of_from: return set(a, last_index_of(b.text(), c.text(), d.number));
    case Opcode::substring: return set(a, substring(b.text(), c.number));
    case Opcode::substring_to: return set(a, substring(b.text(), c.number, d.number));
    case Opcode::text_to_boolean: return set(a, parse_boolean(b.text()));
    case Opcode::text_to_number: return set(a, parse_number(b.text()));
    case Opcode::integer_to_number: return set(a, static_cast<double>(b.number));
    case Opcode::number_to_integer: return set(a, to_integer(b.real));
    case Opcode::text_to_timestamp: return set(a, parse_timestamp(b.text()));
    case Opcode::integer_to_timestamp: return set(a, timestamp_of_seconds(b.number));
    case Opcode::timestamp_to_integer: return set(a, b.number);
    case Opcode::text_to_duration: return set(a, parse_duration(b.text()));
    case Opcode::add_to_timestamp: return set(a, add_to_timestamp(time_of(b), time_of(c)));
    case Opcode::subtract_from_timestamp:
      return set(a, subtract_from_timestamp(time_of(b), time_of(c)));
    case Opcode::subtract_timestamps: return set(a, subtract_timestamps(time_of(b), time_of(c)));
    case Opcode::add_durations: return set(a, add_durations(time_of(b), time_of(c)));
    case Opcode::subtract_durations: return set(a, subtract_durations(time_of(b), time_of(c)));
    case Opcode::negate_duration: return set(a, negate_duration(time_of(b)));
    case Opcode::to_zone: {
      const std::optional<std::int32_t> zone = parse_zone(c.text());
      if (zone) return set(a, in_zone(time_of(b), *zone));
      return a.set_absent();
    }
    default: break;
  }
  const Time time = time_of(b);
  if (opcode >= Opcode::duration_hours)
    return set(a, duration_part(time, part_of(opcode, Opcode::duration_hours, TimePart::hours)));
  set(a, timestamp_part(time, part_of(opcode, Opcode::full_year, TimePart::full_year)));
}

}  // namespace

// Strict. The operands are copied first: a may be one of them.
bool Machine::library(InstructionRow row) {
  const InstructionInfo& instruction = info(row.opcode);
  const auto opcode = static_cast<Opcode>(row.opcode);
  Cell& a = cell(row.a);
  const Cell b = cell(row.b);
  const Cell c = is_register(instruction.operands[2]) ? cell(row.c) : b;
  const Cell d = is_register(instruction.operands[3]) ? cell(row.d) : b;
  const bool in_place = opcode == Opcode::replace_first;
  if (!b.present() || !c.present() || !d.present() || (in_place && !a.present())) {
    a.set_absent();
    return true;
  }
  Maker maker(a, work_.texts);
  bool fits = true;
  switch (opcode) {
    case Opcode::replace:
    case Opcode::replace_first: {
      const std::string_view text = in_place ? a.text() : b.text();
      const std::string_view part = in_place ? b.text() : c.text();
      const std::string_view replacement = in_place ? c.text() : d.text();
      fits = maker.written([&](char* out) {
        return replace(text, part, replacement, in_place ? d.number : no_limit, out);
      });
      break;
    }
    case Opcode::reverse: fits = maker.rewritten(b.text(), reverse); break;
    case Opcode::split: fits = maker.list(Split(b.text(), c.text())); break;
    case Opcode::split_first: fits = maker.list(Split(b.text(), c.text(), d.number)); break;
    case Opcode::bracket_list: fits = maker.list(BracketList(b.text())); break;
    case Opcode::join: fits = maker.joined(b, {}); break;
    case Opcode::join_with: fits = maker.joined(b, c.text()); break;
    case Opcode::base64_encode: fits = maker.rewritten(b.text(), base64_encode); break;
    case Opcode::base64_url_encode: fits = maker.rewritten(b.text(), base64_url_encode); break;
    case Opcode::url_encode: fits = maker.rewritten(b.text(), url_encode); break;
    case Opcode::base64_decode: fits = maker.decoded(b.text(), base64_decode); break;
    case Opcode::base64_url_decode: fits = maker.decoded(b.text(), base64_url_decode); break;
    case Opcode::url_decode: fits = maker.decoded(b.text(), url_decode); break;
    case Opcode::form_decode: fits = maker.decoded(b.text(), form_decode); break;
    case Opcode::number_to_text: {
      char buffer[max_number_characters];
      fits = maker.copied(write_number(b.real, buffer));
      break;
    }
    case Opcode::timestamp_to_text: {
      char buffer[max_timestamp_characters];
      fits = maker.copied(write_timestamp(time_of(b), buffer));
      break;
    }
    case Opcode::duration_to_text: {
      char buffer[max_duration_characters];
      fits = maker.copied(write_duration(time_of(b), buffer));
      break;
    }
    default: compute_in_place(opcode, a, b, c, d); break;
  }
  return fit(fits);
}

}  // namespace lintel::runtime
