// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 messages (RFC 9112), read without any I/O: whoever has a connection hands over the
// bytes. Serves both ends: responses of the Runtime API and of AWS, requests to the local servers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/lambda/buffer.h"
#include "runtime/text.h"

namespace lintel::lambda {

enum class MessageKind : std::uint8_t { request, response };

// Where the reading of a message stands. After `bad` or `too_large` the connection is of no use.
enum class Progress : std::uint8_t { more, done, bad, too_large };

// Reads one message after the other from the bytes of a connection.
//
//   while (progress == Progress::more) progress = reader.received(read(reader.room()));
//
// Takes what peers send: header names in any case, LF for CRLF at line ends, bodies by length,
// in chunks, or up to the end of the connection. Interim responses (1xx), if they are few, are left
// out. Refused: both a length and chunks (request smuggling), lengths that differ, control
// characters in the head, folded headers.
class MessageReader {
 public:
  // `most_bytes`: the largest message, head and body together.
  MessageReader(MessageKind kind, std::size_t most_bytes) : buffer_(most_bytes), kind_(kind) {}

  // Where the next bytes go. Empty if the message is too large, or there is no memory.
  std::span<char> room();

  // The first `count` bytes of room() have come. `done`: the message is there.
  Progress received(std::size_t count);

  // The peer will send no more. `done` if that is how the body ends, `bad` if something is missing.
  Progress closed();

  // True if nothing of a message has come: a connection that ends here ends in order.
  bool is_idle() const { return buffer_.size() == 0; }

  // Request whose head is there and whose sender waits for "100 Continue" before it sends the body.
  bool wants_continue() const;

  // The rest is meaningful once the message is done. All views end with next() and room().
  unsigned status() const { return status_; }
  std::string_view method() const { return text(method_); }
  std::string_view target() const { return text(target_); }
  std::string_view body() const { return text(body_); }

  // The value of the first header of this name (in lower case), without the space around it. No
  // data() if there is none.
  std::string_view header(std::string_view name) const;

  // The connection can carry another message.
  bool keeps_open() const { return keeps_open_; }

  // Forgets everything, for another connection or a peer that speaks only when it is asked.
  void reset();

  // Forgets the message. Bytes behind it are the beginning of the next one: `more` or `done`.
  Progress next();

 private:
  enum class Step : std::uint8_t {
    head,
    counted_body,
    body_to_the_end,
    chunk_size,
    chunk_bytes,
    chunk_end,
    trailer,
    done
  };
  struct Range {
    std::size_t from = 0;
    std::size_t size = 0;
  };

  std::string_view text(Range range) const {
    return runtime::slice(buffer_.text(), range.from, range.size);
  }
  std::optional<std::string_view> take_line();
  void forget();
  Progress advance();
  Progress read_head();
  bool read_start_line(std::string_view line);
  bool read_body_headers();
  Progress read_chunk_size();
  Progress refuse() { return failure_ = Progress::bad; }

  Buffer buffer_;
  MessageKind kind_;
  Step step_ = Step::head;
  Progress failure_ = Progress::done;  // once bad or too_large, it stays so
  std::size_t at_ = 0;                 // what comes before it is read
  std::size_t left_ = 0;               // of the body, or of this chunk
  Range headers_;
  Range method_;
  Range target_;
  Range body_;
  unsigned status_ = 0;
  unsigned interim_responses_ = 0;  // before this message
  bool is_http_11_ = true;
  bool keeps_open_ = true;
};

}  // namespace lintel::lambda
