// SPDX-License-Identifier: Apache-2.0
// Changes rows of an image so that many of them are still sound: what is refused at once says
// little about the verifier.
#include <cstring>
#include <vector>

#include "runtime/limits.h"
#include "tests/fuzz/image_bytes.h"
#include "tests/fuzz/mutators.h"

namespace lintel::fuzz {
namespace {

using image::InstructionRow;
using image::Kind;
using image::Opcode;
using image::Section;
using runtime::Operand;

class ImageMutator {
 public:
  ImageMutator(TakenApart& image, generator::Dice& dice) : image_(image), dice_(dice) {}

  void mutate() {
    switch (dice_.below(10)) {
      case 0:
      case 1:
      case 2: change_instruction(); break;
      case 3:
      case 4:
      case 5: change_field(); break;
      case 6: copy_field(); break;
      case 7: change_rows(); break;
      case 8: change_byte(); break;
      default: change_header(); break;
    }
  }

 private:
  Section some_section() {
    std::vector<Section> filled;
    for (std::size_t i = 0; i < section_count; ++i)
      if (!image_.sections[i].empty()) filled.push_back(static_cast<Section>(i));
    return filled.empty() ? Section::strings : dice_.pick(filled);
  }

  std::uint32_t below(std::size_t count) {
    return static_cast<std::uint32_t>(count == 0 ? 0 : dice_.below(count));
  }

  // A number that a row may hold: an index of some section, a limit, near one, none.
  std::uint32_t some_number(std::uint32_t old) {
    switch (dice_.below(8)) {
      case 0: return old + 1;
      case 1: return old - 1;
      case 2: return image::none;
      case 3: return below(4);
      case 4: return static_cast<std::uint32_t>(dice_.number());
      case 5: return image_.count(static_cast<Section>(dice_.below(section_count)));
      case 6: return below(limits::max_list_elements + 2);
      default: return below(image_.count(some_section()) + std::size_t{1});
    }
  }

  // Four bytes, or two, of a row.
  void change_field() {
    const Section section = some_section();
    std::string& rows = image_.rows(section);
    if (rows.size() < sizeof(std::uint32_t)) return change_byte();
    const bool is_short = dice_.one_in(4);
    const std::size_t unit = is_short ? sizeof(std::uint16_t) : sizeof(std::uint32_t);
    const std::size_t at = below(rows.size() / unit) * unit;
    std::uint32_t value = 0;
    std::memcpy(&value, rows.data() + at, unit);
    value = some_number(value);
    std::memcpy(rows.data() + at, &value, unit);
  }

  // What stands at the same place of another row.
  void copy_field() {
    const Section section = some_section();
    std::string& rows = image_.rows(section);
    const std::size_t size = image::row_size(section);
    const std::uint32_t count = image_.count(section);
    if (count == 0) return;
    const std::size_t field = below(size) / sizeof(std::uint32_t) * sizeof(std::uint32_t);
    const std::size_t width = std::min(sizeof(std::uint32_t), size - field);
    rows.replace(below(count) * size + field, width,
                 rows.substr(below(count) * size + field, width));
  }

  void change_rows() {
    const Section section = some_section();
    std::string& rows = image_.rows(section);
    const std::size_t size = image::row_size(section);
    const std::uint32_t count = image_.count(section);
    if (count == 0) return;
    const std::size_t one = below(count) * size;
    const std::size_t other = below(count) * size;
    const std::string row = rows.substr(one, size);
    switch (dice_.below(4)) {
      case 0: rows.erase(one, size); break;
      case 1: rows.insert(other, row); break;
      case 2: rows.append(row); break;
      default:
        rows.replace(one, size, rows.substr(other, size));
        rows.replace(other, size, row);
        break;
    }
  }

  void change_byte() {
    std::string& rows = image_.rows(some_section());
    if (rows.empty()) return;
    char& byte = rows[below(rows.size())];
    byte = static_cast<char>(dice_.one_in(2)
                                 ? dice_.number()
                                 : static_cast<unsigned char>(byte) ^ (1U << dice_.below(8)));
  }

  void change_header() {
    image::Header& header = image_.header;
    switch (dice_.below(4)) {
      case 0: header.flags = below(3); break;
      case 1: header.rule_count = some_number(header.rule_count); break;
      case 2: header.compiler = some_number(header.compiler); break;
      default: header.language_version = some_number(header.language_version); break;
    }
  }

  // An instruction whose operands are what they should be, as far as that can be had.
  void change_instruction() {
    const std::uint32_t count = image_.count(Section::instructions);
    if (count < 2) return change_field();
    const std::uint32_t number = below(count - 1);
    InstructionRow row{};
    row.opcode = static_cast<std::uint8_t>(dice_.below(runtime::opcode_count));
    const runtime::InstructionInfo& info = runtime::info(row.opcode);
    if (info.mask == runtime::Mask::tests) row.mask = static_cast<std::uint8_t>(1 + below(7));
    // Operand a of an effect's arguments depends on b.
    row.a = static_cast<std::uint16_t>(operand(info.operands[0], row, number));
    row.b = operand(info.operands[1], row, number);
    row.c = operand(info.operands[2], row, number);
    row.d = operand(info.operands[3], row, number);
    std::string& rows = image_.rows(Section::instructions);
    const std::size_t at = std::size_t{number} * sizeof row;
    if (dice_.one_in(3)) {
      rows.insert(at, sizeof row, '\0');
      grow_program_of(number);
    }
    std::memcpy(rows.data() + at, &row, sizeof row);
  }

  void grow_program_of(std::uint32_t number) {
    std::string& rows = image_.rows(Section::programs);
    for (std::uint32_t i = 0; i < image_.count(Section::programs); ++i) {
      image::ProgramRow row{};
      char* const at = rows.data() + std::size_t{i} * sizeof row;
      std::memcpy(&row, at, sizeof row);
      if (row.first_instruction > number)
        ++row.first_instruction;
      else if (number - row.first_instruction < row.instruction_count)
        ++row.instruction_count;
      std::memcpy(at, &row, sizeof row);
    }
  }

  std::uint32_t register_of(Kind kind) {
    const std::string& registers = image_.rows(Section::registers);
    std::vector<std::uint32_t> fitting;
    for (std::uint32_t i = 0; i < registers.size(); ++i)
      if (static_cast<Kind>(registers[i]) == kind) fitting.push_back(i);
    if (!fitting.empty()) return dice_.pick(fitting);
    image_.rows(Section::registers) += static_cast<char>(kind);
    return image_.count(Section::registers) - 1;
  }

  Kind kind_of(std::uint32_t number) const {
    const std::string& registers = image_.rows(Section::registers);
    return number < registers.size() ? static_cast<Kind>(registers[number]) : Kind::text;
  }

  std::uint32_t operand(Operand wanted, const InstructionRow& row, std::uint32_t number) {
    const auto some = [this](Section section) { return below(image_.count(section)); };
    switch (wanted) {
      case Operand::none: return 0;
      case Operand::any: return some(Section::registers);
      case Operand::text: return register_of(Kind::text);
      case Operand::integer: return register_of(Kind::integer);
      case Operand::boolean: return register_of(Kind::boolean);
      case Operand::table: return register_of(Kind::table);
      case Operand::object: return register_of(Kind::object);
      case Operand::array: return register_of(Kind::array);
      case Operand::number: return register_of(Kind::number);
      case Operand::time: return register_of(Kind::time);
      case Operand::list: return register_of(Kind::list);
      case Operand::map: return register_of(Kind::map);
      case Operand::sequence: return register_of(dice_.one_in(2) ? Kind::list : Kind::map);
      case Operand::same: return register_of(kind_of(row.a));
      case Operand::text_constant: return some(Section::strings);
      case Operand::integer_constant: return some(Section::integers);
      case Operand::table_constant: return some(Section::tables);
      case Operand::dfa: return some(Section::dfas);
      case Operand::flag: return below(2);
      case Operand::value_kind: return static_cast<std::uint32_t>(kind_of(row.a));
      case Operand::field: return some(Section::fields);
      case Operand::effect: return some(Section::effects);
      case Operand::rule: return below(image_.header.rule_count);
      case Operand::variable: return some(Section::variables);
      case Operand::count: return below(3);
      case Operand::capacity: return below(dice_.one_in(2) ? 4 : limits::max_list_elements + 1);
      case Operand::level: return below(limits::max_loop_levels);
      case Operand::length: return 1 + below(limits::max_random_characters);
      case Operand::back: return loop_before(number);
      case Operand::target:
        return number + 1 + below(std::min(image_.count(Section::instructions) - number, 12U));
    }
    return 0;
  }

  std::uint32_t loop_before(std::uint32_t number) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < number; ++i) {
      const auto opcode = static_cast<Opcode>(
          image_.rows(Section::instructions)[std::size_t{i} * sizeof(InstructionRow)]);
      if (opcode == Opcode::next || opcode == Opcode::next_entry) found.push_back(i);
    }
    return found.empty() ? 0 : dice_.pick(found);
  }

  TakenApart& image_;
  generator::Dice& dice_;
};

}  // namespace

std::string mutated_image(std::string_view bytes, generator::Dice& dice) {
  TakenApart image = take_apart(bytes);
  ImageMutator mutator(image, dice);
  for (std::size_t left = 1 + dice.below(4); left > 0; --left) mutator.mutate();
  return put_together(image);
}

}  // namespace lintel::fuzz
