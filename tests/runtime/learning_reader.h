// SPDX-License-Identifier: Apache-2.0
// A reader of events with a book of phrases of its own, as an evaluator has it, laid open.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/event_reader.h"
#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {

class LearningReader {
 public:
  explicit LearningReader(Bytes image, std::size_t room = limits::text_arena_bytes,
                          runtime::PhraseReader read_phrases = runtime::phrase_reader())
      : image_(std::move(image)),
        view_(image_),
        nodes_(view_.count(image::Section::plan_nodes)),
        edges_(runtime::FieldPlan::edge_count(view_)),
        cells_(view_.count(image::Section::registers) + 1),
        plan_(view_, nodes_.data(), edges_.data()),
        room_(room),
        read_phrases_(read_phrases) {
    cells_[slot_count()].state = runtime::State::wrong;  // it is no slot, and so does not count
    forget();
  }

  // What has been learned.
  void forget() {
    book_ = std::make_unique<runtime::PhraseBook>(plan_);
    reader_ = std::make_unique<runtime::EventReader>(view_, plan_, cells_.data(), *book_, texts_,
                                                     read_phrases_);
  }

  // False: the fault of reader() says why.
  bool read(std::string_view event) {
    texts_.give_back_to(0);
    return reader_->read(event) && reader_->check_types();
  }

  // Whether the event was read by its phrases. It names its source: only then is that seen.
  bool reads_by_phrases(std::string_view event) {
    texts_.give_back_to(0);
    EXPECT_TRUE(reader_->read(event)) << event;
    return reader_->reading().kind != 0;
  }

  const runtime::EventReader& reader() const { return *reader_; }
  runtime::PhraseBook& book() { return *book_; }
  const image::View& image() const { return view_; }
  std::size_t slot_count() const { return plan_.root().slots_end; }
  const runtime::Cell& slot(std::size_t number) const { return cells_[number]; }
  std::size_t texts_used() const { return texts_.used(); }

 private:
  Bytes image_;
  image::View view_;
  std::vector<runtime::PlannedNode> nodes_;
  std::vector<runtime::PlannedEdge> edges_;
  std::vector<runtime::Cell> cells_;
  runtime::FieldPlan plan_;
  std::vector<char> room_;
  runtime::TextArena texts_{room_};
  runtime::PhraseReader read_phrases_;
  std::unique_ptr<runtime::PhraseBook> book_;
  std::unique_ptr<runtime::EventReader> reader_;
};

}  // namespace lintel::test
