// SPDX-License-Identifier: Apache-2.0
// The image: the compiled ruleset, one position-independent little-endian block.
//
// A Header, then the sections of sections.def in that order, each starting at a multiple of 8
// bytes, the bytes between them zero. A row refers to another by its index within that row's
// section. Rows are read with load(), which copies, so the block may stand at any address.
//
// Nothing here is trusted before verifier.h has passed over it; after that, nothing is checked
// again.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace lintel::image {

static_assert(std::endian::native == std::endian::little,
              "images are little-endian and used in place");

inline constexpr std::uint64_t magic = 0x01'4c'45'54'4e'49'4c'89;  // 0x89 "LINTEL" 0x01
inline constexpr std::uint32_t format_version = 3;
inline constexpr std::uint32_t none = 0xffffffff;  // "no row" wherever a row may be missing

// What a register or a table holds.
enum class Kind : std::uint8_t {
  text,
  integer,
  boolean,
  table,   // a constant list or map: a row of `tables`
  object,  // the JSON text of an object
  array,   // the JSON text of a list
  number,  // a double (IEEE 754, 64 bits)
  time,    // a timestamp or duration: seconds, and nanoseconds from 0 to 999,999,999
  list,    // built while an event is evaluated
  map,     // likewise, from texts
};

struct SectionSpan {
  std::uint32_t offset;  // bytes from the start of the image
  std::uint32_t count;   // rows
};

enum class Section : std::uint8_t {
#define LINTEL_SECTION(name, row, meaning) name,
#include "runtime/sections.def"
#undef LINTEL_SECTION
  count
};

struct Header {
  std::uint64_t magic;
  std::uint32_t format_version;
  std::uint32_t size;          // bytes of the whole image
  std::uint64_t tables_hash;   // of opcodes.def and sections.def: another one means other meanings
  std::uint64_t content_hash;  // hash() of everything that follows this header
  std::uint32_t language_version;
  std::uint32_t compiler;    // string: name and version of the compiler
  std::uint32_t flags;       // bit 0: stripped
  std::uint32_t rule_count;  // all rules; a stripped image has no rows for them
  SectionSpan sections[static_cast<std::size_t>(Section::count)];
};

// A string of the image; `offset` counts from the start of string_bytes.
struct StringRow {
  std::uint32_t offset;
  std::uint32_t size;
};

// A constant list or map, found by value or key through a perfect hash (table.h), if it has one.
// A value is a string, an index into integers (of a number: the bits of the double), 0 or 1, or an
// earlier table, by value_kind.
struct [[gnu::packed, gnu::may_alias]] TableRow {
  std::uint8_t is_map;      // 0: list, 1: map
  std::uint8_t key_kind;    // what can be looked up: Kind text or integer; for a map: text.
                            // Of a list of other things: `none8`, and no index
  std::uint8_t value_kind;  // Kind text, integer, boolean, number or table
  std::uint8_t reserved;    // zero
  std::uint32_t count;      // entries
  std::uint32_t keys;       // first word of `count` keys; of a list: the same as values
  std::uint32_t values;     // first word of `count` values
  std::uint32_t seeds;      // first word of `seed_count` seeds of the perfect hash
  std::uint32_t seed_count;
  std::uint32_t slots;  // first word of `slot_count` entry numbers, or none
  std::uint32_t slot_count;
};
inline constexpr std::uint8_t none8 = 0xff;

// A pattern: see dfa.h. The ranges and words of the rows stand one after the other.
//
// A range goes from its first character to the one before the next range; the first range starts
// behind ASCII. The words are the class of each ASCII character, and then for each state, class by
// class, the state that follows.
struct DfaRow {
  std::uint32_t pattern;      // string; none in a stripped image
  std::uint32_t first_range;  // in dfa_ranges
  std::uint32_t range_count;
  std::uint32_t first_word;  // in dfa_words
  std::uint32_t class_count;
  std::uint32_t state_count;
  std::uint32_t start;            // a state
  std::uint32_t first_accepting;  // this state and all after it match a text that ends in them
  // Many patterns say which ASCII characters a text has, and how many; the first may be of another
  // set. Of those, a bit for each ASCII character, and the lengths; of others, `most` is 0.
  std::uint64_t run_first[2];
  std::uint64_t run_rest[2];
  std::uint32_t run_least;
  std::uint32_t run_most;
};
inline constexpr std::uint32_t dfa_ascii = 128;

// A range has its first character in 21 bits and its class in those above.
constexpr std::uint32_t dfa_range(char32_t first, std::uint32_t number) {
  return first | number << 21;
}
constexpr char32_t dfa_range_first(std::uint32_t range) { return range & 0x1fffff; }
constexpr std::uint32_t dfa_range_class(std::uint32_t range) { return range >> 21; }

// How the reader takes a value.
enum class ReadAs : std::uint8_t {
  nothing,  // only on the way to others
  text,     // string; number and boolean as their JSON text; null: absent; else wrong type
  flag,     // boolean; "true" or "false" in any letter case; any other scalar, null: absent; else
            // wrong type
  object,   // the JSON text of an object; null: absent; else wrong type
  array,    // the JSON text of a list; null: absent; else wrong type
  integer,  // number without fraction or exponent that 64 bits hold; null: absent; else wrong type
  number,   // number; null: absent; else wrong type
};

inline constexpr std::uint8_t read_as_count = 7;

// One object or field on the paths that the rules need: a node of a trie of names. Node 0 is the
// event itself. Edges go to later nodes only, and each node but 0 has one edge to it. The slots of
// a node's subtree are [slots_begin, slots_end), its own included.
struct PlanNode {
  std::uint32_t first_edge;
  std::uint32_t edge_count;
  std::uint32_t slot;  // register, or none
  std::uint32_t slots_begin;
  std::uint32_t slots_end;
  std::uint32_t path;  // string: names from the root joined by dots, for messages; "" at the root
  std::uint8_t read_as;
  std::uint8_t reserved[3];  // zero
};

struct PlanEdge {
  std::uint32_t name;  // string
  std::uint32_t node;
};

// Read where it stands, at any address.
struct [[gnu::packed, gnu::may_alias]] InstructionRow {
  std::uint8_t opcode;
  std::uint8_t mask;  // of a test: bit Truth t set means that outcome t jumps
  std::uint16_t a;
  std::uint32_t b;
  std::uint32_t c;
  std::uint32_t d;
};

// The rules of one or more sources. `first_field` on: the response fields that its rules may set.
struct ProgramRow {
  std::uint32_t first_instruction;
  std::uint32_t instruction_count;  // the last one is `end`
  std::uint32_t first_field;
  std::uint32_t field_count;
  std::uint32_t max_fired;  // how many `fire` instructions it has, and candidates
  std::uint32_t index;      // its rule index, or none
};

// A rule index: finds the rules that an event can fire by the constants in their conditions, so
// that the others need not be decided. It gives candidates, in ascending order, which is that of
// the rules. See rule_index.h.
//
// The candidates, nodes, groups and postings of the indexes stand one after the other. Node 0 of an
// index is where a look-up starts; every other node, and every list of postings, is referred to by
// one posting, and they stand in the order in which the postings do that refer to them: for each
// node its `others`, and then for each of its groups `absent` and the postings.
struct IndexRow {
  std::uint32_t first_candidate;
  std::uint32_t candidate_count;
  std::uint32_t first_node;
  std::uint32_t node_count;
};

// A rule, or some that follow each other, with the instructions that decide them and act for them.
struct CandidateRow {
  std::uint32_t rule;         // what `fire_candidate` fires
  std::uint32_t instruction;  // where they start, in instructions
};

// Some of the rules, and how to find those of them that an event can fire.
struct IndexNodeRow {
  std::uint32_t first_group;
  std::uint32_t group_count;
  std::uint32_t others;       // posting: candidates whatever the event holds
  std::uint16_t max_cursors;  // how many lists a look-up here goes along at most
  std::uint16_t level;        // of a node without a parent: 0
};

// How a group finds a posting.
enum class Lookup : std::uint8_t {
  whole,    // the text is in the table
  prefix,   // its first `length` bytes are
  suffix,   // its last `length` bytes are
  integer,  // the integer is in the table
  range,    // the integer lies between two of the table, which ascend
};
inline constexpr std::uint8_t lookup_count = 5;

// One look-up: a register against the constants that rules compare it with.
//
// There is a posting for each entry of the table. Of a range with n integers there are 2 * (n + 1):
// the nodes of a segment tree. The integers divide all numbers into n + 1 segments; that of a
// number v is how many of the integers are at most v. Tree node n + 1 + s holds what is true in
// segment s alone, node i what is true in all segments below nodes 2i and 2i + 1; node 0 is unused.
struct IndexGroupRow {
  std::uint8_t lookup;
  std::uint8_t reserved;  // zero
  std::uint16_t key;      // register
  std::uint32_t length;   // bytes, of prefix and suffix
  std::uint32_t table;
  std::uint32_t first_posting;
  std::uint32_t absent;     // posting: candidates if the register is absent
  std::uint32_t filter[2];  // of texts: filter_bit() of each entry, bits 0 to 31 and the others; a
                            // text whose bit is not set is not in the table
};

constexpr std::uint32_t filter_bit(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [text](std::size_t place) -> std::size_t {
    return static_cast<unsigned char>(text[place]);
  };
  const std::size_t sum =
      byte(0) * 31 + byte(text.size() - 1) * 17 + byte(text.size() / 2) * 7 + text.size();
  return static_cast<std::uint32_t>(sum % 64);
}

// A posting is one word: a candidate, a list of them, a node that has more groups to look up, or
// none. Candidates and nodes are counted from the first of the index. A list is where its length
// stands in posting_lists; its candidates follow, ascending.
inline constexpr std::uint32_t posting_tags = 0xc0000000;
inline constexpr std::uint32_t posting_list = 0x40000000;
inline constexpr std::uint32_t posting_node = 0x80000000;

struct TriggerRow {
  std::uint32_t name;          // string, such as PreSignUp
  std::uint32_t prefix;        // string that its sources start with, such as PreSignUp_
  std::uint32_t versions;      // string: versions that it takes, separated by spaces; empty: any
  std::uint32_t first_source;  // in sources
  std::uint32_t source_count;
  std::uint32_t unknown_program;  // for a source that is not listed; none: goes back unchanged
  std::uint32_t unnamed_program;  // for an event without triggerSource, if this is the only
                                  // trigger; none: such an event is a fault
};

struct SourceRow {
  std::uint32_t name;     // string, such as PreSignUp_SignUp
  std::uint32_t program;  // none: the event goes back unchanged
};

enum class FieldKind : std::uint8_t {
  flag,
  text,
  entries,  // an object, by key
  items,    // a list of texts without repeats
  dropped,  // keys that the entries of the same path shall not have; no field of its own
  kept,     // the only keys that the entries of the same path shall have; likewise
};

// What becomes of a field that no rule has set.
enum class FieldDefault : std::uint8_t {
  no,
  yes,
  null,
  as_it_came,  // the member stays as it is, or away
  copied,  // likewise; but if a field beside it is set, and it is not there, it is copied from the
           // event
};

// A member of `response` that a program may set, or of an object in it.
struct FieldRow {
  std::uint32_t path;  // string: JSON names joined by dots, none of them empty
  std::uint32_t
      from;  // string: paths in the event, joined by dots, separated by spaces; or none. What
             // is copied; of entries: what they start from, once something is done to them
  std::uint8_t kind;
  std::uint8_t default_value;
  std::uint8_t reserved[2];  // zero
};

struct EffectRow {
  std::uint32_t name;             // string
  std::uint32_t first_parameter;  // in effect_parameters
  std::uint32_t parameter_count;  // at most limits::max_effect_arguments
  std::uint32_t rule;
  std::uint8_t reject_on_failure;
  std::uint8_t kept_on_reject;  // 1 for log
  std::uint8_t lists;           // bit i: parameter i is a list of texts, as JSON
  std::uint8_t reserved;        // zero
};

// A stripped image has none.
struct RuleRow {
  std::uint32_t name;  // string, or none
  std::uint32_t file;  // string, or none
  std::uint32_t line;
  std::uint32_t column;
};

// What a test instruction decides, for --trace; ordered by instruction. A stripped image has none.
struct TraceRow {
  std::uint32_t instruction;  // in instructions. constant: reached with this one
  std::uint32_t rule;
  std::uint32_t expression;  // string
  std::uint32_t a;           // string: what register a stands for, or none if it is a constant
  std::uint32_t b;           // likewise
  std::uint8_t constant;     // none8, or the Truth that the compiler knew
  std::uint8_t flags;        // trace_inverted, trace_exchanged
  std::uint8_t reserved[2];  // zero
};

// The expression is true where the test says no: it was written with `!`.
inline constexpr std::uint8_t trace_inverted = 1;
// What stands in register b was written before what stands in a.
inline constexpr std::uint8_t trace_exchanged = 2;

// Reads a row at any alignment.
template <typename Row>
Row load(const std::byte* from) {
  Row row;
  std::memcpy(&row, from, sizeof row);
  return row;
}

// The content hash: 64 bits, eight bytes a step. Against damage, not against an attacker.
std::uint64_t hash(std::span<const std::byte> bytes);

// Hash of the opcode and section tables of this build.
std::uint64_t tables_hash();

// A verified image, or one that is being verified: rows by section and index. Does not check.
class View {
 public:
  View() = default;
  explicit View(std::span<const std::byte> bytes)
      : bytes_(bytes.data()), header_(load<Header>(bytes.data())) {}

  const Header& header() const { return header_; }

  std::uint32_t count(Section section) const { return header_.sections[index(section)].count; }

  template <typename Row>
  Row row(Section section, std::uint32_t number) const {
    return load<Row>(start(section) + std::size_t{number} * sizeof(Row));
  }

  // Where it stands, which is anywhere: for rows that are packed.
  template <typename Row>
  const Row& row_in_place(Section section, std::uint32_t number) const {
    static_assert(alignof(Row) == 1);
    return reinterpret_cast<const Row*>(start(section))[number];
  }

  std::string_view string(std::uint32_t number) const {
    const auto ref = row<StringRow>(Section::strings, number);
    return {reinterpret_cast<const char*>(start(Section::string_bytes)) + ref.offset, ref.size};
  }

  std::int64_t integer(std::uint32_t number) const {
    return row<std::int64_t>(Section::integers, number);
  }

  std::uint32_t word(std::uint32_t number) const {
    return row<std::uint32_t>(Section::words, number);
  }

  const std::byte* start(Section section) const {
    return bytes_ + header_.sections[index(section)].offset;
  }

 private:
  static constexpr std::size_t index(Section section) { return static_cast<std::size_t>(section); }

  const std::byte* bytes_ = nullptr;
  Header header_{};
};

}  // namespace lintel::image
