// SPDX-License-Identifier: Apache-2.0
// Bytes, messages, events and patterns. For rules see rules_mutator.cpp.
#include "tests/fuzz/mutators.h"

#include <algorithm>
#include <vector>

#include "runtime/image.h"
#include "tests/fuzz/event_rules.h"
#include "tests/fuzz/law.h"
#include "tests/runtime/event_maker.h"
#include "tests/runtime/rulesets.h"
#include "tests/support/pattern_generator.h"

namespace lintel::fuzz {
namespace {

using generator::Dice;

constexpr std::string_view message_pieces[] = {
    "\r\n",
    "\n",
    " ",
    ":",
    "0",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.0 100 Continue\r\n\r\n",
    "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    "POST /x HTTP/1.1\r\n",
    "Content-Length: ",
    "Content-Length: 2\r\n",
    "Content-Length: 18446744073709551616\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Expect: 100-continue\r\n",
    "Lambda-Runtime-Aws-Request-Id: a-1\r\n",
    "Lambda-Runtime-Deadline-Ms: 1700000000123\r\n",
    "Lambda-Runtime-Trace-Id: Root=1-2\r\n",
    "x-amzn-ErrorType: ThrottlingException\r\n",
    "x-amzn-RequestId: abc-1\r\n",
    "5;x=\"y\"\r\nhello\r\n",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "{\"__type\":\"a#b\"}",
    "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"E\"}]}",
    "\\r\\nBcc: eve@example.net",
    "\"Doe, Jo\" <jo@example.com>",
    "[\"a@b.c\",\"d@e.f\"]",
    "!",
    part_mark};

std::string_view some_of(std::string_view text, Dice& dice, std::size_t most) {
  if (text.empty()) return text;
  const std::size_t at = dice.below(text.size());
  return text.substr(at, 1 + dice.below(most));
}

// What the body of a message really has, at its first Content-Length.
void put_length_right(std::string& message) {
  constexpr std::string_view name = "Content-Length: ";
  const std::size_t at = message.find(name);
  const std::size_t end = message.find("\r\n\r\n");
  if (at == std::string::npos || end == std::string::npos || at > end) return;
  const std::size_t digits = at + name.size();
  const std::size_t body = message.size() - end - 4;
  message.replace(digits, message.find("\r\n", digits) - digits, std::to_string(body));
}

}  // namespace

std::string mutated_bytes(std::string_view input, Dice& dice) {
  std::string text(input);
  for (std::size_t left = 1 + dice.below(4); left > 0; --left) {
    const std::size_t at = dice.below(text.size() + 1);
    switch (dice.below(5)) {
      case 0: text.insert(at, 1, static_cast<char>(dice.number())); break;
      case 1: text.erase(at, 1 + dice.below(8)); break;
      case 2: text.insert(at, std::string(some_of(text, dice, 16))); break;
      case 3:
        text.insert(at, 1 + dice.below(3), dice.pick(std::string_view("\"\\{}[]:,0 \n\x80")));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(dice.number());
        break;
    }
  }
  return text;
}

std::string mutated_messages(std::string_view input, Dice& dice) {
  const auto views = parts_of(input);
  std::vector<std::string> parts(views.begin(), views.end());
  for (std::size_t left = 1 + dice.below(3); left > 0; --left) {
    std::string& part = parts[dice.below(parts.size())];
    switch (dice.below(7)) {
      case 0: part = mutated_bytes(part, dice); break;
      case 1:
      case 2: part.insert(dice.below(part.size() + 1), dice.pick(message_pieces)); break;
      case 3: {
        // A line of its own, where lines begin.
        const std::size_t line = part.find('\n', dice.below(part.size() + 1));
        part.insert(line == std::string::npos ? part.size() : line + 1, dice.pick(message_pieces));
        break;
      }
      case 4: put_length_right(part); break;
      case 5: {
        const std::string copy = dice.pick(parts);
        parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(dice.below(parts.size() + 1)),
                     copy);
        break;
      }
      default:
        if (parts.size() > 1)
          parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(dice.below(parts.size())));
        break;
    }
  }
  if (dice.one_in(2))
    for (std::string& part : parts) put_length_right(part);
  return join_parts(parts);
}

std::string mutated_events(std::string_view input, Dice& dice) {
  char letter = input.empty() ? first_letter : input.front();
  if (input.empty() || dice.one_in(16))
    letter = static_cast<char>(first_letter + static_cast<char>(dice.below(event_rules_count)));
  const EventRules& rules = event_rules(letter);
  test::EventMaker maker(static_cast<unsigned>(dice.number()), rules.events,
                         test::planned_names(image::View(rules.image)));
  const auto made = [&] {
    switch (dice.below(4)) {
      case 0: return maker.broken();
      case 1: return maker.usual();
      default: return maker.strange();
    }
  };
  const auto views = parts_of(input.empty() ? input : input.substr(1));
  std::vector<std::string> parts(views.begin(), views.end());
  std::string& part = parts[dice.below(parts.size())];
  switch (dice.below(6)) {
    case 0: part = mutated_bytes(part, dice); break;
    case 1: part = made(); break;
    case 2: parts.push_back(made()); break;
    case 3: parts.push_back(mutated_bytes(dice.pick(parts), dice)); break;
    case 4:
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(dice.below(parts.size())));
      break;
    default: part.insert(dice.below(part.size() + 1), some_of(made(), dice, 40)); break;
  }
  if (parts.empty()) parts.push_back(made());
  return letter + join_parts(parts);
}

std::string mutated_patterns(std::string_view input, Dice& dice) {
  const auto views = parts_of(input);
  std::vector<std::string> parts(views.begin(), views.end());
  std::string& pattern = parts.front();
  switch (dice.below(5)) {
    case 0: pattern = generator::make_pattern(dice); break;
    case 1:
      pattern.insert(dice.below(pattern.size() + 1), generator::make_pattern(dice).substr(0, 12));
      break;
    case 2: pattern = generator::mutated(dice, pattern); break;
    case 3: parts.push_back(generator::make_text(dice)); break;
    default: pattern = mutated_bytes(pattern, dice); break;
  }
  return join_parts(parts);
}

}  // namespace lintel::fuzz
