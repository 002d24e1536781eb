// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/http.h"

#include <algorithm>
#include <cstring>

namespace lintel::lambda {
namespace {

using runtime::ascii_lower;
using runtime::slice;

// More than any peer sends in its head: the client context of an AWS SDK is the longest known
// header, at 3,583 bytes.
constexpr std::size_t max_head_bytes = std::size_t{64} * 1024;

// More than any peer sends before one response; each costs a move of what follows it.
constexpr unsigned max_interim_responses = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 9110, 5.6.2.
bool is_token_character(char c) {
  if (is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z')) return true;
  constexpr char others[] = "!#$%&'*+-.^_`|~";
  return c != '\0' && std::strchr(others, c) != nullptr;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 0x7f; }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_control);
}

std::string_view without_space(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return ascii_lower(a) == b; });
}

// Whether `wanted`, in lower case, is one of the words of a list with commas.
bool lists(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const auto comma = std::find(list.begin(), list.end(), ',');
    const auto length = static_cast<std::size_t>(comma - list.begin());
    if (equals_ignoring_case(without_space({list.data(), length}), wanted)) return true;
    list.remove_prefix(std::min(list.size(), length + 1));
  }
  return false;
}

// Digits of that base and nothing else; nothing if no size holds them.
std::optional<std::size_t> parse_size(std::string_view digits, std::size_t base) {
  if (digits.empty()) return {};
  std::size_t size = 0;
  for (const char c : digits) {
    std::size_t digit = base;
    if (is_digit(c)) digit = static_cast<std::size_t>(c - '0');
    if (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f')
      digit = static_cast<std::size_t>(ascii_lower(c) - 'a') + 10;
    if (digit >= base || size > (SIZE_MAX - digit) / base) return {};
    size = size * base + digit;
  }
  return size;
}

// Takes the first line, without its end, from a text in which all lines have one.
std::string_view take_first_line(std::string_view& text) {
  const auto end =
      static_cast<std::size_t>(std::find(text.begin(), text.end(), '\n') - text.begin());
  std::string_view line(text.data(), end);
  text.remove_prefix(std::min(text.size(), end + 1));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

struct Header {
  std::string_view name;
  std::string_view value;
};

// Nothing if `line` is none.
std::optional<Header> parse_header(std::string_view line) {
  const auto colon =
      static_cast<std::size_t>(std::find(line.begin(), line.end(), ':') - line.begin());
  if (colon == line.size()) return {};
  const Header header{slice(line, 0, colon), without_space(slice(line, colon + 1, line.size()))};
  if (!is_token(header.name) || has_control(header.value)) return {};
  return header;
}

// The first of the lines of a head, each of which has been read as a header before.
Header take_header(std::string_view& lines) {
  return parse_header(take_first_line(lines)).value_or(Header{});
}

}  // namespace

std::span<char> MessageReader::room() {
  if (failure_ != Progress::done) return {};
  // The rest of a body whose length is known comes into one block.
  const std::size_t here = buffer_.size() - at_;
  const std::size_t missing = step_ == Step::counted_body ? left_ - here : 1;
  const std::span<char> free = buffer_.room(missing);
  if (free.empty()) failure_ = Progress::too_large;
  return free;
}

Progress MessageReader::received(std::size_t count) {
  if (failure_ != Progress::done) return failure_;
  buffer_.added(count);
  return advance();
}

Progress MessageReader::closed() {
  if (failure_ != Progress::done) return failure_;
  if (step_ == Step::done) return Progress::done;
  if (step_ != Step::body_to_the_end) return refuse();
  step_ = Step::done;
  return Progress::done;
}

bool MessageReader::wants_continue() const {
  const bool body_is_missing = step_ == Step::counted_body || step_ == Step::chunk_size;
  return body_is_missing && lists(header("expect"), "100-continue");
}

std::string_view MessageReader::header(std::string_view name) const {
  std::string_view lines = text(headers_);
  while (!lines.empty()) {
    const Header header = take_header(lines);
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

void MessageReader::reset() {
  failure_ = Progress::done;
  at_ = buffer_.size();
  forget();
}

Progress MessageReader::next() {
  if (failure_ != Progress::done) return failure_;
  forget();
  return advance();
}

void MessageReader::forget() {
  buffer_.erase(0, at_);
  at_ = 0;
  left_ = 0;
  step_ = Step::head;
  headers_ = method_ = target_ = body_ = {};
  status_ = 0;
  interim_responses_ = 0;
  keeps_open_ = true;
}

// The next line without its end, if all of it is there.
std::optional<std::string_view> MessageReader::take_line() {
  const std::string_view rest = slice(buffer_.text(), at_, buffer_.size());
  const void* const end = rest.empty() ? nullptr : std::memchr(rest.data(), '\n', rest.size());
  if (!end) return {};
  std::size_t length = static_cast<std::size_t>(static_cast<const char*>(end) - rest.data());
  at_ += length + 1;
  if (length > 0 && rest[length - 1] == '\r') --length;
  return slice(rest, 0, length);
}

Progress MessageReader::advance() {
  while (true) {
    const std::size_t here = buffer_.size() - at_;
    switch (step_) {
      case Step::head: {
        const Progress progress = read_head();
        if (progress != Progress::done) return progress;
        break;
      }
      case Step::counted_body:
        if (here < left_) return Progress::more;
        body_ = {at_, left_};
        at_ += left_;
        step_ = Step::done;
        break;
      case Step::body_to_the_end:
        body_.size += here;
        at_ += here;
        return Progress::more;
      case Step::chunk_size: {
        const Progress progress = read_chunk_size();
        if (progress != Progress::done) return progress;
        break;
      }
      case Step::chunk_bytes: {
        // The chunks move together over what stood between them.
        const std::size_t count = std::min(here, left_);
        char* const bytes = buffer_.data();
        std::memmove(bytes + body_.from + body_.size, bytes + at_, count);
        body_.size += count;
        at_ += count;
        left_ -= count;
        if (left_ > 0) return Progress::more;
        step_ = Step::chunk_end;
        break;
      }
      case Step::chunk_end: {
        const std::optional<std::string_view> line = take_line();
        if (!line) return here > 2 ? refuse() : Progress::more;
        if (!line->empty()) return refuse();
        step_ = Step::chunk_size;
        break;
      }
      case Step::trailer: {
        const std::optional<std::string_view> line = take_line();
        if (!line) return here > max_head_bytes ? failure_ = Progress::too_large : Progress::more;
        if (line->empty()) step_ = Step::done;
        break;
      }
      case Step::done: return Progress::done;
    }
  }
}

// Goes over to the step of the body once the empty line has come. Also done with an interim
// response.
Progress MessageReader::read_head() {
  while (true) {
    const std::size_t line_begin = at_;
    const std::optional<std::string_view> line = take_line();
    if (buffer_.size() > max_head_bytes && at_ > max_head_bytes)
      return failure_ = Progress::too_large;
    if (!line)
      return buffer_.size() > max_head_bytes ? failure_ = Progress::too_large : Progress::more;
    const bool has_start_line = headers_.from > 0;
    if (line->empty()) {
      if (!has_start_line) continue;  // RFC 9112, 2.2: empty lines before a message are left out
      headers_.size = line_begin - headers_.from;
      break;
    }
    if (!has_start_line) {
      if (!read_start_line(*line)) return refuse();
      headers_.from = at_;
    } else if (!parse_header(*line)) {
      return refuse();
    }
  }
  if (kind_ == MessageKind::response && status_ < 200) {
    // An interim response: the message is still to come, and the step stays what it is.
    if (++interim_responses_ > max_interim_responses) return refuse();
    buffer_.erase(0, at_);
    at_ = 0;
    headers_ = {};
    return Progress::done;
  }
  body_ = {at_, 0};
  return read_body_headers() ? Progress::done : refuse();
}

bool MessageReader::read_start_line(std::string_view line) {
  if (has_control(line)) return false;
  const auto range = [&](std::string_view part) {
    return Range{static_cast<std::size_t>(part.data() - buffer_.text().data()), part.size()};
  };
  const auto first_space =
      static_cast<std::size_t>(std::find(line.begin(), line.end(), ' ') - line.begin());
  const std::string_view first = slice(line, 0, first_space);
  const std::string_view rest = slice(line, std::min(line.size(), first_space + 1), line.size());
  const auto second_space =
      static_cast<std::size_t>(std::find(rest.begin(), rest.end(), ' ') - rest.begin());
  const std::string_view second = slice(rest, 0, second_space);
  std::string_view version = first;
  if (kind_ == MessageKind::request) {
    version = slice(rest, std::min(rest.size(), second_space + 1), rest.size());
    if (!is_token(first) || second.empty()) return false;
    method_ = range(first);
    target_ = range(second);
  } else {
    const std::optional<std::size_t> status = parse_size(second, 10);
    if (second.size() != 3 || !status || *status < 100) return false;
    status_ = static_cast<unsigned>(*status);
  }
  is_http_11_ = version == "HTTP/1.1";
  return is_http_11_ || version == "HTTP/1.0";
}

// How long the body is, and whether the connection stays. RFC 9112, 6.3 and 9.3.
bool MessageReader::read_body_headers() {
  std::optional<std::size_t> length;
  bool is_chunked = false;
  bool closes = false;
  bool stays = false;
  std::string_view lines = text(headers_);
  while (!lines.empty()) {
    const Header header = take_header(lines);
    if (equals_ignoring_case(header.name, "content-length")) {
      const std::optional<std::size_t> value = parse_size(header.value, 10);
      if (!value || (length && *length != *value)) return false;
      length = value;
    } else if (equals_ignoring_case(header.name, "transfer-encoding")) {
      if (is_chunked || !equals_ignoring_case(header.value, "chunked")) return false;
      is_chunked = true;
    } else if (equals_ignoring_case(header.name, "connection")) {
      closes |= lists(header.value, "close");
      stays |= lists(header.value, "keep-alive");
    }
  }
  if (is_chunked && length) return false;
  keeps_open_ = is_http_11_ ? !closes : stays && !closes;

  const bool has_no_body = kind_ == MessageKind::response && (status_ == 204 || status_ == 304);
  if (has_no_body) {
    step_ = Step::done;
  } else if (is_chunked) {
    step_ = Step::chunk_size;
  } else if (length || kind_ == MessageKind::request) {
    left_ = length.value_or(0);
    step_ = Step::counted_body;
  } else {
    keeps_open_ = false;
    step_ = Step::body_to_the_end;
  }
  return true;
}

Progress MessageReader::read_chunk_size() {
  const std::size_t here = buffer_.size() - at_;
  std::optional<std::string_view> line = take_line();
  if (!line) return here > max_head_bytes ? refuse() : Progress::more;
  const auto end = std::find(line->begin(), line->end(), ';');  // extensions are left out
  const auto digits = static_cast<std::size_t>(end - line->begin());
  const std::optional<std::size_t> size = parse_size(without_space(slice(*line, 0, digits)), 16);
  if (!size) return refuse();
  left_ = *size;
  step_ = left_ > 0 ? Step::chunk_bytes : Step::trailer;
  return Progress::done;
}

}  // namespace lintel::lambda
