// SPDX-License-Identifier: Apache-2.0
// The interpreter: a loop over the instructions and a function for each kind of work.
#include "runtime/vm.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "runtime/event_reader.h"
#include "runtime/instruction.h"
#include "runtime/json_text.h"
#include "runtime/table.h"
#include "runtime/text.h"
#include "runtime/trace.h"

namespace lintel::runtime {
namespace {

using image::InstructionRow;
using image::Kind;
using image::Opcode;
using image::Section;
using image::TableRow;

constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

class Machine {
 public:
  Machine(const image::View& image, const image::ProgramRow& program, Workspace& work,
          const char* event)
      : image_(image), program_(program), work_(work), event_(event) {
    forget_fields();
  }

  template <bool tracing>
  Decision run(TraceTeller* teller);

 private:
  Cell& cell(std::uint32_t number) { return work_.cells[number]; }
  TableRow table(const Cell& cell) const {
    return image_.row<TableRow>(Section::tables, static_cast<std::uint32_t>(cell.number));
  }

  // a = compute(a, b), or absent if b is.
  template <typename Compute>
  void from_one(const InstructionRow& row, Compute compute) {
    const Cell b = cell(row.b);
    if (b.present())
      compute(cell(row.a), b);
    else
      cell(row.a).set_absent();
  }

  template <typename Compute>
  void from_two(const InstructionRow& row, Compute compute) {
    const Cell b = cell(row.b);
    const Cell c = cell(row.c);
    if (b.present() && c.present())
      compute(cell(row.a), b, c);
    else
      cell(row.a).set_absent();
  }

  // a = b and c combined by `compute`, which says whether the result does not fit.
  template <typename Compute>
  void arithmetic(const InstructionRow& row, Compute compute) {
    from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
      std::int64_t result = 0;
      if (compute(b.number, c.number, &result))
        a.set_absent();
      else
        a.set_number(result);
    });
  }

  template <typename Decide>
  Truth test_two(const InstructionRow& row, Decide decide) {
    const Cell& a = cell(row.a);
    const Cell& b = cell(row.b);
    return a.present() && b.present() ? truth(decide(a, b)) : Truth::absent;
  }

  template <typename Decide>
  Truth test_texts(const InstructionRow& row, Decide decide) {
    return test_two(row, [&](const Cell& a, const Cell& b) { return decide(a.text(), b.text()); });
  }

  // New texts. False: there is no room.
  bool set_new_text(Cell& a, std::string_view text);
  bool map_letters(const InstructionRow& row, char (*map)(char));
  bool rewrite(const InstructionRow& row, std::size_t (*write)(std::string_view, char*));
  bool concat(const InstructionRow& row);
  bool set_lower(Cell& a, std::string_view text, char (*map)(char));
  bool domain(const InstructionRow& row);
  bool count_names(const InstructionRow& row);
  Truth test_member(const InstructionRow& row);

  void entry(const InstructionRow& row, bool of_map);
  void set_constant(Cell& a, Kind kind, std::uint32_t word);
  bool member(const InstructionRow& row);
  bool request_effect(const InstructionRow& row);
  void set_field(std::uint32_t number, const FieldValue& value);
  bool collect(const InstructionRow& row);
  void forget_fields() {
    std::fill_n(work_.fields, program_.field_count, FieldValue{});
    work_.collected.clear();
  }

  std::string_view path_of(std::uint32_t slot) const;
  Decision end(OutcomeKind kind, std::string_view text) const {
    return {kind, text, fired_, effects_, {}};
  }
  Decision fail() const { return {OutcomeKind::fault, {}, 0, 0, fault_}; }
  bool no_room() {
    fault_ = {FaultKind::text_too_long, 0, {}, {}};
    return false;
  }

  const image::View& image_;
  const image::ProgramRow program_;
  Workspace& work_;
  const char* event_;
  std::uint32_t fired_ = 0;
  std::uint32_t effects_ = 0;
  Fault fault_{};
};

bool divide(std::int64_t b, std::int64_t c, std::int64_t* result) {
  if (c == 0 || (b == std::numeric_limits<std::int64_t>::min() && c == -1)) return true;
  *result = b / c;
  return false;
}

bool modulo(std::int64_t b, std::int64_t c, std::int64_t* result) {
  if (c == 0 || (b == std::numeric_limits<std::int64_t>::min() && c == -1)) return true;
  *result = b % c;
  return false;
}

template <bool tracing>
Decision Machine::run(TraceTeller* teller) {
  std::uint32_t next = program_.first_instruction;
  for (;;) {
    const std::uint32_t here = next++;
    const auto row = image_.row<InstructionRow>(Section::instructions, here);
    if constexpr (tracing) teller->reach(here);
    Truth outcome = Truth::absent;  // of a test
    switch (static_cast<Opcode>(row.opcode)) {
      case Opcode::end: return end(OutcomeKind::answered, {});
      case Opcode::jump: next = row.d; continue;
      case Opcode::once:
        if (cell(row.a).state != State::unset) next = row.d;
        continue;

      case Opcode::load_text: cell(row.a).set_text(image_.string(row.b)); continue;
      case Opcode::load_integer: cell(row.a).set_number(image_.integer(row.b)); continue;
      case Opcode::load_boolean:
      case Opcode::load_table: cell(row.a).set_number(row.b); continue;
      case Opcode::load_absent: cell(row.a).set_absent(); continue;
      case Opcode::copy: from_one(row, [](Cell& a, const Cell& b) { a = b; }); continue;

      case Opcode::domain:
        if (!domain(row)) return fail();
        continue;
      case Opcode::local:
        from_one(row, [](Cell& a, const Cell& b) {
          const auto address = parse_address(b.text());
          if (address)
            a.set_text(address->local);
          else
            a.set_absent();
        });
        continue;
      case Opcode::lower:
        if (!map_letters(row, ascii_lower)) return fail();
        continue;
      case Opcode::upper:
        if (!map_letters(row, ascii_upper)) return fail();
        continue;
      case Opcode::trim:
        from_one(row, [](Cell& a, const Cell& b) { a.set_text(trim(b.text())); });
        continue;
      case Opcode::escape_html:
        if (!rewrite(row, escape_html)) return fail();
        continue;
      case Opcode::single_line:
        if (!rewrite(row, single_line)) return fail();
        continue;
      case Opcode::concat:
        if (!concat(row)) return fail();
        continue;
      case Opcode::integer_to_text: {
        bool fits = true;
        from_one(row, [&](Cell& a, const Cell& b) {
          char digits[max_integer_digits];
          fits = set_new_text(a, write_integer(b.number, digits));
        });
        if (!fits) return fail();
        continue;
      }
      case Opcode::boolean_to_text:
        from_one(row, [](Cell& a, const Cell& b) { a.set_text(boolean_text(b.number != 0)); });
        continue;
      case Opcode::text_to_integer:
        from_one(row, [](Cell& a, const Cell& b) {
          const auto value = parse_integer(b.text());
          if (value)
            a.set_number(*value);
          else
            a.set_absent();
        });
        continue;

      case Opcode::size_text:
        from_one(row, [](Cell& a, const Cell& b) { a.set_number(count_code_points(b.text())); });
        continue;
      case Opcode::size_table:
        from_one(row, [this](Cell& a, const Cell& b) { a.set_number(table(b).count); });
        continue;
      case Opcode::size_object:
        if (!count_names(row)) return fail();
        continue;
      case Opcode::add:
        arithmetic(row, [](std::int64_t b, std::int64_t c, std::int64_t* result) {
          return __builtin_add_overflow(b, c, result);
        });
        continue;
      case Opcode::subtract:
        arithmetic(row, [](std::int64_t b, std::int64_t c, std::int64_t* result) {
          return __builtin_sub_overflow(b, c, result);
        });
        continue;
      case Opcode::multiply:
        arithmetic(row, [](std::int64_t b, std::int64_t c, std::int64_t* result) {
          return __builtin_mul_overflow(b, c, result);
        });
        continue;
      case Opcode::divide: arithmetic(row, divide); continue;
      case Opcode::modulo: arithmetic(row, modulo); continue;
      case Opcode::negate:
        from_one(row, [](Cell& a, const Cell& b) {
          std::int64_t result = 0;
          if (__builtin_sub_overflow(std::int64_t{0}, b.number, &result))
            a.set_absent();
          else
            a.set_number(result);
        });
        continue;

      case Opcode::get: entry(row, true); continue;
      case Opcode::at: entry(row, false); continue;
      case Opcode::member:
        if (!member(row)) return fail();
        continue;

      case Opcode::test_present: outcome = truth(cell(row.a).present()); break;
      case Opcode::test_boolean:
        if (cell(row.a).present()) outcome = truth(cell(row.a).number != 0);
        break;
      case Opcode::test_is:
        if (cell(row.a).present()) outcome = truth(cell(row.a).text() == image_.string(row.b));
        break;
      case Opcode::test_equal:
        outcome = test_texts(row, [](auto a, auto b) { return a == b; });
        break;
      case Opcode::test_same: outcome = test_texts(row, equal_ignoring_case); break;
      case Opcode::test_less:
        outcome = test_texts(row, [](auto a, auto b) { return a < b; });
        break;
      case Opcode::test_at_most:
        outcome = test_texts(row, [](auto a, auto b) { return a <= b; });
        break;
      case Opcode::test_contains: outcome = test_texts(row, contains); break;
      case Opcode::test_starts:
        outcome = test_texts(row, [](auto a, auto b) { return starts_with(a, b); });
        break;
      case Opcode::test_ends: outcome = test_texts(row, ends_with); break;
      case Opcode::test_integer_equal:
      case Opcode::test_boolean_equal:
        outcome = test_two(row, [](auto& a, auto& b) { return a.number == b.number; });
        break;
      case Opcode::test_integer_less:
        outcome = test_two(row, [](auto& a, auto& b) { return a.number < b.number; });
        break;
      case Opcode::test_integer_at_most:
        outcome = test_two(row, [](auto& a, auto& b) { return a.number <= b.number; });
        break;
      case Opcode::test_text_in:
        outcome = test_two(row, [this](auto& a, auto& b) {
          return image::find(image_, table(b), a.text()) != image::none;
        });
        break;
      case Opcode::test_integer_in:
        outcome = test_two(row, [this](auto& a, auto& b) {
          return image::find(image_, table(b), a.number) != image::none;
        });
        break;
      case Opcode::test_member: outcome = test_member(row); break;

      case Opcode::fire: work_.fired[fired_++] = row.b; continue;
      case Opcode::set_flag: set_field(row.b, {{}, row.c != 0, true, false, false}); continue;
      case Opcode::set_text:
        if (cell(row.a).present()) {
          set_field(row.b, {cell(row.a).text(), false, true, false, false});
        }
        continue;
      case Opcode::request_effect:
        if (!request_effect(row)) return fail();
        continue;
      case Opcode::set_null: set_field(row.b, {{}, false, true, true, false}); continue;
      case Opcode::set_entry:
      case Opcode::set_entries:
      case Opcode::add_item:
      case Opcode::add_items:
        if (!collect(row)) return fail();
        continue;
      case Opcode::deny:
        forget_fields();
        effects_ = keep_on_reject(work_, effects_);
        return end(OutcomeKind::answered, {});
      case Opcode::reject:
        return end(OutcomeKind::rejected,
                   cell(row.a).present() ? cell(row.a).text() : neutral_rejection);
    }
    if constexpr (tracing) teller->decided(row, here, outcome);
    if ((row.mask >> static_cast<int>(outcome) & 1) != 0) next = row.d;
  }
}

bool Machine::set_new_text(Cell& a, std::string_view text) {
  char* const out = work_.texts.take(text.size());
  if (out == nullptr) return no_room();
  std::copy(text.begin(), text.end(), out);
  a.set_text({out, text.size()});
  return true;
}

// What needs no change is not copied.
bool Machine::set_lower(Cell& a, std::string_view text, char (*map)(char)) {
  const auto changes = [map](char c) { return map(c) != c; };
  if (std::none_of(text.begin(), text.end(), changes)) {
    a.set_text(text);
    return true;
  }
  char* const out = work_.texts.take(text.size());
  if (out == nullptr) return no_room();
  std::transform(text.begin(), text.end(), out, map);
  a.set_text({out, text.size()});
  return true;
}

bool Machine::map_letters(const InstructionRow& row, char (*map)(char)) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) { fits = set_lower(a, b.text(), map); });
  return fits;
}

bool Machine::domain(const InstructionRow& row) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) {
    const auto address = parse_address(b.text());
    if (address)
      fits = set_lower(a, address->domain, ascii_lower);
    else
      a.set_absent();
  });
  return fits;
}

bool Machine::rewrite(const InstructionRow& row, std::size_t (*write)(std::string_view, char*)) {
  bool fits = true;
  from_one(row, [&](Cell& a, const Cell& b) {
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

bool Machine::concat(const InstructionRow& row) {
  bool fits = true;
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    const std::string_view left = b.text();
    const std::string_view right = c.text();
    const bool extends = work_.texts.is_last(left.data() + left.size());
    char* out = work_.texts.take(extends ? right.size() : left.size() + right.size());
    if (out == nullptr) {
      fits = no_room();
      return;
    }
    const char* const begin = extends ? left.data() : out;
    if (!extends) out = std::copy(left.begin(), left.end(), out);
    std::copy(right.begin(), right.end(), out);
    a.set_text({begin, left.size() + right.size()});
  });
  return fits;
}

// A map that the event does not have counts as empty, here and in test_member.
bool Machine::count_names(const InstructionRow& row) {
  const Cell& object = cell(row.b);
  if (!object.present()) {
    cell(row.a).set_number(0);
    return true;
  }
  const auto count = count_members(object.text(), work_.texts.scratch());
  if (!count) return no_room();
  cell(row.a).set_number(*count);
  return true;
}

Truth Machine::test_member(const InstructionRow& row) {
  const Cell& name = cell(row.a);
  const Cell& object = cell(row.b);
  if (!name.present()) return Truth::absent;
  if (!object.present()) return Truth::no;
  const auto found = find_member(object.text(), name.text());
  return truth(found && found->type() != JsonType::null);
}

void Machine::entry(const InstructionRow& row, bool of_map) {
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    const TableRow from = table(b);
    a.set_absent();
    if ((from.is_map != 0) != of_map || from.value_kind != row.d) return;
    std::uint32_t found = image::none;
    if (of_map) {
      found = image::find(image_, from, c.text());
    } else if (c.number >= 0 && c.number < from.count) {
      found = static_cast<std::uint32_t>(c.number);
    }
    if (found != image::none) {
      set_constant(a, static_cast<Kind>(row.d), image_.word(from.values + found));
    }
  });
}

void Machine::set_constant(Cell& a, Kind kind, std::uint32_t word) {
  switch (kind) {
    case Kind::text: a.set_text(image_.string(word)); break;
    case Kind::integer: a.set_number(image_.integer(word)); break;
    case Kind::boolean:
    case Kind::table: a.set_number(word); break;
    case Kind::object: break;  // no table holds one
  }
}

bool Machine::member(const InstructionRow& row) {
  bool done = true;
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    a.set_absent();
    const auto found = find_member(b.text(), c.text());
    if (!found || found->type() == JsonType::null) return;
    const JsonType type = found->type();
    if (type == JsonType::object || type == JsonType::list) {
      fault_ = {FaultKind::wrong_type, static_cast<std::size_t>(found->value.data() - event_),
                path_of(row.b), wrong_type_detail(image::ReadAs::text, type)};
      done = false;
    } else if (type == JsonType::text) {
      const auto text = unescape(found->content(), work_.texts);
      if (text)
        a.set_text(*text);
      else
        done = no_room();
    } else {
      a.set_text(found->value);
    }
  });
  return done;
}

// Empty if the register is no slot.
std::string_view Machine::path_of(std::uint32_t slot) const {
  for (std::uint32_t i = 0; i < image_.count(Section::plan_nodes); ++i) {
    const auto node = image_.row<image::PlanNode>(Section::plan_nodes, i);
    if (node.slot == slot) return image_.string(node.path);
  }
  return {};
}

void Machine::set_field(std::uint32_t number, const FieldValue& value) {
  FieldValue& field = work_.fields[number - program_.first_field];
  if (!field.is_set) field = value;
}

// Entries and items.
bool Machine::collect(const InstructionRow& row) {
  const Cell& a = cell(row.a);
  if (!a.present()) return true;
  const std::uint32_t field = row.b - program_.first_field;
  const auto kind = [this](std::uint32_t number) {
    return static_cast<Kind>(image_.row<std::uint8_t>(Section::registers, number));
  };
  Collecting done = Collecting::done;
  switch (static_cast<Opcode>(row.opcode)) {
    case Opcode::set_entry:
      if (!cell(row.c).present()) return true;
      done = work_.collected.add_entry(field, a.text(), cell(row.c), kind(row.c));
      break;
    case Opcode::set_entries:
      done = work_.collected.add_entries(field, a, kind(row.a), image_, work_.texts);
      break;
    case Opcode::add_item: done = work_.collected.add_item(field, a.text()); break;
    default: done = work_.collected.add_items(field, a, kind(row.a), image_); break;
  }
  work_.fields[field].is_set = true;
  if (done == Collecting::no_room) return no_room();
  if (done == Collecting::full) fault_ = {FaultKind::too_many_entries, 0, {}, {}};
  return done == Collecting::done;
}

bool Machine::request_effect(const InstructionRow& row) {
  for (std::uint32_t i = 0; i < row.c; ++i) {
    if (!cell(row.a + i).present()) return true;
  }
  if (effects_ == limits::max_effects) {
    fault_ = {FaultKind::too_many_effects, 0, {}, {}};
    return false;
  }
  const auto effect = image_.row<image::EffectRow>(Section::effects, row.b);
  EffectArgument* const arguments = work_.arguments + effects_ * limits::max_effect_arguments;
  for (std::uint32_t i = 0; i < row.c; ++i) {
    const auto name =
        image_.row<std::uint32_t>(Section::effect_parameters, effect.first_parameter + i);
    arguments[i] = {image_.string(name), cell(row.a + i).text()};
  }
  work_.kept_on_reject[effects_] = effect.kept_on_reject != 0;
  work_.effects[effects_++] = {
      image_.string(effect.name), {arguments, row.c}, effect.reject_on_failure != 0, effect.rule};
  return true;
}

}  // namespace

std::uint32_t keep_on_reject(Workspace& work, std::uint32_t count) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!work.kept_on_reject[i]) continue;
    work.effects[kept] = work.effects[i];
    work.kept_on_reject[kept++] = true;
  }
  return kept;
}

Decision run(const image::View& image, std::uint32_t program, Workspace& work, const char* event,
             Tracer* tracer) {
  const auto row = image.row<image::ProgramRow>(Section::programs, program);
  Machine machine(image, row, work, event);
  if (tracer == nullptr) return machine.run<false>(nullptr);
  TraceTeller teller(image, work.cells, *tracer);
  return machine.run<true>(&teller);
}

}  // namespace lintel::runtime
