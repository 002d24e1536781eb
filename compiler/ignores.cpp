// SPDX-License-Identifier: Apache-2.0
#include "compiler/ignores.h"

#include <algorithm>
#include <string_view>

#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::finding;

constexpr std::string_view mark = "lintel-ignore";
constexpr std::string_view blanks = " \t\r";

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

// The comments that have a line of their own, as [begin, end) of the text.
std::vector<std::pair<std::size_t, std::size_t>> comment_lines(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
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
// and the item that starts there.
std::pair<std::size_t, std::size_t> below(const grammar::File& file, std::string_view text,
                                          std::size_t end) {
  while (end < text.size()) {
    const std::size_t begin = end + 1;
    end = std::min(text.find('\n', begin), text.size());
    if (begin >= text.size()) break;
    const auto line = trimmed(text.substr(begin, end - begin));
    if (line.empty() || line.starts_with("//")) continue;
    const auto item = std::lower_bound(
        file.items.begin(), file.items.end(), begin,
        [](const grammar::Item& one, std::size_t offset) { return one.span.begin < offset; });
    const bool starts = item != file.items.end() && item->span.begin < end;
    return {begin, starts ? std::max<std::size_t>(end, item->span.end) : end};
  }
  return {text.size(), text.size()};
}

class Ignores {
 public:
  Ignores(const grammar::File& file, std::string_view text, bool all_run,
          std::vector<Finding>& findings)
      : file_(file), text_(text), all_run_(all_run), findings_(findings) {}

  void apply() {
    if (text_.find(mark) == std::string_view::npos) return;
    for (const auto& [begin, end] : comment_lines(text_)) {
      const auto words = trimmed(text_.substr(begin + 2, end - begin - 2));
      if (words.starts_with(mark)) apply(words.substr(mark.size()), begin, end);
    }
  }

 private:
  void apply(std::string_view words, std::size_t begin, std::size_t end) {
    const Span span{
        file_.index, static_cast<std::uint32_t>(begin),
        static_cast<std::uint32_t>(begin + trimmed(text_.substr(begin, end - begin)).size())};
    const auto colon = words.find(':');
    const auto code = trimmed(words.substr(0, colon));
    const bool reasoned =
        colon != std::string_view::npos && !trimmed(words.substr(colon + 1)).empty();
    if (code.empty() || !reasoned) {
      findings_.push_back(finding<Diagnostic::ignore_without_reason>(span));
      return;
    }
    const auto* row = grammar::find_diagnostic(code);
    if (row == nullptr || row->severity == Severity::error) {
      findings_.push_back(finding<Diagnostic::ignore_code>(
          span, code, row == nullptr ? "is no code" : "is an error, which cannot be silenced"));
      return;
    }
    const auto [from, to] = below(file_, text_, end);
    const auto silenced = std::find_if(
        findings_.begin(), findings_.end(), [&, from = from, to = to](const Finding& one) {
          return one.code == row->code && one.span.file == file_.index && one.span.begin >= from &&
                 one.span.begin < to;
        });
    if (silenced != findings_.end())
      findings_.erase(silenced);
    else if (all_run_)
      findings_.push_back(finding<Diagnostic::ignore_unused>(span, row->code));
  }

  const grammar::File& file_;
  std::string_view text_;
  bool all_run_;
  std::vector<Finding>& findings_;
};

}  // namespace

void apply_ignores(std::span<const grammar::File> files, std::span<const Source> sources,
                   bool all_run, std::vector<Finding>& findings) {
  for (std::size_t i = 0; i < files.size(); ++i)
    Ignores(files[i], sources[i].text, all_run, findings).apply();
}

}  // namespace lintel::compiler
