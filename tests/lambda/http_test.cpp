// SPDX-License-Identifier: Apache-2.0
// Messages as peers send them, cut at every byte, and what is none.
#include "runtime/lambda/http.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

using lambda::MessageKind;
using lambda::MessageReader;
using lambda::Progress;

constexpr std::size_t plenty = 1 << 20;

// Hands over `bytes`, as many at a time as there is room for. Stops once nothing more is wanted.
Progress feed(MessageReader& reader, std::string_view bytes) {
  Progress progress = Progress::more;
  while (!bytes.empty() && progress == Progress::more) {
    const std::span<char> room = reader.room();
    if (room.empty()) return Progress::too_large;
    const std::size_t count = std::min(room.size(), bytes.size());
    std::copy_n(bytes.begin(), count, room.begin());
    bytes.remove_prefix(count);
    progress = reader.received(count);
  }
  return progress;
}

// What a reader says of a message.
struct Read {
  Progress progress = Progress::more;
  unsigned status = 0;
  std::string method{};
  std::string target{};
  std::string body{};
  bool keeps_open = true;

  friend bool operator==(const Read&, const Read&) = default;
};

std::ostream& operator<<(std::ostream& out, const Read& read) {
  return out << "progress " << static_cast<int>(read.progress) << " status " << read.status << ' '
             << read.method << ' ' << read.target << " body `" << read.body << "` keeps "
             << read.keeps_open;
}

Read seen(const MessageReader& reader, Progress progress) {
  if (progress != Progress::done) return {.progress = progress};
  return {progress,
          reader.status(),
          std::string(reader.method()),
          std::string(reader.target()),
          std::string(reader.body()),
          reader.keeps_open()};
}

// Reads `text` in pieces that end at `cuts`, and then, if the message is not there yet, its end.
Read read_in_pieces(MessageKind kind, std::string_view text, const std::vector<std::size_t>& cuts) {
  MessageReader reader(kind, plenty);
  Progress progress = Progress::more;
  std::size_t begin = 0;
  for (const std::size_t cut : cuts) {
    if (progress == Progress::more) progress = feed(reader, text.substr(begin, cut - begin));
    begin = cut;
  }
  if (progress == Progress::more) progress = feed(reader, text.substr(begin));
  if (progress == Progress::more) progress = reader.closed();
  return seen(reader, progress);
}

// The same, however it is cut.
void expect_read(MessageKind kind, std::string_view text, const Read& expected) {
  EXPECT_EQ(read_in_pieces(kind, text, {}), expected) << text;
  std::vector<std::size_t> every;
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    every.push_back(cut);
    ASSERT_EQ(read_in_pieces(kind, text, {cut}), expected) << "cut at " << cut << " of\n" << text;
  }
  EXPECT_EQ(read_in_pieces(kind, text, every), expected) << "byte by byte\n" << text;
}

void expect_response(std::string_view text, unsigned status, std::string_view body,
                     bool keeps_open = true) {
  expect_read(MessageKind::response, text,
              {Progress::done, status, "", "", std::string(body), keeps_open});
}

void expect_request(std::string_view text, std::string_view method, std::string_view target,
                    std::string_view body, bool keeps_open = true) {
  expect_read(
      MessageKind::request, text,
      {Progress::done, 0, std::string(method), std::string(target), std::string(body), keeps_open});
}

TEST(HttpResponses, WithALength) {
  expect_response("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello");
  expect_response("HTTP/1.1 202 Accepted\r\ncontent-length:0\r\n\r\n", 202, "");
  // Twice the same is one; the reason may be missing; headers in any case, with or without space.
  expect_response("HTTP/1.1 500\r\nCONTENT-LENGTH:2\r\nContent-Length: \t2 \r\n\r\nno", 500, "no");
  expect_response("HTTP/1.1 404 Not \xc3\xa4 Found\nContent-Length: 1\nX-Empty:\n\nx", 404, "x");
}

TEST(HttpResponses, InChunks) {
  constexpr std::string_view head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
  const auto with = [&](std::string_view rest) { return std::string(head).append(rest); };
  expect_response(with("0\r\n\r\n"), 200, "");
  expect_response(with("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), 200, "hello world");
  expect_response(with("00a;name=\"v\"\r\n0123456789\r\n1 ;x\r\n!\r\n000\r\n\r\n"), 200,
                  "0123456789!");
  expect_response(with("A\n0123456789\n0\nTrailer: x\nOther: y\n\n"), 200, "0123456789");
}

TEST(HttpResponses, UpToTheEndOfTheConnection) {
  expect_response("HTTP/1.1 200 OK\r\n\r\nall of it", 200, "all of it", false);
  expect_response("HTTP/1.0 200 OK\r\n\r\n", 200, "", false);
}

TEST(HttpResponses, WithoutABody) {
  expect_response("HTTP/1.1 204 No Content\r\n\r\n", 204, "");
  expect_response("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "");
}

TEST(HttpResponses, InterimOnesAreLeftOut) {
  expect_response(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
      200, "ok");
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "HTTP/1.1 100 \r\n\r\n";
  MessageReader reader(MessageKind::response, 8 * plenty);
  EXPECT_EQ(feed(reader, many), Progress::bad);
}

TEST(HttpResponses, SayWhetherTheConnectionStays) {
  const auto with = [](std::string_view version, std::string_view connection) {
    return std::string("HTTP/").append(version).append(" 200 OK\r\nContent-Length: 0\r\n") +
           std::string(connection) + "\r\n";
  };
  expect_response(with("1.1", ""), 200, "", true);
  expect_response(with("1.1", "Connection: close\r\n"), 200, "", false);
  expect_response(with("1.1", "connection: x, CLOSE ,y\r\n"), 200, "", false);
  expect_response(with("1.1", "Connection: closed\r\n"), 200, "", true);
  expect_response(with("1.0", ""), 200, "", false);
  expect_response(with("1.0", "Connection: Keep-Alive\r\n"), 200, "", true);
  expect_response(with("1.0", "Connection: keep-alive\r\nConnection: close\r\n"), 200, "", false);
}

TEST(HttpRequests, AreRead) {
  expect_request("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/", "");
  expect_request("\r\n\nPOST /a/b?c=%20 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "POST",
                 "/a/b?c=%20", "abc");
  expect_request("PUT * HTTP/1.0\r\n\r\n", "PUT", "*", "", false);
  expect_request("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                 "POST", "/", "abc");
}

TEST(HttpRequests, HeadersAreFoundByNameInAnyCase) {
  MessageReader reader(MessageKind::request, plenty);
  const std::string_view text =
      "GET / HTTP/1.1\r\nX-One: 1\r\nx-two:\t two words \r\nX-ONE: other\r\nX-Empty: \r\n\r\n";
  ASSERT_EQ(feed(reader, text), Progress::done);
  EXPECT_EQ(reader.header("x-one"), "1");
  EXPECT_EQ(reader.header("x-two"), "two words");
  EXPECT_EQ(reader.header("x-empty"), "");
  EXPECT_NE(reader.header("x-empty").data(), nullptr);
  EXPECT_EQ(reader.header("x-three").data(), nullptr);
  EXPECT_EQ(reader.header("x-on").data(), nullptr);
}

TEST(HttpRequests, ComeOneAfterTheOther) {
  const std::string text =
      "POST /1 HTTP/1.1\r\nContent-Length: 3\r\n\r\none"
      "POST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
      "GET /3 HTTP/1.1\r\n\r\nGET /4 HTTP/1.1\r\nConnection: close\r\n\r\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    MessageReader reader(MessageKind::request, plenty);
    std::string read;
    const auto take_all = [&](Progress progress) {
      while (progress == Progress::done) {
        read += std::string(reader.target()) + "=" + std::string(reader.body()) + ";";
        progress = reader.next();
      }
      ASSERT_EQ(progress, Progress::more) << "cut at " << cut;
    };
    for (const std::string_view part :
         {std::string_view(text).substr(0, cut), std::string_view(text).substr(cut)}) {
      if (part.empty()) continue;
      const std::span<char> room = reader.room();
      ASSERT_GE(room.size(), part.size());
      std::copy(part.begin(), part.end(), room.begin());
      take_all(reader.received(part.size()));
    }
    EXPECT_EQ(read, "/1=one;/2=two;/3=;/4=;") << "cut at " << cut;
    EXPECT_TRUE(reader.is_idle());
  }
}

TEST(HttpRequests, ThatWaitForContinueAreTold) {
  MessageReader reader(MessageKind::request, plenty);
  EXPECT_FALSE(reader.wants_continue());
  feed(reader, "POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n");
  EXPECT_FALSE(reader.wants_continue());
  feed(reader, "\r\n");
  EXPECT_TRUE(reader.wants_continue());
  EXPECT_EQ(feed(reader, "abc"), Progress::done);
  EXPECT_FALSE(reader.wants_continue());
  reader.next();
  feed(reader, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n");
  EXPECT_FALSE(reader.wants_continue());
}

TEST(HttpMessages, ThatAreNoneAreRefused) {
  const Read bad{.progress = Progress::bad};
  for (const std::string_view text : {
           // start lines
           "HTTP/1.1 20 OK\r\n\r\n",
           "HTTP/1.1 2000 OK\r\n\r\n",
           "HTTP/1.1 099 OK\r\n\r\n",
           "HTTP/1.1 2x0 OK\r\n\r\n",
           "HTTP/2 200 OK\r\n\r\n",
           "HTTP/1.1200 OK\r\n\r\n",
           "ICY 200 OK\r\n\r\n",
           "HTTP/1.1\r\n\r\n",
           " HTTP/1.1 200 OK\r\n\r\n",
           "HTTP/1.1 200 O\x01K\r\n\r\n",
           "HTTP/1.1 200 O\rK\r\n\r\n",
           // headers
           "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
           "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
           "HTTP/1.1 200 OK\r\nName : x\r\n\r\n",
           "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
           "HTTP/1.1 200 OK\r\nA: b\x7f\r\n\r\n",
           "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
           "HTTP/1.1 200 OK\r\nA\xc3\xa4: b\r\n\r\n",
           // lengths
           "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
           "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na",
           "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\na",
           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\naa",
           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
           // chunks
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11111111111111111\r\na",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabcdefg",
       })
    expect_read(MessageKind::response, text, bad);
  for (const std::string_view text :
       {"GET /\r\n\r\n", "GET / HTTP/3.0\r\n\r\n", "G(T / HTTP/1.1\r\n\r\n", "\x16\x03\x01 / x\n\n",
        "GET  / HTTP/1.1\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "GET /\x01 HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n"})
    expect_read(MessageKind::request, text, bad);
}

TEST(HttpMessages, ThatEndTooSoonAreRefused) {
  const std::string_view whole =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(read_in_pieces(MessageKind::response, whole.substr(0, size), {}).progress,
              Progress::bad)
        << size;
  const std::string_view counted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab";
  for (std::size_t size = 0; size < counted.size(); ++size)
    EXPECT_EQ(read_in_pieces(MessageKind::response, counted.substr(0, size), {}).progress,
              Progress::bad)
        << size;
}

TEST(HttpMessages, StayRefused) {
  MessageReader reader(MessageKind::request, plenty);
  EXPECT_EQ(feed(reader, "nonsense\r\n"), Progress::bad);
  EXPECT_TRUE(reader.room().empty());
  EXPECT_EQ(reader.next(), Progress::bad);
  EXPECT_EQ(reader.closed(), Progress::bad);
  reader.reset();
  EXPECT_EQ(feed(reader, "GET / HTTP/1.1\r\n\r\n"), Progress::done);
}

TEST(HttpLimits, OfTheWholeMessage) {
  const std::string_view head = "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n";
  const std::string body(1000, 'x');
  MessageReader fits(MessageKind::request, head.size() + body.size());
  EXPECT_EQ(feed(fits, std::string(head) + body), Progress::done);
  EXPECT_EQ(fits.body(), body);
  // Told by the head alone, before the body comes.
  MessageReader one_less(MessageKind::request, head.size() + body.size() - 1);
  EXPECT_EQ(feed(one_less, head), Progress::more);
  EXPECT_TRUE(one_less.room().empty());
  EXPECT_EQ(one_less.received(0), Progress::too_large);
  // Chunks, and a body without end, are told when they get there.
  MessageReader chunks(MessageKind::request, 4096);
  EXPECT_EQ(feed(chunks, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n" +
                             std::string(5000, 'x')),
            Progress::too_large);
  MessageReader endless(MessageKind::response, 4096);
  EXPECT_EQ(feed(endless, "HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'x')), Progress::too_large);
}

TEST(HttpLimits, OfTheHead) {
  const std::size_t limit = 64 * 1024;
  const auto with_head_of = [](std::size_t bytes) {
    const std::string begin = "GET / HTTP/1.1\r\nX: ";
    return begin + std::string(bytes - begin.size() - 4, 'x') + "\r\n\r\n";
  };
  MessageReader fits(MessageKind::request, plenty);
  EXPECT_EQ(feed(fits, with_head_of(limit)), Progress::done);
  MessageReader one_more(MessageKind::request, plenty);
  EXPECT_EQ(feed(one_more, with_head_of(limit + 1)), Progress::too_large);
  MessageReader endless(MessageKind::request, plenty);
  EXPECT_EQ(feed(endless, std::string(limit + 1, 'x')), Progress::too_large);
  MessageReader blank(MessageKind::request, plenty);
  EXPECT_EQ(feed(blank, std::string(limit + 1, '\n')), Progress::too_large);
  MessageReader chunk(MessageKind::request, plenty);
  EXPECT_NE(feed(chunk, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" +
                            std::string(limit + 1, '1')),
            Progress::more);
}

TEST(HttpMessages, ALargeHeadBeforeALargeBodyFits) {
  const std::string body(200'000, 'b');
  const std::string text = "POST / HTTP/1.1\r\nX: " + std::string(60'000, 'x') +
                           "\r\nContent-Length: 200000\r\n\r\n" + body;
  MessageReader reader(MessageKind::request, plenty);
  EXPECT_EQ(feed(reader, text), Progress::done);
  EXPECT_EQ(reader.body(), body);
}

}  // namespace
}  // namespace lintel::testing
