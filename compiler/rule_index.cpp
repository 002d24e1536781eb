// SPDX-License-Identifier: Apache-2.0
// Node after node, from the root: choose a requirement for each rule, and make postings of the
// rules that chose the same constant.
#include "compiler/rule_index.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <limits>
#include <unordered_map>
#include <utility>

#include "compiler/rule_choice.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

using image::Lookup;
using Items = std::vector<Item>;

// Fewer rules are decided as fast one after the other.
constexpr std::size_t min_found_rules = 8;

// A longer list gets a node of its own if its rules have more that can be looked up.
constexpr std::size_t max_list = 8;

constexpr std::uint64_t max_cursors = std::numeric_limits<std::uint16_t>::max();

class Builder {
 public:
  Builder(const RequirementTable& table, std::span<const IndexedRule> rules, ImageBuilder& image)
      : table_(table), rules_(rules), image_(image), index_(result_.index) {}

  std::optional<RuleIndex> build() {
    Items all(rules_.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i].rule = i;
    const Choices root = choose(all, table_);
    if (root.found < min_found_rules) return {};
    result_.decided.assign(rules_.size(), ~std::uint64_t{0});
    number_candidates(root);
    refer(std::move(all), 0);
    for (std::size_t number = 0; !pending_.empty(); ++number) {
      const Items items = std::move(pending_.front());
      pending_.pop_front();
      make_node(number, items, number == 0 ? root : choose(items, table_));
    }
    if (!count_cursors()) return {};
    return std::move(result_);
  }

 private:
  void number_candidates(const Choices& root) {
    auto& candidates = result_.candidates;
    for (std::uint32_t rule = 0; rule < rules_.size(); ++rule) {
      const bool is_found = root.of_items[rule].requirement != no_requirement;
      if (is_found || candidates.empty() || candidates.back().is_found)
        candidates.push_back({rule, 1, is_found});
      else
        ++candidates.back().count;
      numbers_.push_back(static_cast<std::uint32_t>(candidates.size()) - 1);
    }
  }

  // The number of a new node for these items.
  std::uint32_t refer(Items items, std::uint16_t level) {
    const auto number = static_cast<std::uint32_t>(index_.nodes.size());
    index_.nodes.emplace_back().level = level;
    pending_.push_back(std::move(items));
    return number;
  }

  void make_node(std::size_t number, const Items& items, const Choices& choices) {
    level_ = index_.nodes[number].level;
    Items others;
    for (std::size_t i = 0; i < items.size(); ++i)
      if (choices.of_items[i].requirement == no_requirement) others.push_back(items[i]);
    const std::uint32_t posting = leaf(others);
    const auto first = static_cast<std::uint32_t>(index_.groups.size());
    for (const FoundGroup& group : choices.groups) make_group(group, items, choices);
    auto& node = index_.nodes[number];
    node.others = posting;
    node.first_group = first;
    node.group_count = static_cast<std::uint32_t>(index_.groups.size()) - first;
  }

  // An item once it has been found by the requirement that it chose.
  Item found(const Items& items, const Choices& choices, std::uint32_t number) const {
    Item item = items[number];
    const auto& choice = choices.of_items[number];
    item.used |= 1U << choice.requirement;
    if (choice.is_exact) item.decided |= table_.of(item.rule)[choice.requirement].decides;
    return item;
  }

  // A constant, or node of a segment tree, and what it finds.
  struct Place {
    std::uint32_t at;
    std::uint32_t item;

    friend auto operator<=>(const Place&, const Place&) = default;
  };

  void make_group(const FoundGroup& group, const Items& items, const Choices& choices) {
    ir::Index::Group row;
    row.lookup = group.lookup;
    row.key = key(*group.key);
    row.length = group.length;
    row.absent = posting(found_if_absent(group, items, choices));
    const bool is_range = group.lookup == Lookup::range;
    std::vector<std::uint32_t> constants;
    auto places = is_range ? tree_places(group, constants) : constant_places(group);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (!is_range)
      for (const Place& place : places)
        if (constants.empty() || constants.back() != place.at) constants.push_back(place.at);
    row.table = is_range ? image_.ascending(constants)
                         : image_.list(group.lookup == Lookup::integer ? image::Kind::integer
                                                                       : image::Kind::text,
                                       constants);
    if (group.lookup <= Lookup::suffix)
      for (const std::uint32_t text : constants)
        row.filter |= std::uint64_t{1} << image::filter_bit(image_.text(text));
    row.first_posting = static_cast<std::uint32_t>(index_.postings.size());
    const std::size_t count = is_range ? 2 * (constants.size() + 1) : constants.size();
    auto place = places.begin();
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t at = is_range ? i : constants[i];
      some_.clear();
      for (; place != places.end() && place->at == at; ++place)
        some_.push_back(found(items, choices, place->item));
      index_.postings.push_back(posting(some_));
    }
    index_.groups.push_back(row);
  }

  Items found_if_absent(const FoundGroup& group, const Items& items, const Choices& choices) const {
    Items result;
    std::uint32_t last = no_requirement;
    for (const auto& use : group.uses) {
      if (use.item == last || !rules_[items[use.item].rule].denies) continue;
      result.push_back(found(items, choices, use.item));
      last = use.item;
    }
    return result;
  }

  // By the numbers of the constants in the image.
  std::vector<Place> constant_places(const FoundGroup& group) {
    std::vector<Place> places;
    places.reserve(group.uses.size());
    for (const auto& use : group.uses) places.push_back({constant(group, *use.constant), use.item});
    return places;
  }

  std::uint32_t constant(const FoundGroup& group, const Typed& node) {
    const std::string_view text = node.text;
    switch (group.lookup) {
      case Lookup::prefix: return image_.string(text.substr(0, group.length));
      case Lookup::suffix: return image_.string(text.substr(text.size() - group.length));
      case Lookup::integer: return image_.integer(node.number);
      case Lookup::whole:
      case Lookup::range: break;
    }
    return image_.string(text);
  }

  // The nodes of the segment tree that make up each range.
  std::vector<Place> tree_places(const FoundGroup& group, std::vector<std::uint32_t>& constants) {
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    constexpr auto highest = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> bounds;
    for (const auto& use : group.uses) {
      if (use.test->low > use.test->high) continue;
      if (use.test->low != lowest) bounds.push_back(use.test->low);
      if (use.test->high != highest) bounds.push_back(use.test->high + 1);
    }
    std::sort(bounds.begin(), bounds.end());
    bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
    for (const std::int64_t bound : bounds) constants.push_back(image_.integer(bound));
    const auto segment = [&](std::int64_t value) {
      return std::upper_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
    };
    const std::size_t leaves = bounds.size() + 1;
    std::vector<Place> places;
    for (const auto& use : group.uses) {
      if (use.test->low > use.test->high) continue;
      auto left = leaves + static_cast<std::size_t>(segment(use.test->low));
      auto right = leaves + static_cast<std::size_t>(segment(use.test->high)) + 1;
      for (; left < right; left /= 2, right /= 2) {
        if (left % 2 == 1) places.push_back({static_cast<std::uint32_t>(left++), use.item});
        if (right % 2 == 1) places.push_back({static_cast<std::uint32_t>(--right), use.item});
      }
    }
    return places;
  }

  std::uint32_t key(const Typed& node) {
    const auto [known, is_new] =
        keys_.try_emplace(node.value, static_cast<std::uint32_t>(result_.keys.size()));
    if (is_new) result_.keys.push_back(&node);
    return known->second;
  }

  bool has_more(const Item& item) const {
    const std::size_t count = table_.of(item.rule).size();
    return static_cast<std::size_t>(std::popcount(item.used)) < count;
  }

  std::uint32_t posting(const Items& items) {
    if (items.size() <= max_list || level_ + 1u == limits::max_index_levels) return leaf(items);
    const auto more = std::count_if(items.begin(), items.end(),
                                    [this](const Item& item) { return has_more(item); });
    if (static_cast<std::size_t>(more) * 2 < items.size()) return leaf(items);
    return image::posting_node | refer(items, static_cast<std::uint16_t>(level_ + 1));
  }

  // `items` ascend.
  std::uint32_t leaf(const Items& items) {
    if (items.empty()) return image::none;
    const auto place = static_cast<std::uint32_t>(index_.lists.size());
    auto& lists = index_.lists;
    lists.push_back(0);
    for (const Item& item : items) {
      result_.decided[item.rule] &= item.decided;
      const std::uint32_t number = numbers_[item.rule];
      if (lists.size() == place + 1 || lists.back() != number) lists.push_back(number);
    }
    lists[place] = static_cast<std::uint32_t>(lists.size()) - place - 1;
    if (lists[place] > 1) return image::posting_list | place;
    const std::uint32_t only = lists.back();
    lists.resize(place);
    return only;
  }

  // False if a look-up needs too many. A node stands before those that it refers to.
  bool count_cursors() {
    for (auto node = index_.nodes.rbegin(); node != index_.nodes.rend(); ++node) {
      std::uint64_t all = cursors(node->others);
      for (std::uint32_t i = 0; i < node->group_count; ++i)
        all += cursors(index_.groups[node->first_group + i], node->first_group + i);
      if (all > max_cursors) return false;
      node->max_cursors = static_cast<std::uint16_t>(all);
    }
    return true;
  }

  std::uint64_t cursors(const ir::Index::Group& group, std::size_t number) const {
    const std::size_t end = number + 1 < index_.groups.size()
                                ? index_.groups[number + 1].first_posting
                                : index_.postings.size();
    std::uint64_t most = 0;
    for (std::size_t i = group.first_posting; i < end; ++i)
      most = std::max(most, cursors(index_.postings[i]));
    // As many as a segment tree has levels.
    if (group.lookup == Lookup::range)
      most *= static_cast<std::uint64_t>(std::bit_width(end - group.first_posting - 1));
    return std::max(most, cursors(group.absent));
  }

  std::uint64_t cursors(std::uint32_t posting) const {
    if (posting == image::none) return 0;
    if ((posting & image::posting_tags) != image::posting_node) return 1;
    return index_.nodes[posting & ~image::posting_tags].max_cursors;
  }

  const RequirementTable& table_;
  std::span<const IndexedRule> rules_;
  ImageBuilder& image_;
  RuleIndex result_;
  ir::Index& index_;
  std::vector<std::uint32_t> numbers_;                     // of the candidates, by rule
  std::unordered_map<std::uint32_t, std::uint32_t> keys_;  // by value number
  std::deque<Items> pending_;
  Items some_;
  std::uint16_t level_ = 0;  // of the node that is being made
};

}  // namespace

std::optional<RuleIndex> build_rule_index(TypedTree& tree, std::span<const IndexedRule> rules,
                                          ImageBuilder& image) {
  RuleRequirements all;
  std::vector<std::uint32_t> counts;
  counts.reserve(rules.size());
  for (const IndexedRule& rule : rules)
    counts.push_back(
        rule.condition == nullptr ? 0 : add_requirements(tree, *rule.condition, rule.denies, all));
  if (all.requirements.size() < min_found_rules) return {};
  const RequirementTable table(std::move(all), counts);
  return Builder(table, rules, image).build();
}

}  // namespace lintel::compiler
