// SPDX-License-Identifier: Apache-2.0
// Lambda's Invoke API, as SDKs, the AWS CLI and emulators of Cognito call it:
// POST /2015-03-31/functions/NAME/invocations. Every NAME is the one function that there is.
#pragma once

#include <string>
#include <string_view>

#include "compiler/cli/local/http_server.h"
#include "compiler/cli/local/invocable.h"
#include "runtime/lintel.h"

namespace lintel::cli {

class InvokeApi final : private HttpHandler {
 public:
  // Both must outlive it. The host may be null.
  InvokeApi(Invocable& function, Host* host);

  HttpServer& server() { return server_; }

 private:
  void request(ConnectionNumber from, const lambda::MessageReader& request) override;
  HttpResponse refusal(lambda::Progress why) override;
  void invoke(ConnectionNumber from, const lambda::MessageReader& request);
  HttpResponse error(unsigned status, std::string_view type, std::string_view message);

  Invocable& function_;
  Host* host_;
  HttpServer server_;
};

}  // namespace lintel::cli
