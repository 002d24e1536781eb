// SPDX-License-Identifier: Apache-2.0
// A connection to an HTTP server on this machine, byte by byte if a test wants it so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/lambda/http.h"
#include "runtime/lambda/socket.h"

namespace lintel::testing {

struct Reply {
  unsigned status = 0;
  std::string body;
  std::string error_type;      // x-amzn-ErrorType
  std::string function_error;  // X-Amz-Function-Error
  std::string log;             // X-Amz-Log-Result, decoded
  std::string version;         // X-Amz-Executed-Version
  std::string request_id;      // x-amzn-RequestId
  std::string allow;
  bool keeps_open = false;
};

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port);

  bool is_connected() const { return socket_.is_open(); }

  // False if the server does not take it.
  bool send(std::string_view bytes);

  // A POST with this body and these header lines, each with its CR LF; the reply to it.
  Reply post(std::string_view path, std::string_view body, std::string_view headers = {});
  Reply invoke(std::string_view event, std::string_view headers = {});

  // The next reply; status 0 if none comes.
  Reply read();

  // Whether the server closes the connection and sends nothing before it does.
  bool is_closed_by_server();

  void reset();  // closes the connection as a process does that is killed

 private:
  lambda::Socket socket_;
  lambda::MessageReader reader_{lambda::MessageKind::response, 16 * 1024 * 1024};
  bool has_reply_ = false;
};

}  // namespace lintel::testing
