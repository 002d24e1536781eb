// SPDX-License-Identifier: Apache-2.0
// Hopcroft's algorithm: starts with two blocks of states, those that accept and the others, and
// splits every block whose states lead to different blocks.
#include <algorithm>
#include <numeric>
#include <utility>

#include "compiler/regex/dfa.h"

namespace lintel::compiler::regex {
namespace {

using Number = std::uint32_t;

class Partition {
 public:
  explicit Partition(const Dfa& dfa)
      : dfa_(dfa),
        states_(dfa.state_count()),
        order_(states_),
        place_(states_),
        block_(states_, 0),
        marks_(1, 0) {
    std::iota(order_.begin(), order_.end(), 0);
    std::iota(place_.begin(), place_.end(), 0);
    blocks_.push_back({0, states_});
    invert();
  }

  void run() {
    for (Number state = 0; state < states_; ++state)
      if (dfa_.accepting[state]) mark(state);
    split_marked();
    waiting_ = {0, 1};
    is_waiting_.assign(2, true);
    while (!waiting_.empty()) {
      const Number block = waiting_.back();
      waiting_.pop_back();
      is_waiting_[block] = false;
      // The block may be split meanwhile; what led into it has to be looked at all the same.
      const std::vector<Number> members(order_.begin() + blocks_[block].begin,
                                        order_.begin() + blocks_[block].end);
      for (Number c = 0; c < dfa_.class_count; ++c) {
        for (const Number state : members) {
          const std::size_t key = std::size_t{c} * states_ + state;
          for (Number i = first_source_[key]; i < first_source_[key + 1]; ++i) mark(sources_[i]);
        }
        split_marked();
      }
    }
  }

  Number block_of(Number state) const { return block_[state]; }
  Number block_count() const { return static_cast<Number>(blocks_.size()); }
  Number member(Number block) const { return order_[blocks_[block].begin]; }

 private:
  struct Block {
    Number begin;  // in order_
    Number end;
  };

  // For each class and state, the states that lead to it.
  void invert() {
    first_source_.assign(std::size_t{dfa_.class_count} * states_ + 1, 0);
    sources_.resize(dfa_.next.size());
    const auto key = [&](Number state, Number c) {
      return std::size_t{c} * states_ + dfa_.next[std::size_t{state} * dfa_.class_count + c];
    };
    const auto each = [&](auto visit) {
      for (Number state = 0; state < states_; ++state)
        for (Number c = 0; c < dfa_.class_count; ++c) visit(state, key(state, c));
    };
    each([&](Number, std::size_t k) { ++first_source_[k + 1]; });
    std::partial_sum(first_source_.begin(), first_source_.end(), first_source_.begin());
    std::vector<Number> next(first_source_.begin(), first_source_.end() - 1);
    each([&](Number state, std::size_t k) { sources_[next[k]++] = state; });
  }

  // Moves the state to the front of its block.
  void mark(Number state) {
    const Number block = block_[state];
    const Number border = blocks_[block].begin + marks_[block];
    if (place_[state] < border) return;
    if (marks_[block]++ == 0) touched_.push_back(block);
    const Number other = order_[border];
    std::swap(order_[border], order_[place_[state]]);
    std::swap(place_[other], place_[state]);
  }

  // Makes the marked part of each block, or the rest of it, a block of its own: the smaller one.
  void split_marked() {
    for (const Number block : touched_) {
      const Number count = std::exchange(marks_[block], 0);
      const Block whole = blocks_[block];
      if (count == whole.end - whole.begin) continue;
      const Number border = whole.begin + count;
      const bool front = count <= whole.end - border;
      const auto made = static_cast<Number>(blocks_.size());
      blocks_.push_back(front ? Block{whole.begin, border} : Block{border, whole.end});
      blocks_[block] = front ? Block{border, whole.end} : Block{whole.begin, border};
      marks_.push_back(0);
      for (Number i = blocks_[made].begin; i < blocks_[made].end; ++i) block_[order_[i]] = made;
      // Of a block that waits, both parts wait; of another, the smaller one is enough.
      is_waiting_.push_back(true);
      waiting_.push_back(made);
    }
    touched_.clear();
  }

  const Dfa& dfa_;
  Number states_;
  std::vector<Number> order_;  // the states, block by block
  std::vector<Number> place_;  // of each state in order_
  std::vector<Number> block_;  // of each state
  std::vector<Block> blocks_;
  std::vector<Number> marks_;  // of each block: how many
  std::vector<Number> touched_;
  std::vector<Number> waiting_;
  std::vector<bool> is_waiting_;
  std::vector<Number> first_source_;
  std::vector<Number> sources_;
};

// The blocks in the order in which texts reach them.
std::vector<Number> reached_blocks(const Dfa& dfa, const Partition& partition) {
  std::vector<bool> seen(partition.block_count(), false);
  std::vector<Number> order;
  const auto visit = [&](Number state) {
    const Number block = partition.block_of(state);
    if (seen[block]) return;
    seen[block] = true;
    order.push_back(block);
  };
  visit(dfa.start);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t row = std::size_t{partition.member(order[i])} * dfa.class_count;
    for (Number c = 0; c < dfa.class_count; ++c) visit(dfa.next[row + c]);
  }
  return order;
}

}  // namespace

Dfa minimised(const Dfa& dfa) {
  Partition partition(dfa);
  partition.run();
  const Number lost = partition.block_of(Dfa::lost);
  const Number won = partition.block_of(Dfa::won);
  std::vector<Number> order = reached_blocks(dfa, partition);
  std::erase_if(order, [&](Number block) { return block == lost || block == won; });
  std::stable_partition(order.begin(), order.end(),
                        [&](Number block) { return !dfa.accepting[partition.member(block)]; });
  order.insert(order.begin(), lost);
  order.push_back(won);

  std::vector<Number> numbers(partition.block_count());
  for (std::size_t i = 0; i < order.size(); ++i) numbers[order[i]] = static_cast<Number>(i);
  Dfa result;
  result.class_count = dfa.class_count;
  result.start = numbers[partition.block_of(dfa.start)];
  for (const Number block : order) {
    const Number member = partition.member(block);
    result.accepting.push_back(dfa.accepting[member]);
    for (Number c = 0; c < dfa.class_count; ++c) {
      const Number next = dfa.next[std::size_t{member} * dfa.class_count + c];
      result.next.push_back(numbers[partition.block_of(next)]);
    }
  }
  return result;
}

}  // namespace lintel::compiler::regex
