// SPDX-License-Identifier: Apache-2.0
#include "compiler/regex/parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "compiler/regex/reader.h"
#include "compiler/regex/unicode.h"
#include "runtime/limits.h"

namespace lintel::compiler::regex {
namespace {

// Sizes are sums of products of counts; past this they are all the same.
constexpr std::uint64_t most_size = std::uint64_t{1} << 40;

struct Flags {
  bool fold = false;        // i
  bool lines = false;       // m: ^ and $ also at line ends
  bool dot_is_all = false;  // s
};

struct Counts {
  std::uint32_t least;
  std::uint32_t most;
};

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern), reader_(pattern) {}

  std::variant<Tree, Error> run() {
    tree_.root = choice();
    if (!reader_.error() && !reader_.done()) {
      reader_.skip(1);
      fail(ErrorKind::unopened_group, reader_.offset() - 1);
    }
    if (reader_.error()) return *reader_.error();
    return std::move(tree_);
  }

 private:
  using Items = std::vector<NodeId>;

  NodeId choice();
  Items sequence();
  void item(Items& items);
  void escape(Items& items);
  void quoted(Items& items);
  void bracket(Items& items);
  void group(Items& items, std::size_t begin);
  void flags(Items& items, std::size_t begin);
  bool flag(char letter, bool on);
  void group_name(std::size_t begin);
  void unsupported_group(std::size_t begin);
  void repetition(Items& items);
  std::optional<Counts> counts();
  std::optional<std::uint32_t> count();
  void repeat(Items& items, Counts counts, std::size_t begin);

  void fail(ErrorKind kind, std::size_t begin) { reader_.fail(kind, begin); }
  void too_deep() { reader_.fail({ErrorKind::too_deep, 0, 0, 0, limits::max_pattern_depth}); }
  bool failed() const { return reader_.error().has_value(); }

  NodeId add(Node node);
  NodeId empty() { return add({}); }
  NodeId chars(CharSet set);
  NodeId character(char32_t code);
  NodeId assertion(Assertion what);
  NodeId joined(Node::Kind kind, Items items);

  std::string_view pattern_;
  Reader reader_;
  Tree tree_;
  Flags flags_;
  std::uint32_t open_ = 0;          // groups
  std::size_t repeated_until_ = 0;  // where the last repetition ended; 0 if none
};

NodeId Parser::add(Node node) {
  for (const NodeId child : node.children) {
    const Node& below = tree_.nodes[child];
    node.depth = std::max(node.depth, below.depth + 1);
    node.repetitions = std::max(node.repetitions, below.repetitions);
    node.size += below.size;
  }
  if (node.kind == Node::Kind::choice) node.size += node.children.size() - 1;
  if (node.kind == Node::Kind::repeat) {
    const bool ends = node.most != unbounded;
    const std::uint64_t copies = ends ? node.most : std::max<std::uint32_t>(node.least, 1);
    node.size = node.size * copies + (ends ? node.most - node.least : 1);
  }
  node.size = std::min(node.size, most_size);
  if (node.depth > limits::max_pattern_depth) too_deep();
  tree_.nodes.push_back(std::move(node));
  return static_cast<NodeId>(tree_.nodes.size() - 1);
}

NodeId Parser::chars(CharSet set) {
  Node node;
  node.kind = Node::Kind::chars;
  node.set = tree_.set(std::move(set));
  node.size = 1;
  return add(std::move(node));
}

NodeId Parser::character(char32_t code) {
  CharSet set;
  set.add(code);
  if (flags_.fold) set.fold();
  return chars(std::move(set));
}

NodeId Parser::assertion(Assertion what) {
  Node node;
  node.kind = Node::Kind::assertion;
  node.assertion = what;
  node.size = 1;
  return add(std::move(node));
}

NodeId Parser::joined(Node::Kind kind, Items items) {
  if (items.empty()) return empty();
  if (items.size() == 1) return items[0];
  Node node;
  node.kind = kind;
  node.children = std::move(items);
  return add(std::move(node));
}

NodeId Parser::choice() {
  Items alternatives;
  do {
    alternatives.push_back(joined(Node::Kind::sequence, sequence()));
  } while (!failed() && reader_.take("|"));
  return joined(Node::Kind::choice, std::move(alternatives));
}

Parser::Items Parser::sequence() {
  Items items;
  while (!failed() && !reader_.done() && !reader_.starts("|") && !reader_.starts(")")) item(items);
  return items;
}

void Parser::item(Items& items) {
  switch (reader_.rest()[0]) {
    case '\\': return escape(items);
    case '(': return bracket(items);
    case '*':
    case '+':
    case '?':
    case '{': return repetition(items);
    case '[':
      if (auto set = reader_.char_class(flags_.fold)) items.push_back(chars(std::move(*set)));
      return;
    case '.': {
      CharSet set;
      if (!flags_.dot_is_all) set.add('\n');
      set.negate();
      items.push_back(chars(std::move(set)));
      return reader_.skip(1);
    }
    case '^':
      items.push_back(assertion(flags_.lines ? Assertion::line_begin : Assertion::text_begin));
      return reader_.skip(1);
    case '$':
      items.push_back(assertion(flags_.lines ? Assertion::line_end : Assertion::text_end));
      return reader_.skip(1);
    default: items.push_back(character(reader_.take_character()));
  }
}

void Parser::escape(Items& items) {
  constexpr std::pair<std::string_view, Assertion> assertions[] = {
      {"\\A", Assertion::text_begin},
      {"\\z", Assertion::text_end},
      {"\\b", Assertion::word_border},
      {"\\B", Assertion::no_word_border}};
  for (const auto& [text, what] : assertions) {
    if (!reader_.take(text)) continue;
    items.push_back(assertion(what));
    return;
  }
  if (reader_.take("\\Q")) return quoted(items);
  if (auto set = reader_.group(flags_.fold)) {
    items.push_back(chars(std::move(*set)));
  } else if (!failed()) {
    if (const auto code = reader_.escaped_character()) items.push_back(character(*code));
  }
}

// Up to \E or the end, everything stands for itself.
void Parser::quoted(Items& items) {
  while (!reader_.done() && !reader_.take("\\E"))
    items.push_back(character(reader_.take_character()));
}

void Parser::bracket(Items& items) {
  const std::size_t begin = reader_.offset();
  reader_.skip(1);
  if (!reader_.take("?")) return group(items, begin);
  if (reader_.take("P<") || (reader_.starts("<") && !reader_.starts("<=") &&
                             !reader_.starts("<!") && reader_.take("<"))) {
    group_name(begin);
    return group(items, begin);
  }
  flags(items, begin);
}

// What stands in brackets; what opens them has been read.
void Parser::group(Items& items, std::size_t begin) {
  if (failed()) return;
  const Flags outside = flags_;
  if (++open_ > limits::max_pattern_depth) return too_deep();
  const NodeId inside = choice();
  --open_;
  if (failed()) return;
  if (!reader_.take(")")) return reader_.fail(ErrorKind::unclosed_group, begin, begin + 1);
  flags_ = outside;
  items.push_back(inside);
}

void Parser::group_name(std::size_t begin) {
  CharSet allowed;
  for (const std::string_view category :
       {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Nd", "Pc"})
    add_unicode_group(category, allowed);
  const std::size_t from = reader_.offset();
  while (!reader_.done() && !reader_.starts(">")) {
    const char32_t code = reader_.take_character();
    const auto& ranges = allowed.ranges();
    const bool fits = std::any_of(ranges.begin(), ranges.end(), [&](const CharRange& range) {
      return range.first <= code && code <= range.last;
    });
    if (!fits) return fail(ErrorKind::bad_group_name, begin);
  }
  const bool is_empty = reader_.offset() == from;
  if (!reader_.take(">") || is_empty) fail(ErrorKind::bad_group_name, begin);
}

bool Parser::flag(char letter, bool on) {
  switch (letter) {
    case 'i': flags_.fold = on; return true;
    case 'm': flags_.lines = on; return true;
    case 's': flags_.dot_is_all = on; return true;
    case 'U': return true;  // which of several matches is found first: all that is asked is whether
    default: return false;
  }
}

// (?flags), for the rest of the group around it, or (?flags:...). What follows the ? comes next.
void Parser::flags(Items& items, std::size_t begin) {
  const Flags outside = flags_;
  bool on = true;
  bool needs_flag = false;  // after the minus
  while (!reader_.done()) {
    const char letter = reader_.rest()[0];
    const bool ends = letter == ':' || letter == ')';
    if (ends && needs_flag) break;
    if (ends) {
      reader_.skip(1);
      if (letter == ')') return;
      group(items, begin);
      flags_ = outside;
      return;
    }
    if (letter == '-' && on) {
      on = false;
      needs_flag = true;
    } else if (flag(letter, on)) {
      needs_flag = false;
    } else {
      break;
    }
    reader_.skip(1);
  }
  unsupported_group(begin);
}

void Parser::unsupported_group(std::size_t begin) {
  const std::string_view text = pattern_.substr(begin);
  const auto fails = [&](std::string_view start, ErrorKind kind) {
    if (!failed() && text.starts_with(start)) reader_.fail(kind, begin, begin + start.size());
  };
  for (const std::string_view start : {"(?=", "(?!", "(?<=", "(?<!"})
    fails(start, ErrorKind::look_around);
  fails("(?P=", ErrorKind::backreference);
  for (const std::string_view start : {"(?P>", "(?>", "(?|", "(?#", "(?(", "(?R", "(?&", "(?'"})
    fails(start, ErrorKind::perl_group);
  if (!reader_.done()) reader_.take_character();
  fail(reader_.done() && pattern_.back() != ')' ? ErrorKind::unclosed_group : ErrorKind::bad_flags,
       begin);
}

void Parser::repetition(Items& items) {
  const std::size_t begin = reader_.offset();
  const char sign = reader_.rest()[0];
  Counts wanted{0, unbounded};
  if (sign == '{') {
    const auto counted = counts();
    if (!counted) {
      items.push_back(character('{'));
      return reader_.skip(1);
    }
    wanted = *counted;
  } else {
    reader_.skip(1);
    if (sign == '+') wanted.least = 1;
    if (sign == '?') wanted.most = 1;
  }
  // Lazy or not, the same texts match.
  reader_.take("?");
  if (repeated_until_ == begin && begin != 0) {
    const bool possessive = sign == '+';
    return fail(possessive ? ErrorKind::possessive : ErrorKind::repeated_twice, begin);
  }
  const bool too_many = wanted.least > limits::max_pattern_count ||
                        (wanted.most != unbounded &&
                         (wanted.most > limits::max_pattern_count || wanted.most < wanted.least));
  if (too_many) return fail(ErrorKind::bad_count, begin);
  if (items.empty()) return fail(ErrorKind::missing_operand, begin);
  repeat(items, wanted, begin);
  repeated_until_ = reader_.offset();
}

void Parser::repeat(Items& items, Counts counts, std::size_t begin) {
  Node node;
  node.kind = Node::Kind::repeat;
  node.least = counts.least;
  node.most = counts.most;
  node.children = {items.back()};
  const std::uint32_t count = counts.most == unbounded ? counts.least : counts.most;
  const std::uint64_t product =
      std::uint64_t{tree_.nodes[items.back()].repetitions} * std::max<std::uint32_t>(count, 1);
  if (count >= 2 && product > limits::max_pattern_count) return fail(ErrorKind::bad_count, begin);
  items.back() = add(std::move(node));
  tree_.nodes[items.back()].repetitions = static_cast<std::uint32_t>(product);
}

// {n}, {n,} or {n,m}; anything else in braces stands for itself.
std::optional<Counts> Parser::counts() {
  const Reader before = reader_;
  reader_.skip(1);
  std::optional<Counts> found;
  if (const auto least = count()) {
    if (!reader_.take(","))
      found = Counts{*least, *least};
    else if (reader_.starts("}"))
      found = Counts{*least, unbounded};
    else if (const auto most = count())
      found = Counts{*least, *most};
  }
  if (found && reader_.take("}")) return found;
  reader_ = before;
  return std::nullopt;
}

// A decimal number without leading zeros and of at most nine digits.
std::optional<std::uint32_t> Parser::count() {
  constexpr std::size_t most_digits = 9;
  const std::string_view rest = reader_.rest();
  std::size_t digits = 0;
  std::uint32_t value = 0;
  while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') {
    if (digits == most_digits) return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(rest[digits++] - '0');
  }
  if (digits == 0 || (digits > 1 && rest[0] == '0')) return std::nullopt;
  reader_.skip(digits);
  return value;
}

}  // namespace

std::variant<Tree, Error> parse(std::string_view pattern) { return Parser(pattern).run(); }

}  // namespace lintel::compiler::regex
