// SPDX-License-Identifier: Apache-2.0
// What the answer to an event has in `response` that the event did not have, and which actions that
// amounts to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/json.h"
#include "compiler/module.h"

namespace lintel::compiler {

struct Change {
  enum class Kind : std::uint8_t { value, entry, item, dropped } kind = Kind::value;
  enum class Cause : std::uint8_t {
    action,
    copied,      // what the event has: also happens because a field beside it was set
    by_default,  // a denial: also happens where no rule decides
  } cause = Cause::action;
  std::string_view field;  // path below `response`
  std::string name;        // of entry, item and dropped
  Json value;              // of value and entry
};

// A value as rules write it, on one line.
std::string written(const Json& value);

class ResponseChanges {
 public:
  explicit ResponseChanges(schema::Trigger trigger) : trigger_(trigger) {}
  ResponseChanges(schema::Trigger trigger, const Json& event, const Json& answer);

  std::size_t size() const { return changes_.size(); }

  // The numbers of the changes that the action is behind, which can be none; nothing if what it
  // does is not in the answer.
  std::optional<std::vector<std::size_t>> made_by(const ExpectedAction& expected) const;

  // Changes that need an action besides those that are behind the changes in `known`.
  std::vector<bool> besides(const std::vector<bool>& known) const;

  // What came, with a denial by default.
  std::vector<bool> all() const;

  // The actions, as in rules, that are behind the changes.
  std::vector<std::string> actions(std::vector<bool> of) const;

 private:
  using Numbers = std::vector<std::size_t>;

  void compare(const schema::ResponseRow& row, const Json& event);
  void compare_value(const schema::ResponseRow& row, const Json& before, const Json& event);
  void compare_entries(const schema::ResponseRow& row, const Json& before, const Json& event);
  const Json& answered(std::string_view field) const;
  std::optional<Numbers> any(const std::vector<const schema::ResponseRow*>& rows) const;
  std::optional<Numbers> one(const schema::ResponseRow& row, const ExpectedAction& expected) const;
  std::optional<Numbers> kept(const schema::ResponseRow& row, const Json& names) const;
  std::optional<std::size_t> find(std::string_view field, const Change& like) const;
  void add(const schema::ResponseRow& row, Change::Kind kind, const std::string& name,
           const Json& value, Change::Cause cause = Change::Cause::action);
  std::string entries(const schema::ResponseRow& row, std::vector<bool>& of) const;

  schema::Trigger trigger_;
  Json response_;
  std::vector<Change> changes_;
};

}  // namespace lintel::compiler
