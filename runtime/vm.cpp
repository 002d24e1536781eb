// SPDX-License-Identifier: Apache-2.0
// The loop over the instructions.
#include "runtime/vm.h"

#include <bit>
#include <limits>

#include "runtime/constant_time.h"
#include "runtime/dfa.h"
#include "runtime/instruction.h"
#include "runtime/machine.h"
#include "runtime/table.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::InstructionRow;
using image::Opcode;
using image::Section;

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

bool is_before(const Cell& a, const Cell& b) {
  return a.number < b.number || (a.number == b.number && a.size < b.size);
}

}  // namespace

// No opcode is missing below, though there is a `default`.
#pragma GCC diagnostic error "-Wswitch-enum"

template <bool tracing>
void Machine::run(TraceTeller* teller) {
  const std::byte* const instructions = image_.start(Section::instructions);
  const auto place = [&](std::uint32_t number) {
    return instructions + std::size_t{number} * sizeof(InstructionRow);
  };
  const std::byte* next = place(program_.first_instruction);
  for (;;) {
    const auto& row = *reinterpret_cast<const InstructionRow*>(next);
    next += sizeof row;
    const auto here = [&] {
      return static_cast<std::uint32_t>((next - instructions) / std::ptrdiff_t{sizeof row}) - 1;
    };
    if constexpr (tracing) teller->reach(here());
    Truth outcome = Truth::absent;  // of a test
    switch (static_cast<Opcode>(row.opcode)) {
      case Opcode::end: return end(OutcomeKind::answered, {});
      case Opcode::jump: next = place(row.d); continue;
      case Opcode::once:
        if (cell(row.a).state != State::unset) next = place(row.d);
        continue;

      case Opcode::load_text: cell(row.a).set_text(string(row.b)); continue;
      case Opcode::load_integer: cell(row.a).set_number(image_.integer(row.b)); continue;
      case Opcode::load_boolean:
      case Opcode::load_table: cell(row.a).set_number(row.b); continue;
      case Opcode::load_number: {
        const auto bits = static_cast<std::uint64_t>(image_.integer(row.b));
        cell(row.a).set_real(std::bit_cast<double>(bits));
        continue;
      }
      case Opcode::load_time:
        cell(row.a).set_time(image_.integer(row.b),
                             static_cast<std::uint32_t>(image_.integer(row.c)));
        continue;
      case Opcode::load_now:
        if (!load_now(cell(row.a))) return fail();
        continue;
      case Opcode::random_digits:
      case Opcode::random_token:
        if (!load_random(row)) return fail();
        continue;
      case Opcode::to_json:
        if (!to_json(row)) return fail();
        continue;
      case Opcode::load_variable: cell(row.a) = work_.variables[row.b]; continue;
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
        if (!lower(row)) return fail();
        continue;
      case Opcode::upper:
        if (!upper(row)) return fail();
        continue;
      case Opcode::trim:
        from_one(row, [](Cell& a, const Cell& b) { a.set_text(trim(b.text())); });
        continue;
      case Opcode::escape_html:
        if (!rewrite(row, is_plain_html, escape_html)) return fail();
        continue;
      case Opcode::single_line:
        if (!rewrite(row, is_single_line, single_line)) return fail();
        continue;
      case Opcode::concat:
        if (!concat(row)) return fail();
        continue;
      case Opcode::concat_constant:
        if (!concat_constant(row)) return fail();
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

      case Opcode::add_number:
        from_two(row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real + c.real); });
        continue;
      case Opcode::subtract_number:
        from_two(row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real - c.real); });
        continue;
      case Opcode::multiply_number:
        from_two(row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real * c.real); });
        continue;
      case Opcode::divide_number:
        from_two(row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real / c.real); });
        continue;
      case Opcode::negate_number:
        from_one(row, [](Cell& a, auto& b) { a.set_real(-b.real); });
        continue;

      case Opcode::unpack:
      case Opcode::decode_list:
      case Opcode::decode_map:
      case Opcode::names:
      case Opcode::keys:
      case Opcode::start_list:
      case Opcode::start_map:
      case Opcode::reserve:
      case Opcode::reserve_entries:
      case Opcode::append:
      case Opcode::put:
      case Opcode::join_lists:
      case Opcode::flatten:
      case Opcode::distinct:
        if (!build(row)) return fail();
        continue;
      case Opcode::parse_object: parse(row, '{'); continue;
      case Opcode::parse_array: parse(row, '['); continue;
      case Opcode::member_as:
        if (!member_as(row)) return fail();
        continue;
      case Opcode::size_list:
      case Opcode::size_map:
        from_one(row, [](Cell& a, const Cell& b) { a.set_number(b.size); });
        continue;
      case Opcode::element: pick(row, false); continue;
      case Opcode::value_of: pick(row, true); continue;
      case Opcode::char_at:
      case Opcode::index_of:
      case Opcode::index_of_from:
      case Opcode::last_index_of:
      case Opcode::last_index_of_from:
      case Opcode::substring:
      case Opcode::substring_to:
      case Opcode::replace:
      case Opcode::replace_first:
      case Opcode::reverse:
      case Opcode::split:
      case Opcode::split_first:
      case Opcode::join:
      case Opcode::join_with:
      case Opcode::bracket_list:
      case Opcode::base64_encode:
      case Opcode::base64_decode:
      case Opcode::base64_url_encode:
      case Opcode::base64_url_decode:
      case Opcode::url_encode:
      case Opcode::url_decode:
      case Opcode::form_decode:
      case Opcode::text_to_boolean:
      case Opcode::number_to_integer:
      case Opcode::timestamp_to_integer:
      case Opcode::text_to_number:
      case Opcode::integer_to_number:
      case Opcode::number_to_text:
      case Opcode::timestamp_to_text:
      case Opcode::duration_to_text:
      case Opcode::text_to_timestamp:
      case Opcode::integer_to_timestamp:
      case Opcode::text_to_duration:
      case Opcode::add_to_timestamp:
      case Opcode::subtract_from_timestamp:
      case Opcode::subtract_timestamps:
      case Opcode::add_durations:
      case Opcode::subtract_durations:
      case Opcode::negate_duration:
      case Opcode::to_zone:
      case Opcode::full_year:
      case Opcode::month:
      case Opcode::date:
      case Opcode::day_of_month:
      case Opcode::day_of_week:
      case Opcode::day_of_year:
      case Opcode::hours:
      case Opcode::minutes:
      case Opcode::seconds:
      case Opcode::milliseconds:
      case Opcode::duration_hours:
      case Opcode::duration_minutes:
      case Opcode::duration_seconds:
      case Opcode::duration_milliseconds:
        if (!library(row)) return fail();
        continue;
      case Opcode::loop: places_[row.b] = 0; continue;
      case Opcode::next:
      case Opcode::next_entry:
        if (!this->next(row, static_cast<Opcode>(row.opcode) == Opcode::next_entry))
          next = place(row.d);
        continue;
      case Opcode::repeat:
        if (!has_rounds()) return fail();
        next = place(row.d);
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
        outcome = test_one(row, [&](auto& a) { return equal(a.text(), string(row.b)); });
        break;
      case Opcode::test_starts_constant:
        outcome = test_one(row, [&](auto& a) { return starts_with(a.text(), string(row.b)); });
        break;
      case Opcode::test_ends_constant:
        outcome = test_one(row, [&](auto& a) { return ends_with(a.text(), string(row.b)); });
        break;
      case Opcode::test_text_listed:
        outcome = test_one(row, [&](auto& a) {
          return image::find(image_, image_.row<image::TableRow>(Section::tables, row.b),
                             a.text()) != image::none;
        });
        break;
      case Opcode::test_integer_is:
        outcome = test_one(row, [&](auto& a) { return a.number == image_.integer(row.b); });
        break;
      case Opcode::test_integer_below:
        outcome = test_one(row, [&](auto& a) { return a.number < image_.integer(row.b); });
        break;
      case Opcode::test_integer_above:
        outcome = test_one(row, [&](auto& a) { return a.number > image_.integer(row.b); });
        break;
      case Opcode::test_integer_up_to:
        outcome = test_one(row, [&](auto& a) { return a.number <= image_.integer(row.b); });
        break;
      case Opcode::test_integer_from:
        outcome = test_one(row, [&](auto& a) { return a.number >= image_.integer(row.b); });
        break;
      case Opcode::test_equal:
        outcome = test_texts(row, [](auto a, auto b) { return equal(a, b); });
        break;
      case Opcode::test_same: outcome = test_texts(row, equal_ignoring_case); break;
      case Opcode::test_secret: outcome = test_texts(row, equal_in_constant_time); break;
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
      case Opcode::test_matches:
        outcome = test_one(row, [&](auto& a) { return matches(image_, row.b, a.text()); });
        break;
      case Opcode::test_integer_equal:
      case Opcode::test_boolean_equal:
        outcome = test_two(row, [](auto& a, auto& b) { return a.number == b.number; });
        break;
      case Opcode::test_boolean_less:
      case Opcode::test_integer_less:
        outcome = test_two(row, [](auto& a, auto& b) { return a.number < b.number; });
        break;
      case Opcode::test_boolean_at_most:
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
      case Opcode::test_number_equal:
        outcome = test_two(row, [](auto& a, auto& b) { return a.real == b.real; });
        break;
      case Opcode::test_number_less:
        outcome = test_two(row, [](auto& a, auto& b) { return a.real < b.real; });
        break;
      case Opcode::test_number_at_most:
        outcome = test_two(row, [](auto& a, auto& b) { return a.real <= b.real; });
        break;
      case Opcode::test_time_less:
        outcome = test_two(row, [](auto& a, auto& b) { return is_before(a, b); });
        break;
      case Opcode::test_time_at_most:
        outcome = test_two(row, [](auto& a, auto& b) { return !is_before(b, a); });
        break;
      case Opcode::test_value_equal:
      case Opcode::test_in:
      case Opcode::test_same_in:
      case Opcode::test_key:
        outcome = test_value(row);
        if (effort_.is_spent()) {
          too_many_rounds();
          return fail();
        }
        break;
      case Opcode::test_member:
        outcome = test_member(row);
        if (effort_.is_spent()) return fail();
        break;

      case Opcode::skip_set:
        if (work_.fields[row.b - program_.first_field].is_set) next = place(row.d);
        continue;
      case Opcode::select: next = place(select(row.d)); continue;
      case Opcode::advance: next = place(advance(row.d)); continue;
      case Opcode::fire_candidate: fire(candidate_.rule); continue;
      case Opcode::fire: fire(row.b); continue;
      case Opcode::set_flag: {
        FieldValue& field = work_.fields[row.b - program_.first_field];
        if (!field.is_set) {
          field.flag = row.c != 0;
          field.is_set = true;
        }
        continue;
      }
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
        decision_.effects = keep_on_reject(work_, decision_.effects);
        return end(OutcomeKind::answered, {});
      case Opcode::reject:
        return end(OutcomeKind::rejected,
                   cell(row.a).present() ? cell(row.a).text() : neutral_rejection);
      default: __builtin_unreachable();  // says the verifier
    }
    if constexpr (tracing) teller->decided(row, here(), outcome);
    if ((row.mask >> static_cast<int>(outcome) & 1) != 0) next = place(row.d);
  }
}

void run(const image::View& image, std::uint32_t program, Workspace& work, const char* event,
         Tracer* tracer, Decision& decision) {
  const auto row = image.row<image::ProgramRow>(Section::programs, program);
  Machine machine(image, row, work, event, decision);
  if (tracer == nullptr) return machine.run<false>(nullptr);
  TraceTeller teller(image, work.cells, *tracer);
  machine.run<true>(&teller);
}

}  // namespace lintel::runtime
