// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/exchange.h"

#include <algorithm>

#include "runtime/json_text.h"
#include "runtime/lambda/http.h"

namespace lintel::lambda {
namespace {

// The services answer with some hundred bytes; a page of a proxy may have some thousand.
constexpr std::size_t max_answer_bytes = std::size_t{64} * 1024;
constexpr std::size_t max_name_for_log = 64;

// "com.amazonaws.x#ThrottlingException:http://..." is a ThrottlingException.
std::string_view bare_code(std::string_view code) {
  code = code.substr(0, code.find(':'));
  const std::size_t hash = code.find('#');
  return hash == std::string_view::npos ? code : code.substr(hash + 1);
}

// AWS says it in a header (REST) or in the body (JSON 1.1).
std::string error_code(const MessageReader& reader) {
  if (const auto type = reader.header("x-amzn-errortype"); !type.empty())
    return name_for_log(bare_code(type));
  const auto body = runtime::parse_document(reader.body(), '{');
  if (!body) return {};
  for (const std::string_view name : {"__type", "code"}) {
    const auto member = runtime::find_member(*body, name);
    if (member && member->type() == runtime::JsonType::text)
      return name_for_log(bare_code(member->content().text));
  }
  return {};
}

ExchangeEnd end_of(Transfer transfer, bool something_came) {
  if (transfer == Transfer::timed_out) return ExchangeEnd::timed_out;
  return something_came ? ExchangeEnd::broken_within : ExchangeEnd::broken_before;
}

ExchangeEnd read_answer(Connection& connection, MessageReader& reader, Microseconds deadline) {
  Progress progress = Progress::more;
  bool something_came = false;
  while (progress == Progress::more) {
    const std::span<char> room = reader.room();
    if (room.empty()) return ExchangeEnd::bad_answer;
    std::size_t count = 0;
    const Transfer transfer = connection.read(room, count, deadline);
    if (transfer == Transfer::some) {
      something_came = true;
      progress = reader.received(count);
    } else if (transfer == Transfer::closed && something_came) {
      // A body without a length ends so.
      if (reader.closed() != Progress::done) return ExchangeEnd::broken_within;
      progress = Progress::done;
    } else {
      return end_of(transfer, something_came);
    }
  }
  return progress == Progress::done ? ExchangeEnd::answered : ExchangeEnd::bad_answer;
}

}  // namespace

std::string name_for_log(std::string_view name) {
  const bool good = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  return good ? std::string(name.substr(0, max_name_for_log)) : std::string();
}

bool is_throttling(std::string_view error_code) {
  // AWS SDKs and Tools Reference Guide, "Retry behavior", and Cognito's and EventBridge's own.
  constexpr std::string_view codes[] = {"BandwidthLimitExceeded",
                                        "LimitExceededException",
                                        "ProvisionedThroughputExceededException",
                                        "RequestLimitExceeded",
                                        "RequestThrottled",
                                        "RequestThrottledException",
                                        "SlowDown",
                                        "ThrottledException",
                                        "Throttling",
                                        "ThrottlingException",
                                        "TooManyRequestsException"};
  return std::find(std::begin(codes), std::end(codes), error_code) != std::end(codes);
}

Answer exchange(Connection& connection, std::string_view request, Microseconds deadline) {
  Answer answer;
  if (const Transfer sent = connection.write(request, deadline); sent != Transfer::some) {
    answer.end = end_of(sent, false);
    return answer;
  }
  MessageReader reader(MessageKind::response, max_answer_bytes);
  answer.end = read_answer(connection, reader, deadline);
  if (answer.end != ExchangeEnd::answered) return answer;
  answer.status = reader.status();
  answer.error_code = error_code(reader);
  answer.request_id = name_for_log(reader.header("x-amzn-requestid"));
  answer.body = reader.body();
  answer.keeps_open = reader.keeps_open();
  return answer;
}

}  // namespace lintel::lambda
