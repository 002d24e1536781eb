// SPDX-License-Identifier: Apache-2.0
// The form in which Cognito keeps a multi-valued SAML attribute in one text: `[a, b]`.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/strings.h"

namespace lintel::runtime {

// The values of an attribute, in order. They are neither quoted nor escaped, so a comma followed by
// a space always separates, and nothing else does: the name of an LDAP group (`CN=a,OU=b`) stays
// whole. `[]` has no value, and no more has the empty text, which is what a cleared attribute
// leaves. A text without both brackets is one value.
class BracketList {
 public:
  explicit BracketList(std::string_view text) : values_(values_of(text)) {}

  bool next(std::string_view& value) { return values_.next(value); }

 private:
  static Split values_of(std::string_view text) {
    const bool is_list = text.size() >= 2 && text.front() == '[' && text.back() == ']';
    if (is_list) text = {text.data() + 1, text.size() - 2};
    if (text.empty()) return Split(text, {});
    return Split(text, ", ", is_list ? no_limit : 1);
  }

  Split values_;
};

}  // namespace lintel::runtime
