// SPDX-License-Identifier: Apache-2.0
// The language server: messages of an editor in, messages for it out. It touches nothing but the
// Files that it is given.
//
// Answers come in the order of the requests, at once. Findings wait for work(), so that whoever
// types fast does not wait for the check of each letter.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/compiler.h"
#include "compiler/lsp/documents.h"
#include "compiler/lsp/framing.h"
#include "compiler/lsp/protocol.h"

namespace lintel::lsp {

class Server {
 public:
  // `files` must outlive it. `outside_imports`: as in CompileOptions.
  explicit Server(Files& files, bool outside_imports = false)
      : documents_(files, outside_imports) {}

  // Bytes that the editor has sent, cut anywhere. After the end they are ignored.
  void receive(std::string_view bytes);

  // Checks one document whose findings have not been sent yet, if there is one.
  void work();
  bool has_work() const { return state_ == State::running && documents_.has_due(); }

  // The bytes for the editor since the last call.
  std::string take_output();

  // True after `exit`, and after what is no message.
  bool has_ended() const { return state_ == State::ended || !reader_.error().empty(); }

  // True if `shutdown` was answered: then the editor may leave.
  bool was_shut_down() const { return was_shut_down_; }

  // Why the bytes are no message, for people; empty if they are.
  std::string_view error() const { return reader_.error(); }

  // True if the bytes so far end with a part of a message.
  bool is_inside_message() const { return reader_.is_inside(); }

 private:
  enum class State : std::uint8_t { fresh, running, shut_down, ended };

  // A method of the protocol: one of both is null.
  struct Method {
    std::string_view name;
    Answer (Server::*request)(const Json& params);
    void (Server::*notice)(const Json& params);
  };
  static std::span<const Method> methods();

  void take(std::string_view content);

  // The open document that `textDocument` of the params names; null if there is none.
  Document* named(const Json& params);

  Answer answer(std::string_view name, const Method* method, const Json& params);

  // server.cpp
  Answer initialize(const Json& params);
  Answer shutdown(const Json& params);
  void exit(const Json& params);
  void opened(const Json& params);
  void changed(const Json& params);
  void closed(const Json& params);
  void saved(const Json& params);

  // requests.cpp
  Answer code_action(const Json& params);
  Answer formatting(const Json& params);
  Answer symbols(const Json& params);
  Answer completion(const Json& params);
  Answer hover(const Json& params);
  Answer definition(const Json& params);

  State state_ = State::fresh;
  bool was_shut_down_ = false;
  FrameReader reader_;
  std::string output_;
  Documents documents_;
  Encoding encoding_ = Encoding::utf16;
  bool shows_related_ = false;   // the editor shows relatedInformation
  bool shows_markdown_ = false;  // and hovers in Markdown
};

}  // namespace lintel::lsp
