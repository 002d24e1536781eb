// SPDX-License-Identifier: Apache-2.0
// Encoded words (RFC 2047): how a mail header carries what is not ASCII.
#pragma once

#include <string>
#include <string_view>

namespace lintel::lambda {

// `text`, which is UTF-8, as words of the form =?UTF-8?B?...?= with a blank between them: of at
// most 75 characters each, none of which splits a character. Pure ASCII.
std::string encoded_words(std::string_view text);

}  // namespace lintel::lambda
