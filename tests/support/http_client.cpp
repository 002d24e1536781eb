// SPDX-License-Identifier: Apache-2.0
#include "tests/support/http_client.h"

#include <sys/socket.h>

#include <array>

#include <gtest/gtest.h>

#include "runtime/encodings.h"

namespace lintel::testing {
namespace {

using lambda::Deadline;
using lambda::IoResult;
using lambda::IoStatus;
using lambda::Progress;

constexpr std::int64_t patience_milliseconds = 20'000;

std::string decoded(std::string_view base64) {
  std::string room(base64.size(), '\0');
  return std::string(runtime::base64_decode(base64, room.data()).value_or(std::string_view()));
}

}  // namespace

HttpClient::HttpClient(std::uint16_t port) {
  const auto address = lambda::SocketAddress::parse("127.0.0.1:" + std::to_string(port));
  if (!address) return;
  EXPECT_EQ(socket_.connect(*address, Deadline::in_milliseconds(patience_milliseconds)),
            IoStatus::done);
}

bool HttpClient::send(std::string_view bytes) {
  return socket_.write(bytes, {}, Deadline::in_milliseconds(patience_milliseconds)) ==
         IoStatus::done;
}

Reply HttpClient::post(std::string_view path, std::string_view body, std::string_view headers) {
  send("POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) +
       "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  return read();
}

Reply HttpClient::invoke(std::string_view event, std::string_view headers) {
  return post("/2015-03-31/functions/any/invocations", event, headers);
}

Reply HttpClient::read() {
  const Deadline deadline = Deadline::in_milliseconds(patience_milliseconds);
  Progress progress = has_reply_ ? reader_.next() : Progress::more;
  has_reply_ = false;
  while (progress == Progress::more) {
    const IoResult result = socket_.read(reader_.room(), deadline);
    if (result.status == IoStatus::closed && !reader_.is_idle())
      progress = reader_.closed();
    else if (result.status != IoStatus::done)
      return {};
    else
      progress = reader_.received(result.count);
  }
  if (progress != Progress::done) return {};
  has_reply_ = true;
  const auto header = [&](std::string_view name) { return std::string(reader_.header(name)); };
  return {reader_.status(),
          std::string(reader_.body()),
          header("x-amzn-errortype"),
          header("x-amz-function-error"),
          decoded(reader_.header("x-amz-log-result")),
          header("x-amz-executed-version"),
          header("x-amzn-requestid"),
          header("allow"),
          reader_.keeps_open()};
}

bool HttpClient::is_closed_by_server() {
  std::array<char, 1> byte;
  return socket_.read(byte, Deadline::in_milliseconds(patience_milliseconds)).status ==
         IoStatus::closed;
}

void HttpClient::reset() {
  const linger at_once{1, 0};
  setsockopt(socket_.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.close();
}

}  // namespace lintel::testing
