// SPDX-License-Identifier: Apache-2.0
#include "compiler/rule_choice.h"

#include <algorithm>
#include <limits>

#include "runtime/utf8.h"

namespace lintel::compiler {
namespace {

using image::Lookup;

// A look-up costs as much as deciding a few rules.
constexpr std::uint32_t min_group_items = 4;

// Groups of one node, before prefixes are divided by their lengths.
constexpr std::size_t max_groups = 32;

// Prefixes are looked up by their length. What has another length is looked up by a shorter one.
constexpr std::size_t max_lengths = 16;
constexpr std::size_t min_length_items = 2;

constexpr std::size_t max_shared_set = 16;

// How many rules are guessed to hold for a number that lies in a range with two ends.
constexpr std::uint32_t expected_ranges = 4;

bool has_length(Lookup lookup) { return lookup == Lookup::prefix || lookup == Lookup::suffix; }

class Chooser {
 public:
  Chooser(std::span<const Item> items, const RequirementTable& table)
      : items_(items), table_(table), kinds_(table.kind_count()) {}

  Choices run() {
    count();
    choices_.of_items.resize(items_.size());
    choose_all();
    // The smallest first: their items may make others large enough.
    for (std::uint32_t least = 2; least <= min_group_items; ++least)
      while (give_up_small(least)) choose_all();
    for (const auto& choice : choices_.of_items)
      if (choice.requirement != no_requirement) ++choices_.found;
    make_groups();
    return std::move(choices_);
  }

 private:
  struct Kind {
    std::uint32_t tests = 0;  // of all items
    std::uint32_t items = 0;  // that chose it
    bool given_up = false;
    std::uint32_t group = no_requirement;  // in raw_
  };

  template <typename Visit>
  void each_unused(const Item& item, Visit visit) const {
    const auto requirements = table_.of(item.rule);
    for (std::uint32_t i = 0; i < requirements.size(); ++i)
      if ((item.used >> i & 1) == 0) visit(i, requirements[i]);
  }

  static std::uint64_t name(std::uint32_t kind, const Typed& constant) {
    return std::uint64_t{kind} << 32 | constant.value;
  }

  // How many tests compare with each constant.
  void count() {
    shared_.reserve(items_.size());
    for (const Item& item : items_) {
      each_unused(item, [&](std::uint32_t, const Requirement& requirement) {
        for (const KeyTest& test : table_.tests(requirement)) {
          const std::uint32_t kind = table_.kind(test);
          ++kinds_[kind].tests;
          if (test.lookup == Lookup::range || !table_.is_usable(test)) continue;
          for (const Typed* constant : test.constants()) ++shared_[name(kind, *constant)];
        }
      });
    }
  }

  // About how many items are found with this one.
  std::uint32_t estimate(const KeyTest& test) const {
    const std::uint32_t kind = table_.kind(test);
    if (test.lookup == Lookup::range) {
      const bool open = test.low == std::numeric_limits<std::int64_t>::min() ||
                        test.high == std::numeric_limits<std::int64_t>::max();
      return open ? kinds_[kind].tests / 2 + 1 : std::min(kinds_[kind].tests, expected_ranges);
    }
    std::uint32_t most = 0;
    for (const Typed* constant : test.constants())
      most = std::max(most, shared_.at(name(kind, *constant)));
    return most;
  }

  void choose_all() {
    for (Kind& kind : kinds_) kind.items = 0;
    for (std::uint32_t i = 0; i < items_.size(); ++i) choose(i);
  }

  void choose(std::uint32_t number) {
    auto& choice = choices_.of_items[number];
    choice = {};
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    each_unused(items_[number], [&](std::uint32_t i, const Requirement& requirement) {
      std::uint32_t found = 0;
      for (const KeyTest& test : table_.tests(requirement)) {
        if (kinds_[table_.kind(test)].given_up || !table_.is_usable(test)) return;
        found = std::max(found, estimate(test));
      }
      if (found >= least) return;
      least = found;
      choice = {i, true};
    });
    if (choice.requirement == no_requirement) return;
    for (const KeyTest& test : table_.tests(chosen(number))) ++kinds_[table_.kind(test)].items;
  }

  const Requirement& chosen(std::uint32_t item) const {
    return table_.of(items_[item].rule)[choices_.of_items[item].requirement];
  }

  // Look-ups that would find few items, or that are too many. True if there were any: their items
  // have to choose again.
  bool give_up_small(std::uint32_t least) {
    std::vector<std::uint32_t> used;
    for (std::uint32_t kind = 0; kind < kinds_.size(); ++kind)
      if (kinds_[kind].items > 0) used.push_back(kind);
    std::stable_sort(used.begin(), used.end(), [this](std::uint32_t a, std::uint32_t b) {
      return kinds_[a].items > kinds_[b].items;
    });
    bool any = false;
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (i < max_groups && kinds_[used[i]].items >= least) continue;
      kinds_[used[i]].given_up = true;
      any = true;
    }
    return any;
  }

  void make_groups() {
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      if (choices_.of_items[i].requirement == no_requirement) continue;
      for (const KeyTest& test : table_.tests(chosen(i))) add(i, test);
    }
    for (FoundGroup& group : raw_) {
      if (has_length(group.lookup))
        divide(group);
      else
        choices_.groups.push_back(std::move(group));
    }
  }

  void add(std::uint32_t item, const KeyTest& test) {
    Kind& kind = kinds_[table_.kind(test)];
    if (kind.group == no_requirement) {
      kind.group = static_cast<std::uint32_t>(raw_.size());
      raw_.push_back({test.lookup, test.key, 0, {}});
    }
    auto& uses = raw_[kind.group].uses;
    if (test.lookup == Lookup::range) return uses.push_back({item, &test, nullptr});
    for (const Typed* constant : test.constants()) uses.push_back({item, &test, constant});
  }

  // One group for each length.
  void divide(const FoundGroup& group) {
    const auto lengths = with_whole_characters(group, chosen_lengths(group));
    std::vector<FoundGroup> divided;
    for (const std::uint32_t length : lengths)
      divided.push_back({group.lookup, group.key, length, {}});
    for (const FoundGroup::Use& use : group.uses) {
      const std::string_view text = use.constant->text;
      const auto longest =
          std::find_if(lengths.rbegin(), lengths.rend(),
                       [&](std::uint32_t length) { return cuts_well(group.lookup, text, length); });
      const auto at = static_cast<std::size_t>(lengths.rend() - longest - 1);
      if (lengths[at] != text.size()) choices_.of_items[use.item].is_exact = false;
      divided[at].uses.push_back(use);
    }
    for (FoundGroup& one : divided) choices_.groups.push_back(std::move(one));
  }

  // Whether so many bytes at the start or end of the text are whole characters: the image holds
  // nothing else.
  static bool cuts_well(Lookup lookup, std::string_view text, std::size_t length) {
    if (length >= text.size()) return length == text.size();
    const char first = text[lookup == Lookup::prefix ? length : text.size() - length];
    return !runtime::is_continuation(first);
  }

  // The lengths, and what each constant needs so that one of them cuts no character of it: a few
  // bytes more than the shortest.
  static std::vector<std::uint32_t> with_whole_characters(const FoundGroup& group,
                                                          std::vector<std::uint32_t> lengths) {
    for (const auto& use : group.uses) {
      const auto fits = [&](std::uint32_t length) {
        return cuts_well(group.lookup, use.constant->text, length);
      };
      if (std::any_of(lengths.begin(), lengths.end(), fits)) continue;
      std::uint32_t length = lengths.front();
      while (!fits(length)) ++length;
      lengths.insert(std::upper_bound(lengths.begin(), lengths.end(), length), length);
    }
    return lengths;
  }

  // The shortest, and others so that each is that of about as many constants.
  static std::vector<std::uint32_t> chosen_lengths(const FoundGroup& group) {
    std::vector<std::uint32_t> all;
    for (const auto& use : group.uses)
      all.push_back(static_cast<std::uint32_t>(use.constant->text.size()));
    std::sort(all.begin(), all.end());
    auto distinct = all;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const std::size_t most = std::clamp(all.size() / min_length_items, std::size_t{1}, max_lengths);
    if (distinct.size() <= most) return distinct;
    std::vector<std::uint32_t> lengths;
    for (std::size_t i = 0; i < most; ++i) lengths.push_back(all[i * all.size() / most]);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
  }

  std::span<const Item> items_;
  const RequirementTable& table_;
  std::vector<Kind> kinds_;
  std::unordered_map<std::uint64_t, std::uint32_t> shared_;
  std::vector<FoundGroup> raw_;
  Choices choices_;
};

}  // namespace

RequirementTable::RequirementTable(RuleRequirements all, std::span<const std::uint32_t> counts)
    : all_(std::move(all)), first_{0} {
  first_.reserve(counts.size() + 1);
  for (const std::uint32_t count : counts) first_.push_back(first_.back() + count);
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  kinds_.reserve(all_.tests.size());
  for (const KeyTest& test : all_.tests) {
    const auto name = static_cast<std::uint64_t>(test.lookup) << 32 | test.key->value;
    const auto [place, is_new] = known.try_emplace(name, kind_count_);
    if (is_new) ++kind_count_;
    kinds_.push_back(place->second);
    if (test.several.size() > max_shared_set) ++set_uses_[test.set];
  }
}

bool RequirementTable::is_usable(const KeyTest& test) const {
  return test.several.size() <= max_shared_set || set_uses_.at(test.set) == 1;
}

Choices choose(std::span<const Item> items, const RequirementTable& requirements) {
  return Chooser(items, requirements).run();
}

}  // namespace lintel::compiler
