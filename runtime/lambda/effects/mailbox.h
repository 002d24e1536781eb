// SPDX-License-Identifier: Apache-2.0
// Mailboxes as rules write them, and as Amazon SES takes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lintel::lambda {

// One mailbox, `address` or `name <address>`, in the form of RFC 5322: the name in quotes where it
// needs them, and in encoded words (RFC 2047) where it is not ASCII. Whatever the name holds, it
// stays a name: it can hold no second mailbox and no other header.
//
// Nothing if there is no one address of the form LOCAL@DOMAIN in it, or that has characters that
// Amazon SES refuses: it takes ASCII alone, so a domain that is not has to be written as xn--....
std::optional<std::string> mailbox(std::string_view written);

// The text as one line: control characters become blanks.
std::string one_line(std::string_view text);

}  // namespace lintel::lambda
