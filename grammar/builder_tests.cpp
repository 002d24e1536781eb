// SPDX-License-Identifier: Apache-2.0
// Tests: what is given, and what is expected.
#include "grammar/builder.h"

namespace lintel::grammar {

void Builder::test_name(Span span) {
  test_.name = pop().expr->text;
  test_.name_span = span;
}

void Builder::given_source(Span span) {
  test_.source = at(span);
  test_.source_span = span;
}

void Builder::expect_nothing(Span span) {
  test_.nothing = true;
  form_end_ = span.end;
}

// The action has been read as one of a rule.
void Builder::expected() {
  expected_.push_back({negated_, actions_.back()});
  actions_.pop_back();
  negated_ = false;
}

void Builder::finish_test(Span span) {
  test_.span = join(span.begin, form_end_);
  test_.expected = file_.arena.copy<Expected>(expected_);
  expected_.clear();
  item_.test = file_.arena.make<Test>(test_);
  test_ = {};
  finish_item(ItemKind::test, span);
}

}  // namespace lintel::grammar
