// SPDX-License-Identifier: Apache-2.0
// From instruction to instruction.
#include <algorithm>
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

// From one instruction to the next there is no loop: the code of each jumps by itself to that of
// the one that follows, so that what comes after what is predicted for each apart (J. R. Bell,
// "Threaded Code", CACM 16(6), 1973). Labels as values are an extension that gcc and clang share.
#define LINTEL_NEXT()                \
  do {                               \
    ++row;                           \
    goto* what_follows[row->opcode]; \
  } while (false)
#define LINTEL_GO_TO(number)         \
  do {                               \
    row = instructions + (number);   \
    goto* what_follows[row->opcode]; \
  } while (false)
#define LINTEL_TEST(...)                                                         \
  do {                                                                           \
    outcome = __VA_ARGS__;                                                       \
    if ((row->mask >> static_cast<int>(outcome) & 1) != 0) LINTEL_GO_TO(row->d); \
    LINTEL_NEXT();                                                               \
  } while (false)

void Machine::interpret(const InstructionRow* row, bool is_single) {
  static const void* const code[] = {
#define LINTEL_OPCODE(name, mask, a, b, c, d, meaning) &&at_##name,
#include "runtime/opcodes.def"
#undef LINTEL_OPCODE
  };
  static const void* const stops[] = {
#define LINTEL_OPCODE(name, mask, a, b, c, d, meaning) &&at_stop,
#include "runtime/opcodes.def"
#undef LINTEL_OPCODE
  };
  const void* const* const what_follows = is_single ? stops : code;
  const InstructionRow* const instructions = instructions_;
  Truth outcome = Truth::absent;  // of a test
  goto* code[row->opcode];

at_stop:
  next_ = row;
  outcome_ = outcome;
  return;

at_end:
  return end(OutcomeKind::answered, {});
at_jump:
  LINTEL_GO_TO(row->d);
at_once:
  if (cell(row->a).state != State::unset) LINTEL_GO_TO(row->d);
  LINTEL_NEXT();

at_load_text:
  cell(row->a).set_text(string(row->b));
  LINTEL_NEXT();
at_load_integer:
  cell(row->a).set_number(image_.integer(row->b));
  LINTEL_NEXT();
at_load_boolean:
at_load_table:
  cell(row->a).set_number(row->b);
  LINTEL_NEXT();
at_load_number:
  cell(row->a).set_real(std::bit_cast<double>(image_.integer(row->b)));
  LINTEL_NEXT();
at_load_time:
  cell(row->a).set_time(image_.integer(row->b), static_cast<std::uint32_t>(image_.integer(row->c)));
  LINTEL_NEXT();
at_load_now:
  if (!load_now(cell(row->a))) return fail();
  LINTEL_NEXT();
at_random_digits:
at_random_token:
  if (!load_random(*row)) return fail();
  LINTEL_NEXT();
at_to_json:
  if (!to_json(*row)) return fail();
  LINTEL_NEXT();
at_load_variable:
  cell(row->a) = work_.variables[row->b];
  LINTEL_NEXT();
at_load_absent:
  cell(row->a).set_absent();
  LINTEL_NEXT();
at_copy:
  from_one(*row, [](Cell& a, const Cell& b) { a = b; });
  LINTEL_NEXT();

at_domain:
  if (!domain(*row)) return fail();
  LINTEL_NEXT();
at_local:
  from_one(*row, [](Cell& a, const Cell& b) {
    const auto address = parse_address(b.text());
    if (address)
      a.set_text(address->local);
    else
      a.set_absent();
  });
  LINTEL_NEXT();
at_lower:
  if (!lower(*row)) return fail();
  LINTEL_NEXT();
at_upper:
  if (!upper(*row)) return fail();
  LINTEL_NEXT();
at_trim:
  from_one(*row, [](Cell& a, const Cell& b) { a.set_text(trim(b.text())); });
  LINTEL_NEXT();
at_escape_html:
  if (!rewrite(*row, is_plain_html, escape_html)) return fail();
  LINTEL_NEXT();
at_single_line:
  if (!rewrite(*row, is_single_line, single_line)) return fail();
  LINTEL_NEXT();
at_concat:
  if (!concat(*row)) return fail();
  LINTEL_NEXT();
at_concat_constant:
  if (!concat_constant(*row)) return fail();
  LINTEL_NEXT();
at_integer_to_text:
  if (!integer_to_text(*row)) return fail();
  LINTEL_NEXT();
at_boolean_to_text:
  from_one(*row, [](Cell& a, const Cell& b) { a.set_text(boolean_text(b.number != 0)); });
  LINTEL_NEXT();
at_text_to_integer:
  from_one(*row, [](Cell& a, const Cell& b) {
    std::int64_t digits = 0;
    if (parse_digits(b.text(), &digits)) return a.set_number(digits);
    const auto value = parse_integer(b.text());
    if (value)
      a.set_number(*value);
    else
      a.set_absent();
  });
  LINTEL_NEXT();

at_size_text:
  from_one(*row, [](Cell& a, const Cell& b) { a.set_number(count_code_points(b.text())); });
  LINTEL_NEXT();
at_size_table:
  from_one(*row, [this](Cell& a, const Cell& b) { a.set_number(table(b).count); });
  LINTEL_NEXT();
at_size_object:
  if (!count_names(*row)) return fail();
  LINTEL_NEXT();
at_add:
  arithmetic(*row, [](std::int64_t b, std::int64_t c, std::int64_t* result) {
    return __builtin_add_overflow(b, c, result);
  });
  LINTEL_NEXT();
at_subtract:
  arithmetic(*row, [](std::int64_t b, std::int64_t c, std::int64_t* result) {
    return __builtin_sub_overflow(b, c, result);
  });
  LINTEL_NEXT();
at_multiply:
  arithmetic(*row, [](std::int64_t b, std::int64_t c, std::int64_t* result) {
    return __builtin_mul_overflow(b, c, result);
  });
  LINTEL_NEXT();
at_divide:
  arithmetic(*row, divide);
  LINTEL_NEXT();
at_modulo:
  arithmetic(*row, modulo);
  LINTEL_NEXT();
at_negate:
  from_one(*row, [](Cell& a, const Cell& b) {
    std::int64_t result = 0;
    if (__builtin_sub_overflow(std::int64_t{0}, b.number, &result))
      a.set_absent();
    else
      a.set_number(result);
  });
  LINTEL_NEXT();

at_add_number:
  from_two(*row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real + c.real); });
  LINTEL_NEXT();
at_subtract_number:
  from_two(*row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real - c.real); });
  LINTEL_NEXT();
at_multiply_number:
  from_two(*row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real * c.real); });
  LINTEL_NEXT();
at_divide_number:
  from_two(*row, [](Cell& a, auto& b, auto& c) { a.set_real(b.real / c.real); });
  LINTEL_NEXT();
at_negate_number:
  from_one(*row, [](Cell& a, auto& b) { a.set_real(-b.real); });
  LINTEL_NEXT();

at_unpack:
at_decode_list:
at_decode_map:
at_names:
at_keys:
at_start_list:
at_start_map:
at_reserve:
at_reserve_entries:
at_append:
at_put:
at_join_lists:
at_flatten:
at_distinct:
  if (!build(*row)) return fail();
  LINTEL_NEXT();
at_parse_object:
  parse(*row, '{');
  LINTEL_NEXT();
at_parse_array:
  parse(*row, '[');
  LINTEL_NEXT();
at_member_as:
  if (!member_as(*row)) return fail();
  LINTEL_NEXT();
at_size_list:
at_size_map:
  from_one(*row, [](Cell& a, const Cell& b) { a.set_number(b.size); });
  LINTEL_NEXT();
at_element:
  pick(*row, false);
  LINTEL_NEXT();
at_value_of:
  pick(*row, true);
  LINTEL_NEXT();
at_char_at:
at_index_of:
at_index_of_from:
at_last_index_of:
at_last_index_of_from:
at_substring:
at_substring_to:
at_replace:
at_replace_first:
at_reverse:
at_split:
at_split_first:
at_join:
at_join_with:
at_bracket_list:
at_base64_encode:
at_base64_decode:
at_base64_url_encode:
at_base64_url_decode:
at_url_encode:
at_url_decode:
at_form_decode:
at_text_to_boolean:
at_number_to_integer:
at_timestamp_to_integer:
at_text_to_number:
at_integer_to_number:
at_number_to_text:
at_timestamp_to_text:
at_duration_to_text:
at_text_to_timestamp:
at_integer_to_timestamp:
at_text_to_duration:
at_add_to_timestamp:
at_subtract_from_timestamp:
at_subtract_timestamps:
at_add_durations:
at_subtract_durations:
at_negate_duration:
at_to_zone:
at_full_year:
at_month:
at_date:
at_day_of_month:
at_day_of_week:
at_day_of_year:
at_hours:
at_minutes:
at_seconds:
at_milliseconds:
at_duration_hours:
at_duration_minutes:
at_duration_seconds:
at_duration_milliseconds:
  if (!library(*row)) return fail();
  LINTEL_NEXT();
at_loop:
  places_[row->b] = 0;
  LINTEL_NEXT();
at_next:
at_next_entry:
  if (!this->next(*row, row->opcode == static_cast<std::uint8_t>(Opcode::next_entry)))
    LINTEL_GO_TO(row->d);
  LINTEL_NEXT();
at_repeat:
  if (!has_rounds()) return fail();
  LINTEL_GO_TO(row->d);

at_get:
  entry(*row, true);
  LINTEL_NEXT();
at_at:
  entry(*row, false);
  LINTEL_NEXT();
at_member:
  if (!member(*row)) return fail();
  LINTEL_NEXT();

at_test_present:
  LINTEL_TEST(truth(cell(row->a).present()));
at_test_boolean:
  LINTEL_TEST(test_one(*row, [](auto& a) { return a.number != 0; }));
at_test_is:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return equal(a.text(), string(row->b)); }));
at_test_starts_constant:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return starts_with(a.text(), string(row->b)); }));
at_test_ends_constant:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return ends_with(a.text(), string(row->b)); }));
at_test_text_listed:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) {
    const auto& listed = image_.row_in_place<image::TableRow>(Section::tables, row->b);
    return image::find(image_, listed, a.text()) != image::none;
  }));
at_test_integer_is:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return a.number == image_.integer(row->b); }));
at_test_integer_below:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return a.number < image_.integer(row->b); }));
at_test_integer_above:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return a.number > image_.integer(row->b); }));
at_test_integer_up_to:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return a.number <= image_.integer(row->b); }));
at_test_integer_from:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return a.number >= image_.integer(row->b); }));
at_test_equal:
  LINTEL_TEST(test_texts(*row, [](auto a, auto b) { return equal(a, b); }));
at_test_same:
  LINTEL_TEST(test_texts(*row, equal_ignoring_case));
at_test_secret:
  LINTEL_TEST(test_texts(*row, equal_in_constant_time));
at_test_less:
  LINTEL_TEST(test_texts(*row, [](auto a, auto b) { return a < b; }));
at_test_at_most:
  LINTEL_TEST(test_texts(*row, [](auto a, auto b) { return a <= b; }));
at_test_contains:
  LINTEL_TEST(test_texts(*row, contains));
at_test_starts:
  LINTEL_TEST(test_texts(*row, [](auto a, auto b) { return starts_with(a, b); }));
at_test_ends:
  LINTEL_TEST(test_texts(*row, ends_with));
at_test_matches:
  LINTEL_TEST(test_one(*row, [=, this](auto& a) { return matches(image_, row->b, a.text()); }));
at_test_integer_equal:
at_test_boolean_equal:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return a.number == b.number; }));
at_test_boolean_less:
at_test_integer_less:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return a.number < b.number; }));
at_test_boolean_at_most:
at_test_integer_at_most:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return a.number <= b.number; }));
at_test_text_in:
  LINTEL_TEST(test_two(*row, [this](auto& a, auto& b) {
    return image::find(image_, table(b), a.text()) != image::none;
  }));
at_test_integer_in:
  LINTEL_TEST(test_two(*row, [this](auto& a, auto& b) {
    return image::find(image_, table(b), a.number) != image::none;
  }));
at_test_number_equal:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return a.real == b.real; }));
at_test_number_less:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return a.real < b.real; }));
at_test_number_at_most:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return a.real <= b.real; }));
at_test_time_less:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return is_before(a, b); }));
at_test_time_at_most:
  LINTEL_TEST(test_two(*row, [](auto& a, auto& b) { return !is_before(b, a); }));
at_test_value_equal:
at_test_in:
at_test_same_in:
at_test_key:
  outcome = test_value(*row);
  if (effort_.is_spent()) {
    too_many_rounds();
    return fail();
  }
  LINTEL_TEST(outcome);
at_test_member:
  outcome = test_member(*row);
  if (effort_.is_spent()) return fail();
  LINTEL_TEST(outcome);

at_skip_set:
  if (field(row->b).is_set) LINTEL_GO_TO(row->d);
  LINTEL_NEXT();
at_select:
  LINTEL_GO_TO(select(row->d));
at_advance:
  LINTEL_GO_TO(advance(row->d));
at_fire_candidate:
  fire(candidate_.rule);
  LINTEL_NEXT();
at_fire:
  fire(row->b);
  LINTEL_NEXT();
at_set_flag:
  set_flag(row->b, row->c != 0);
  LINTEL_NEXT();
at_set_text:
  if (cell(row->a).present()) set_text(row->b, cell(row->a).text());
  LINTEL_NEXT();
at_request_effect:
  if (!request_effect(*row)) return fail();
  LINTEL_NEXT();
at_set_null:
  set_null(row->b);
  LINTEL_NEXT();
at_set_entry:
at_set_entries:
at_add_item:
at_add_items:
  if (!collect(*row)) return fail();
  LINTEL_NEXT();
at_deny:
  forget_fields();
  decision_.effects = keep_on_reject(work_, decision_.effects);
  return end(OutcomeKind::answered, {});
at_reject:
  return end(OutcomeKind::rejected,
             cell(row->a).present() ? cell(row->a).text() : neutral_rejection);
}

#undef LINTEL_NEXT
#undef LINTEL_GO_TO
#undef LINTEL_TEST

void Machine::run(const image::ProgramRow& program, const char* event, Tracer* tracer) {
  program_ = &program;
  event_ = event;
  // No program goes on with the candidates of another, even if it asks for the next one first.
  candidates_.forget();
  candidate_ = {};
  first_candidate_ = 0;
  std::fill_n(places_, limits::max_loop_levels, 0);
  rounds_ = 0;
  effort_ = Effort{limits::max_compared_cells};
  decision_.fired = decision_.effects = 0;
  forget_fields();
  const InstructionRow* const first = instructions_ + program.first_instruction;
  if (tracer == nullptr)
    interpret(first, false);
  else
    trace(first, *tracer);
}

void Machine::trace(const InstructionRow* row, Tracer& tracer) {
  TraceTeller teller(image_, cells_, tracer);
  while (row != nullptr) {
    const auto number = static_cast<std::uint32_t>(row - instructions_);
    teller.reach(number);
    next_ = nullptr;
    interpret(row, true);
    if (next_ != nullptr && info(row->opcode).mask == Mask::tests) {
      teller.decided(*row, number, outcome_);
    }
    row = next_;
  }
}

}  // namespace lintel::runtime
