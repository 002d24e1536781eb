// SPDX-License-Identifier: Apache-2.0
// An input is what comes over a connection: requests or responses.
#include <algorithm>

#include "runtime/lambda/http.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

using lambda::MessageKind;
using lambda::MessageReader;
using lambda::Progress;

constexpr std::size_t most_bytes = 1500;  // small enough to be reached

void describe(const MessageReader& reader, std::string& seen) {
  seen.append("status ").append(std::to_string(reader.status())).append(" ");
  seen.append(reader.method()).append(" ").append(reader.target()).append("\n");
  for (const std::string_view name : {"content-length", "host", "x", "transfer-encoding"}) {
    const std::string_view value = reader.header(name);
    require(value.find_first_of("\r\n") == std::string_view::npos, "a header of two lines", value);
    if (value.data() != nullptr) seen.append(name).append("=").append(value).append("\n");
  }
  seen.append(reader.keeps_open() ? "open\n" : "closes\n").append(reader.body()).append("\n");
}

// All messages, and how it ends; as many bytes at a time as `cut` says, in turn.
std::string read_all(MessageKind kind, std::string_view bytes,
                     const std::vector<std::size_t>& cuts) {
  MessageReader reader(kind, most_bytes);
  std::string seen;
  std::size_t turn = 0;
  Progress progress = Progress::more;
  for (;;) {
    while (progress == Progress::done) {
      describe(reader, seen);
      // Only of these may more come.
      if (!reader.keeps_open()) return seen;
      progress = reader.next();
    }
    if (progress != Progress::more) break;
    if (bytes.empty()) {
      progress = reader.is_idle() ? Progress::more : reader.closed();
      if (progress == Progress::done) describe(reader, seen);
      break;
    }
    const std::span<char> room = reader.room();
    if (room.empty()) {
      progress = Progress::too_large;
      break;
    }
    const std::size_t count = std::min({room.size(), bytes.size(), cuts[turn++ % cuts.size()]});
    const Alone piece(bytes.substr(0, count));
    std::copy_n(piece.text().begin(), count, room.begin());
    bytes.remove_prefix(count);
    progress = reader.received(count);
  }
  // Of what is too large and ends too early, either is said.
  return seen.append(progress == Progress::more ? "more to come" : "refused or ended");
}

}  // namespace

void http_law(std::string_view input) {
  for (const MessageKind kind : {MessageKind::request, MessageKind::response}) {
    const std::string whole = read_all(kind, input, {most_bytes * 2});
    require_same(whole, read_all(kind, input, {1}), "other messages, byte by byte");
    require_same(whole, read_all(kind, input, {3, 17, 1, 90}), "other messages, in pieces");
  }
}

}  // namespace lintel::fuzz
