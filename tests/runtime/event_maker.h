// SPDX-License-Identifier: Apache-2.0
// Makes events out of others: as pools send them, as they might, and as nobody should.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lintel::test {

class EventMaker {
 public:
  // `events` are JSON objects to start from, `names` are what an image asks for.
  EventMaker(unsigned seed, const std::vector<std::string>& events, std::vector<std::string> names);

  // An event as it could come: other values, members more or less, now and then in another order.
  std::string usual();

  // An event with members repeated, of other types, nested, with escapes or blanks.
  std::string strange();

  // Such an event, and then bytes of it cut off, changed, put in or added.
  std::string broken();

 private:
  // A JSON value whose members stand as they are written, repeated or not.
  struct Value;
  using Members = std::vector<std::pair<std::string, Value>>;  // names are JSON; empty in a list
  struct Value {
    char open = 0;     // { or [, else `text` is the value
    std::string text;  // JSON
    Members members;

    // Where the type is complete, as the members want it.
    Value(char bracket = 0, std::string json = {}, Members inside = {});
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();
  };

  static Value parse(std::string_view json);
  std::string print(const Value& value, bool has_blanks);
  Value& some_object(Value& event);
  Value scalar();
  Value any(int depth);
  std::string name();
  std::string text();
  void change_usually(Value& event);
  void change_strangely(Value& event);
  Value changed_response();

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <typename Choices>
  const auto& pick(const Choices& choices) {
    return choices[below(std::size(choices))];
  }

  std::mt19937 random_;
  std::vector<Value> events_;
  std::vector<std::string> names_;
};

}  // namespace lintel::test
