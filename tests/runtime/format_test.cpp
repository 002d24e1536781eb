// SPDX-License-Identifier: Apache-2.0
// What must not change without a new format version: the numbers of instructions and sections, and
// the bytes of an image. LINTEL_REBASE=1 writes the golden image anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "runtime/disassembler.h"
#include "tests/runtime/sample_image.h"

namespace lintel::test {
namespace {

// Format 3. Once a version is released, a new, moved or changed row needs the next one: an older
// runtime would take the image for something else. tests/runtime/images has a golden image of each
// version; this runtime reads its own and refuses the others.
constexpr std::string_view frozen_opcodes[] = {"end",
                                               "jump",
                                               "once",
                                               "load_text",
                                               "load_integer",
                                               "load_boolean",
                                               "load_number",
                                               "load_time",
                                               "load_table",
                                               "load_now",
                                               "load_variable",
                                               "random_digits",
                                               "random_token",
                                               "load_absent",
                                               "copy",
                                               "domain",
                                               "local",
                                               "lower",
                                               "upper",
                                               "trim",
                                               "escape_html",
                                               "single_line",
                                               "concat",
                                               "integer_to_text",
                                               "boolean_to_text",
                                               "text_to_integer",
                                               "size_text",
                                               "size_table",
                                               "size_object",
                                               "add",
                                               "subtract",
                                               "multiply",
                                               "divide",
                                               "modulo",
                                               "negate",
                                               "get",
                                               "at",
                                               "member",
                                               "add_number",
                                               "subtract_number",
                                               "multiply_number",
                                               "divide_number",
                                               "negate_number",
                                               "unpack",
                                               "decode_list",
                                               "decode_map",
                                               "parse_object",
                                               "parse_array",
                                               "to_json",
                                               "member_as",
                                               "names",
                                               "keys",
                                               "start_list",
                                               "start_map",
                                               "reserve",
                                               "reserve_entries",
                                               "append",
                                               "put",
                                               "join_lists",
                                               "flatten",
                                               "distinct",
                                               "size_list",
                                               "size_map",
                                               "element",
                                               "value_of",
                                               "char_at",
                                               "index_of",
                                               "index_of_from",
                                               "last_index_of",
                                               "last_index_of_from",
                                               "substring",
                                               "substring_to",
                                               "replace",
                                               "replace_first",
                                               "reverse",
                                               "split",
                                               "split_first",
                                               "join",
                                               "join_with",
                                               "bracket_list",
                                               "base64_encode",
                                               "base64_decode",
                                               "base64_url_encode",
                                               "base64_url_decode",
                                               "url_encode",
                                               "url_decode",
                                               "form_decode",
                                               "text_to_boolean",
                                               "number_to_integer",
                                               "timestamp_to_integer",
                                               "text_to_number",
                                               "integer_to_number",
                                               "number_to_text",
                                               "timestamp_to_text",
                                               "duration_to_text",
                                               "text_to_timestamp",
                                               "integer_to_timestamp",
                                               "text_to_duration",
                                               "add_to_timestamp",
                                               "subtract_from_timestamp",
                                               "subtract_timestamps",
                                               "add_durations",
                                               "subtract_durations",
                                               "negate_duration",
                                               "to_zone",
                                               "full_year",
                                               "month",
                                               "date",
                                               "day_of_month",
                                               "day_of_week",
                                               "day_of_year",
                                               "hours",
                                               "minutes",
                                               "seconds",
                                               "milliseconds",
                                               "duration_hours",
                                               "duration_minutes",
                                               "duration_seconds",
                                               "duration_milliseconds",
                                               "loop",
                                               "next",
                                               "next_entry",
                                               "repeat",
                                               "test_present",
                                               "test_boolean",
                                               "test_is",
                                               "test_equal",
                                               "test_secret",
                                               "test_same",
                                               "test_less",
                                               "test_at_most",
                                               "test_contains",
                                               "test_starts",
                                               "test_ends",
                                               "test_matches",
                                               "test_integer_equal",
                                               "test_integer_less",
                                               "test_integer_at_most",
                                               "test_boolean_equal",
                                               "test_text_in",
                                               "test_integer_in",
                                               "test_boolean_less",
                                               "test_boolean_at_most",
                                               "test_number_equal",
                                               "test_number_less",
                                               "test_number_at_most",
                                               "test_time_less",
                                               "test_time_at_most",
                                               "test_value_equal",
                                               "test_in",
                                               "test_same_in",
                                               "test_key",
                                               "test_member",
                                               "fire",
                                               "set_flag",
                                               "set_text",
                                               "request_effect",
                                               "reject",
                                               "set_null",
                                               "set_entry",
                                               "set_entries",
                                               "add_item",
                                               "add_items",
                                               "deny",
                                               "select",
                                               "advance",
                                               "fire_candidate"};

constexpr std::string_view frozen_sections[] = {
    "strings",      "string_bytes", "integers",      "words",
    "tables",       "dfas",         "dfa_ranges",    "dfa_words",
    "registers",    "plan_nodes",   "plan_edges",    "instructions",
    "programs",     "indexes",      "candidates",    "index_nodes",
    "index_groups", "postings",     "posting_lists", "triggers",
    "sources",      "fields",       "effects",       "effect_parameters",
    "variables",    "rules",        "trace"};

TEST(Format, NumbersAreFrozen) {
  EXPECT_EQ(image::format_version, 3u);
  ASSERT_EQ(std::size(frozen_opcodes), runtime::opcode_count);
  for (std::size_t i = 0; i < runtime::opcode_count; ++i) {
    EXPECT_EQ(runtime::instruction_set[i].name, frozen_opcodes[i]);
  }
  constexpr auto sections = static_cast<std::size_t>(image::Section::count);
  ASSERT_EQ(std::size(frozen_sections), sections);
  for (std::size_t i = 0; i < sections; ++i) {
    EXPECT_EQ(image::section_name(static_cast<image::Section>(i)), frozen_sections[i]);
  }
}

TEST(Format, TheGoldenImageIsReproducedAndLoads) {
  const std::string path = LINTEL_SOURCE_DIR "/tests/runtime/images/v3.image";
  const Bytes made = sample_image();
  if (std::getenv("LINTEL_REBASE") != nullptr) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(made.data()),
               static_cast<std::streamsize>(made.size()));
  }
  std::ifstream file(path, std::ios::binary);
  const std::string golden(std::istreambuf_iterator<char>(file), {});
  ASSERT_FALSE(golden.empty()) << path;
  EXPECT_TRUE(golden == std::string_view(reinterpret_cast<const char*>(made.data()), made.size()));
  EXPECT_TRUE(Ruleset::load(std::as_bytes(std::span(golden))));
}

TEST(Format, AnOlderVersionIsRefusedByName) {
  for (const std::string_view name : {"v1.image", "v2.image"}) {
    std::ifstream file(std::string(LINTEL_SOURCE_DIR "/tests/runtime/images/").append(name),
                       std::ios::binary);
    const std::string golden(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(golden.empty());
    const auto loaded = Ruleset::load(std::as_bytes(std::span(golden)));
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.fault().kind, FaultKind::image_version);
  }
}

std::string disassembled(const Bytes& image) {
  const Engine engine(image);
  std::string text;
  runtime::disassemble(
      engine.ruleset(),
      {[](void* to, std::string_view piece) { *static_cast<std::string*>(to) += piece; }, &text});
  return text;
}

TEST(Disassembler, ShowsEverything) {
  const std::string text = disassembled(sample_image());
  for (const std::string_view line :
       {"image: format 3, language 1, ",
        "compiler: \"lintel test\"\n",
        "content hash: ",
        "  tables: 5\n",
        "  node 1 \"u\": r0 as text\n",
        "    \"e\" -> node 3\n",
        "  node 5 \"r.m\": r3 as object\n",
        "  table 0: list of integer, 2 entries\n    2\n    7\n",
        "  table 2: map of table, 1 entries\n    \"k\": table 0\n",
        "  S, sources \"S_\"...\n",
        "    S_a: program 0\n",
        "    any other source: unchanged\n",
        "    no source: program 0\n",
        "program 0:\n  field 0 response.c, unset: false\n  field 1 response.s, unset: null\n",
        "  @0  load_text r5 \"jo\"\n",
        "  @1  domain r4 r1\n",
        "  @10  load_integer r7 2\n",
        "  @15  get r10 r9 r5\n",
        " test_text_in r0 r9 if false absent -> @",
        " set_flag field 0 (c) true\n",
        " request_effect r4 effect 0 (m) texts 2\n",
        " fire rule 0\n",
        " load_variable r18 \"V\"\n",
        " decode_list r11 r14 \"[t\"\n",
        " load_number r20 0.5\n",
        " start_list r12 room 4\n",
        " loop level 1\n",
        " next r15 r11 level 0 -> @",
        " next_entry r16 r17 level 1 -> @",
        " repeat -> @",
        " select -> @",
        " fire_candidate\n",
        " advance -> @",
        "\nindex of program 1:\n  candidate 0: rule 0 -> @",
        "  node 0, level 0, at most 8 lists\n    always: 3\n    r0 in table 3:\n"
        "      \"jo\": 0 2\n      absent: 1\n"
        "    r0, its first 1 bytes in table 3:\n      \"j\": node 1\n",
        " between the numbers of table 4:\n      from 2: 1\n      from 7: 2\n",
        "  node 1, level 1, at most 3 lists\n    always: 0 1 3\n"
        "    r0, its last 1 bytes in table 3:\n      \"j\": 0\n",
        " in table 4:\n      7: 3\n",
        "  effect 0: m(to, s), rule 0, rejects on failure\n",
        "  effect 1: log(s), rule 0, kept on reject\n",
        "  rule 0: \"r\" \"test.rules\":1:1\n",
        "rule 0 \"s\" a \"k\"\n",
        "rule 0 \"u\" is true\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
  }
}

TEST(Disassembler, EscapesTexts) {
  ImageSketch sketch;
  sketch.text(std::string(63, 'x') + "é\n\"");
  EXPECT_NE(disassembled(sketch.finish()).find(std::string(63, 'x') + "é\\n\\\"\"\n"),
            std::string::npos);
}

TEST(Disassembler, SaysThatAnImageIsStripped) {
  ImageSketch sketch;
  sketch.rule("secret");
  const std::string text = disassembled(sketch.finish(true));
  EXPECT_NE(text.find(" bytes, stripped\n"), std::string::npos);
  EXPECT_NE(text.find("\nrules: 1\n"), std::string::npos);
}

}  // namespace
}  // namespace lintel::test
