// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/sample_image.h"

#include <bit>

namespace lintel::test {
namespace {

// Lists, maps and a loop in a loop; logs what they gave.
void use_lists(ImageSketch& sketch, Number texts, Number lists, Number note) {
  auto& builder = sketch.builder;
  const Number list = sketch.reg(Kind::list);
  const Number made = sketch.reg(Kind::list);
  const Number map = sketch.reg(Kind::map);
  const Number array = sketch.reg(Kind::array);
  const Number element = sketch.reg(Kind::text);
  const Number entry = sketch.reg(Kind::text);
  const Number table = sketch.reg(Kind::table);
  const Number variable = sketch.reg(Kind::text);
  const Number value = sketch.reg(Kind::list);
  const Number double_value = sketch.reg(Kind::number);
  const Number time = sketch.reg(Kind::time);
  sketch.emit(Opcode::load_text, entry, builder.string(R"(["a","\u0062"])"));
  sketch.emit(Opcode::parse_array, array, entry);
  sketch.emit(Opcode::decode_list, list, array, builder.string("[t"));
  sketch.emit(Opcode::load_variable, variable, builder.variable("V"));
  sketch.emit(Opcode::load_number, double_value, builder.integer(std::bit_cast<std::int64_t>(0.5)));
  sketch.emit(Opcode::load_time, time, builder.integer(2), builder.integer(7));
  sketch.emit(Opcode::load_table, table, lists);
  sketch.emit(Opcode::unpack, map, table);
  sketch.emit(Opcode::value_of, value, map, sketch.text("k"), static_cast<Number>(Kind::list));
  sketch.emit(Opcode::load_table, table, texts);
  sketch.emit(Opcode::start_list, made, 4);
  sketch.emit(Opcode::loop, 0, 0);
  const Number outer = sketch.emit(Opcode::next, element, list, 0);
  sketch.emit(Opcode::loop, 0, 1);
  const Number inner = sketch.emit(Opcode::next_entry, entry, table, 1);
  sketch.emit(Opcode::concat, entry, element, entry);
  sketch.emit(Opcode::append, made, entry);
  sketch.emit(Opcode::repeat, 0, 0, 0, inner);
  sketch.land(inner);
  sketch.emit(Opcode::repeat, 0, 0, 0, outer);
  sketch.land(outer);
  sketch.emit(Opcode::start_map, map, 1);
  sketch.emit(Opcode::put, map, element, made);
  sketch.emit(Opcode::join_lists, made, made, list);
  const Number held = sketch.emit(Opcode::test_in, element, made, 0, 0, if_no);
  sketch.emit(Opcode::element, entry, made, sketch.integer(2), static_cast<Number>(Kind::text));
  sketch.land(held);
  const Number equal = sketch.emit(Opcode::test_value_equal, made, list, 0, 0, if_yes);
  sketch.emit(Opcode::request_effect, entry, note, 1);
  sketch.land(equal);
}

// Notes the rule as often as a rule index finds it, in every way it can.
void use_index(ImageSketch& sketch, Number user, Number rule) {
  auto& builder = sketch.builder;
  const Number key = sketch.integer(7);
  const Number select = sketch.emit(Opcode::select);
  const Number body = sketch.emit(Opcode::fire_candidate);
  const Number advance = sketch.emit(Opcode::advance);
  sketch.land(select);
  sketch.land(advance);
  const Number texts = builder.list(Kind::text, {builder.string("j"), builder.string("jo")});
  const Number numbers = builder.ascending({builder.integer(2), builder.integer(7)});
  const auto add = [&](Lookup lookup, Number register_number, Number length, Number table,
                       const std::vector<Number>& postings, Number absent) {
    builder.index_groups.push_back(
        {static_cast<std::uint8_t>(lookup),
         0,
         static_cast<std::uint16_t>(register_number),
         length,
         table,
         static_cast<Number>(builder.postings.size()),
         absent,
         {lookup <= Lookup::suffix ? 0xffffffff : 0, lookup <= Lookup::suffix ? 0xffffffff : 0}});
    builder.postings.insert(builder.postings.end(), postings.begin(), postings.end());
  };
  builder.indexes.push_back({0, 4, 0, 2});
  for (Number i = 0; i < 4; ++i) builder.candidates.push_back({rule, body});
  builder.index_nodes.push_back({0, 3, 3, 8, 0});
  builder.posting_lists = {2, 0, 2, 3, 0, 1, 3};
  add(Lookup::whole, user, 0, texts, {image::none, image::posting_list | 0}, 1);
  add(Lookup::prefix, user, 1, texts, {image::posting_node | 1, image::none}, image::none);
  add(Lookup::range, key, 0, numbers, {image::none, image::none, 1, image::none, image::none, 2},
      image::none);
  builder.index_nodes.push_back({3, 2, image::posting_list | 3, 3, 1});
  add(Lookup::suffix, user, 1, texts, {0, image::none}, image::none);
  add(Lookup::integer, key, 0, numbers, {image::none, 3}, image::none);
}

}  // namespace

Bytes sample_image() {
  ImageSketch sketch(
      {{"u", ReadAs::text}, {"r.e", ReadAs::text}, {"r.v", ReadAs::flag}, {"r.m", ReadAs::object}});
  auto& builder = sketch.builder;
  const Number user = sketch.slot("u");
  const Number email = sketch.slot("r.e");
  const Number flag = sketch.slot("r.v");
  const Number object = sketch.slot("r.m");
  const Number rule = sketch.rule("r");
  const Number numbers = builder.list(Kind::integer, {builder.integer(2), builder.integer(7)});
  const Number names = builder.list(Kind::text, {builder.string("jo"), builder.string("x.y")});
  const Number map = builder.map(Kind::table, {builder.string("k")}, {numbers});
  const Number confirm = sketch.field("c", FieldKind::flag, FieldDefault::no);
  const Number message = sketch.field("s", FieldKind::text, FieldDefault::null);
  const Number mail = sketch.effect("m", {"to", "s"}, true);
  const Number note = sketch.effect("log", {"s"}, false, true);

  // Pairs, so that an effect has its texts side by side.
  const Number text = sketch.reg(Kind::text);
  const Number other = sketch.reg(Kind::text);
  const Number number = sketch.reg(Kind::integer);
  const Number sum = sketch.reg(Kind::integer);
  const Number yes = sketch.reg(Kind::boolean);
  const Number table = sketch.reg(Kind::table);
  const Number inner = sketch.reg(Kind::table);

  sketch.emit(Opcode::load_text, other, builder.string("jo"));
  sketch.emit(Opcode::domain, text, email);
  sketch.emit(Opcode::local, other, email);
  sketch.emit(Opcode::lower, other, other);
  sketch.emit(Opcode::escape_html, text, email);
  sketch.emit(Opcode::single_line, other, user);
  sketch.emit(Opcode::concat, text, text, other);
  sketch.emit(Opcode::trim, text, text);
  sketch.emit(Opcode::member, other, object, user);
  sketch.emit(Opcode::size_object, number, object);
  sketch.emit(Opcode::load_integer, sum, builder.integer(2));
  sketch.emit(Opcode::multiply, sum, sum, number);
  sketch.emit(Opcode::divide, sum, sum, number);
  sketch.emit(Opcode::integer_to_text, other, sum);
  sketch.emit(Opcode::load_table, table, map);
  sketch.emit(Opcode::get, inner, table, other, static_cast<Number>(Kind::table));
  sketch.emit(Opcode::load_table, inner, numbers);
  sketch.emit(Opcode::at, sum, inner, number, static_cast<Number>(Kind::integer));
  const Number test = sketch.emit(Opcode::test_integer_in, sum, inner, 0, 0, if_yes);
  builder.trace.push_back(
      {test, rule, builder.string("s"), builder.string("k"), image::none, image::none8, 0, {}});
  sketch.emit(Opcode::fire, 0, rule);
  sketch.land(test);
  sketch.emit(Opcode::load_table, table, names);
  const Number listed = sketch.emit(Opcode::test_text_in, user, table, 0, 0, if_absent | if_no);
  builder.trace.push_back({listed, rule, builder.string("u"), image::none, image::none, 1, 0, {}});
  const Number pattern = sketch.emit(Opcode::test_matches, user, sketch.pattern(), 0, 0, if_yes);
  sketch.land(pattern);
  sketch.emit(Opcode::copy, yes, flag);
  const Number unset = sketch.emit(Opcode::test_boolean, yes, 0, 0, 0, if_absent);
  sketch.emit(Opcode::set_flag, 0, confirm, 1);
  sketch.land(unset);
  sketch.emit(Opcode::set_text, text, message);
  sketch.emit(Opcode::request_effect, text, mail, 2);
  sketch.emit(Opcode::request_effect, text, note, 1);
  sketch.land(listed);
  const Number held = sketch.emit(Opcode::test_member, user, object, 0, 0, if_no);
  sketch.emit(Opcode::reject, other);
  sketch.land(held);
  use_lists(sketch, names, map, note);
  const Number program = sketch.end_program();

  use_index(sketch, user, rule);
  sketch.emit(Opcode::reject, user);
  const Number second = sketch.end_program();
  sketch.trigger("S", {{"a", program}, {"b", second}}, image::none, program);
  return sketch.finish();
}

}  // namespace lintel::test
