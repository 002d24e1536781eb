// SPDX-License-Identifier: Apache-2.0
// What the programs in C++ share of bench/rules/message.rules: its texts, and putting them
// together.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace lintel::bench {

// A text without data() is absent.
struct MessageFields {
  std::string_view source;
  std::string_view locale;
  std::string_view given_name;
  std::string_view code;
};

// The texts around the code and the name. None needs an escape in JSON.
struct MessageTexts {
  std::string_view after_code;   // of the SMS, which starts with the code
  std::string_view before_name;  // of the e-mail
  std::string_view nameless;     // in the place of a name
  std::string_view after_name;   // up to the code
  std::string_view end;          // of the e-mail, after the code
  std::string_view subject;
};

// Null if the source gets no message.
const MessageTexts* message_texts(std::string_view source, std::string_view locale);

// The members of the response that are set, in the order in which they are added.
inline constexpr std::array<std::string_view, 3> message_members = {"smsMessage", "emailMessage",
                                                                    "emailSubject"};

// Composes messages in a buffer that is used again.
class Messages {
 public:
  // The values of message_members, as JSON; false if this source gets none.
  bool compose(const MessageFields& fields);

  const std::array<std::string_view, 3>& values() const { return values_; }

 private:
  std::string buffer_;
  std::array<std::string_view, 3> values_;
};

}  // namespace lintel::bench
