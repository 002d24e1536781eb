// SPDX-License-Identifier: Apache-2.0
#include "compiler/ignores.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::finding;

constexpr std::string_view mark = "lintel-ignore";
constexpr std::string_view blanks = " \t\r";

using Range = std::pair<std::size_t, std::size_t>;  // [begin, end) of the text

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// The end of the string that opens at `at`.
std::size_t after_string(std::string_view text, std::size_t at) {
  const bool raw = at > 0 && (text[at - 1] == 'r' || text[at - 1] == 'R');
  const char quote = text[at];
  const bool three = text.substr(at, 3) == std::string(3, quote);
  const std::string close(three ? 3 : 1, quote);
  for (at += close.size(); at < text.size(); ++at) {
    if (text.substr(at, close.size()) == close) return at + close.size();
    if (!three && text[at] == '\n') return at;
    if (!raw && text[at] == '\\') ++at;
  }
  return text.size();
}

// The comments that have a line of their own.
std::vector<Range> comment_lines(std::string_view text) {
  std::vector<Range> found;
  bool alone = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '/' && text.substr(at, 2) == "//") {
      const auto end = std::min(text.find('\n', at), text.size());
      if (alone) found.emplace_back(at, end);
      at = end;
    } else if (c == '"' || c == '\'') {
      alone = false;
      at = after_string(text, at);
    } else {
      if (c == '\n')
        alone = true;
      else if (blanks.find(c) == std::string_view::npos)
        alone = false;
      ++at;
    }
  }
  return found;
}

// What stands below the comment that ends at `end`: the next line that is not empty and no comment,
// and the item that starts there. It is the same for the comment after it, at `next_comment`, if
// nothing else stands between them: `next` says what is below that one.
Range below(const grammar::File& file, std::string_view text, std::size_t end,
            std::size_t next_comment, const Range& next) {
  while (end < text.size()) {
    const std::size_t begin = end + 1;
    end = std::min(text.find('\n', begin), text.size());
    if (begin >= text.size()) break;
    const auto line = trimmed(text.substr(begin, end - begin));
    if (line.empty()) continue;
    if (static_cast<std::size_t>(line.data() - text.data()) == next_comment) return next;
    const auto item = std::lower_bound(
        file.items.begin(), file.items.end(), begin,
        [](const grammar::Item& one, std::size_t offset) { return one.span.begin < offset; });
    const bool starts = item != file.items.end() && item->span.begin < end;
    return {begin, starts ? std::max<std::size_t>(end, item->span.end) : end};
  }
  return {text.size(), text.size()};
}

// What the comments of all files do to the findings, which stay as they are until the end.
struct Changes {
  std::vector<bool> silenced;  // by finding
  std::vector<Finding> added;
};

class Ignores {
 public:
  Ignores(const grammar::File& file, std::string_view text, bool all_run,
          const std::vector<Finding>& findings, Changes& changes)
      : file_(file), text_(text), all_run_(all_run), findings_(findings), changes_(changes) {}

  void apply() {
    if (text_.find(mark) == std::string_view::npos) return;
    const auto comments = comment_lines(text_);
    std::vector<Range> ranges(comments.size());
    std::size_t next_comment = text_.size();
    for (std::size_t i = comments.size(); i-- > 0; next_comment = comments[i].first) {
      const Range next = i + 1 < comments.size() ? ranges[i + 1] : Range{};
      ranges[i] = below(file_, text_, comments[i].second, next_comment, next);
    }
    for (std::size_t i = 0; i < comments.size(); ++i) {
      const auto [begin, end] = comments[i];
      const auto words = trimmed(text_.substr(begin + 2, end - begin - 2));
      if (words.starts_with(mark)) apply(words.substr(mark.size()), begin, end, ranges[i]);
    }
  }

 private:
  void apply(std::string_view words, std::size_t begin, std::size_t end, const Range& range) {
    const Span span{
        file_.index, static_cast<std::uint32_t>(begin),
        static_cast<std::uint32_t>(begin + trimmed(text_.substr(begin, end - begin)).size())};
    const auto colon = words.find(':');
    const auto code = trimmed(words.substr(0, colon));
    const bool reasoned =
        colon != std::string_view::npos && !trimmed(words.substr(colon + 1)).empty();
    if (code.empty() || !reasoned) {
      changes_.added.push_back(finding<Diagnostic::ignore_without_reason>(span));
      return;
    }
    const auto* row = grammar::find_diagnostic(code);
    if (row == nullptr || row->severity == Severity::error) {
      changes_.added.push_back(finding<Diagnostic::ignore_code>(
          span, code, row == nullptr ? "is no code" : "is an error, which cannot be silenced"));
      return;
    }
    const auto is_before = [&](const Finding& one, std::size_t offset) {
      return one.span.file < file_.index ||
             (one.span.file == file_.index && one.span.begin < offset);
    };
    auto at = std::lower_bound(findings_.begin(), findings_.end(), range.first, is_before);
    for (; at != findings_.end() && is_before(*at, range.second); ++at) {
      const auto number = static_cast<std::size_t>(at - findings_.begin());
      if (at->code != row->code || changes_.silenced[number]) continue;
      changes_.silenced[number] = true;
      return;
    }
    if (all_run_) changes_.added.push_back(finding<Diagnostic::ignore_unused>(span, row->code));
  }

  const grammar::File& file_;
  std::string_view text_;
  bool all_run_;
  const std::vector<Finding>& findings_;
  Changes& changes_;
};

}  // namespace

void apply_ignores(std::span<const grammar::File> files, std::span<const Source> sources,
                   bool all_run, std::vector<Finding>& findings) {
  Changes changes{std::vector<bool>(findings.size()), {}};
  for (std::size_t i = 0; i < files.size(); ++i)
    Ignores(files[i], sources[i].text, all_run, findings, changes).apply();
  std::vector<Finding> shown;
  shown.reserve(findings.size() + changes.added.size());
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (!changes.silenced[i]) shown.push_back(std::move(findings[i]));
  std::move(changes.added.begin(), changes.added.end(), std::back_inserter(shown));
  findings = std::move(shown);
}

}  // namespace lintel::compiler
