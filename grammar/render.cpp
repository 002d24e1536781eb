// SPDX-License-Identifier: Apache-2.0
// Findings for people: message, place, the source lines with carets, and ways to repair them.
#include <algorithm>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "grammar/diagnostic.h"
#include "grammar/escapes.h"
#include "grammar/source.h"

namespace lintel::grammar {

namespace {

// Columns of source text that are shown of one line; longer lines are cut around the caret.
constexpr std::size_t widest_line = 100;
constexpr std::size_t tab_width = 4;
// A span over more lines than this shows its first and its last line.
constexpr std::uint32_t most_lines = 4;

enum class Style { none, bold, error, warning, note, gutter, fix };

std::string_view ansi(Style style) {
  switch (style) {
    case Style::none: return "";
    case Style::bold: return "\x1b[1m";
    case Style::error: return "\x1b[1;31m";
    case Style::warning: return "\x1b[1;33m";
    case Style::note: return "\x1b[1;36m";
    case Style::gutter: return "\x1b[1;34m";
    case Style::fix: return "\x1b[1;32m";
  }
  return "";
}

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error: return Style::error;
    case Severity::warning: return Style::warning;
    case Severity::note: return Style::note;
  }
  return Style::none;
}

// A line as it is shown: tabs expanded, what cannot be seen made visible, and for each byte of the
// source line (and its end) the column where it stands.
struct ShownLine {
  std::vector<std::string> cells;
  std::vector<std::size_t> columns;
};

ShownLine show(std::string_view line) {
  ShownLine result;
  for (std::size_t i = 0; i < line.size();) {
    const auto character = first_code_point(line.substr(i));
    const std::size_t size = character ? character->size : 1;
    result.columns.insert(result.columns.end(), size, result.cells.size());
    const char32_t c = character ? character->value : 0xfffd;
    if (c == '\t') {
      do result.cells.emplace_back(" ");
      while (result.cells.size() % tab_width != 0);
    } else if (c < 0x20 || c == 0x7f || is_bidirectional_control(c)) {
      result.cells.emplace_back("\xef\xbf\xbd");
    } else {
      std::string& cell = result.cells.emplace_back();
      append_utf8(cell, c);
    }
    i += size;
  }
  result.columns.push_back(result.cells.size());
  return result;
}

// Bytes on each side of a place that are looked at: more than the widest line has, whatever its
// characters, so that of a very long line no more is read for each of its findings.
constexpr std::size_t reach = 1024;

// A character has at most so many bytes after its first.
constexpr int most_continuations = 3;

// At most so far before and after `at`, between characters.
std::size_t reach_back(std::string_view text, std::size_t at) {
  std::size_t from = at > reach ? at - reach : 0;
  for (int i = 0; i < most_continuations && from > 0 && is_continuation(text[from]); ++i) --from;
  return from;
}
std::size_t reach_on(std::string_view text, std::size_t at) {
  std::size_t to = std::min(text.size(), at + reach);
  for (int i = 0; i < most_continuations && to < text.size() && is_continuation(text[to]); ++i)
    ++to;
  return to;
}

class Renderer {
 public:
  Renderer(std::span<const SourceText> sources, const RenderOptions& options)
      : sources_(sources), options_(options) {
    for (const SourceText& source : sources) tables_.emplace_back(source.text);
  }

  void add(const Finding& finding) {
    gutter_ = gutter_of(finding);
    paint(style_of(finding.severity), fmt::format("{}[{}]", word(finding.severity), finding.code));
    paint(Style::bold, ": " + finding.message);
    out_ += '\n';
    add_place(finding.span, finding.label, style_of(finding.severity), '^');
    for (const Related& related : finding.related) {
      add_note("note", Style::note, related.text);
      add_place(related.span, "", Style::note, '-');
    }
    for (const FixIt& fix : finding.fixes) add_fix(fix);
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  bool known(const Span& span) const { return span.file < sources_.size(); }

  void paint(Style style, std::string_view text) {
    const bool coloured = options_.colour && style != Style::none;
    if (coloured) out_ += ansi(style);
    out_ += text;
    if (coloured) out_ += "\x1b[0m";
  }

  std::size_t gutter_of(const Finding& finding) const {
    std::size_t width = 1;
    const auto widen = [&](const Span& span) {
      if (!known(span)) return;
      const std::uint32_t line = tables_[span.file].position(span.end).line;
      width = std::max(width, fmt::formatted_size("{}", line));
    };
    widen(finding.span);
    for (const Related& related : finding.related) widen(related.span);
    for (const FixIt& fix : finding.fixes)
      for (const Edit& edit : fix.edits) widen(edit.span);
    return width;
  }

  // A line of source, or an empty one: "12 | text".
  void add_line(std::string_view number, std::string_view text) {
    paint(Style::gutter, fmt::format("{:>{}} |", number, gutter_));
    if (!text.empty()) out_ += ' ';
    out_ += text;
    out_ += '\n';
  }

  void add_note(std::string_view title, Style style, std::string_view text) {
    paint(Style::gutter, fmt::format("{:>{}} = ", "", gutter_));
    paint(style, title);
    out_ += fmt::format(": {}\n", text);
  }

  void add_place(const Span& span, std::string_view label, Style style, char caret) {
    if (!known(span)) return;
    const LineTable& table = tables_[span.file];
    const Position begin = table.position(span.begin);
    paint(Style::gutter, fmt::format("{:>{}}--> ", "", gutter_));
    out_ += fmt::format("{}:{}:{}\n", sources_[span.file].name, begin.line, begin.column);
    add_line("", "");
    add_marked_lines(span, label, style, caret);
    add_line("", "");
  }

  void add_marked_lines(const Span& span, std::string_view label, Style style, char caret) {
    const LineTable& table = tables_[span.file];
    const std::uint32_t first = table.position(span.begin).line;
    // A span that ends right behind a line end does not reach the next line.
    const std::uint32_t last =
        table.position(std::max(span.begin, span.end - (span.end != 0))).line;
    for (std::uint32_t line = first; line <= last; ++line) {
      if (last - first + 1 > most_lines && line == first + 1) {
        add_line("...", "");
        line = last;
      }
      add_marked_line(span, line, line == last ? label : "", style, caret);
    }
  }

  void add_marked_line(const Span& span, std::uint32_t number, std::string_view label, Style style,
                       char caret) {
    std::string_view line = tables_[span.file].line(number);
    auto start = static_cast<std::size_t>(line.data() - sources_[span.file].text.data());
    const std::size_t place = std::min(span.begin > start ? span.begin - start : 0, line.size());
    const std::size_t from = reach_back(line, place);
    line = line.substr(from, reach_on(line, place) - from);
    start += from;
    const auto offset = [&](std::uint32_t at) {
      return std::min(at > start ? at - start : 0, line.size());
    };
    const ShownLine shown = show(line);
    std::size_t begin = shown.columns[offset(span.begin)];
    const std::size_t end = std::max(shown.columns[offset(span.end)], begin + 1);
    const bool continues = span.begin < start;
    if (continues) {
      const std::size_t text = line.find_first_not_of(" \t");
      begin = shown.columns[text == std::string_view::npos ? 0 : text];
    }
    add_cut(number, shown, begin, std::max(end, begin + 1), label, style, caret);
  }

  // The line with marks under [begin, end), cut to the widest line around them.
  void add_cut(std::uint32_t number, const ShownLine& shown, std::size_t begin, std::size_t end,
               std::string_view label, Style style, char caret) {
    std::size_t from = 0;
    std::size_t to = shown.cells.size();
    if (to > widest_line) {
      const std::size_t marked = std::min(end - begin, widest_line);
      const std::size_t before = (widest_line - marked) / 2;
      from = begin > before ? begin - before : 0;
      from = std::min(from, to - widest_line);
      to = from + widest_line;
    }
    std::string text;
    if (from > 0) text += "...";
    for (std::size_t i = from; i < to; ++i) text += shown.cells[i];
    if (to < shown.cells.size()) text += "...";
    add_line(fmt::format("{}", number), text);

    const std::size_t margin = begin - from + (from > 0 ? 3 : 0);
    const std::size_t count =
        std::max<std::size_t>(std::min(end, std::max(to, begin + 1)) - begin, 1);
    paint(Style::gutter, fmt::format("{:>{}} |", "", gutter_));
    out_.append(margin + 1, ' ');
    std::string marks(count, caret);
    if (!label.empty()) marks += fmt::format(" {}", label);
    paint(style, marks);
    out_ += '\n';
  }

  void add_fix(const FixIt& fix) {
    add_note("fix", Style::fix, fix.label);
    std::vector<Edit> edits = fix.edits;
    std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
      return std::tie(a.span.file, a.span.begin) < std::tie(b.span.file, b.span.begin);
    });
    for (std::size_t i = 0; i < edits.size();) i = add_edited_lines(edits, i);
  }

  // The lines that the edits from `first` on change, as they are afterwards. Gives the first edit
  // that belongs to other lines.
  std::size_t add_edited_lines(const std::vector<Edit>& edits, std::size_t first) {
    const Span& span = edits[first].span;
    if (!known(span)) return first + 1;
    const LineTable& table = tables_[span.file];
    const std::string_view text = sources_[span.file].text;
    const std::uint32_t first_line = table.position(span.begin).line;
    std::uint32_t last_line = table.position(span.end).line;
    const auto line_begin = static_cast<std::size_t>(table.line(first_line).data() - text.data());
    std::size_t at = line_begin + reach_back(text.substr(line_begin), span.begin - line_begin);
    const std::size_t column = count_characters(text.substr(at, span.begin - at));
    std::string result;
    std::size_t i = first;
    for (; i < edits.size(); ++i) {
      const Edit& edit = edits[i];
      if (edit.span.file != span.file || table.position(edit.span.begin).line > last_line) break;
      result += text.substr(at, edit.span.begin - at);
      result += edit.text;
      at = edit.span.end;
      last_line = table.position(edit.span.end).line;
    }
    const std::string_view last = table.line(last_line);
    const auto end =
        std::max(at, static_cast<std::size_t>(last.data() + last.size() - text.data()));
    result += text.substr(at, reach_on(text.substr(0, end), at) - at);
    add_result(result, first_line, column);
    return i;
  }

  void add_result(const std::string& result, std::uint32_t first_line, std::size_t column) {
    const LineTable table(result);
    const std::uint32_t lines = table.position(static_cast<std::uint32_t>(result.size())).line;
    for (std::uint32_t line = 1; line <= lines; ++line) {
      const ShownLine shown = show(table.line(line));
      std::size_t from = 0;
      std::size_t to = shown.cells.size();
      if (to > widest_line) {
        from = std::min(column > widest_line / 2 ? column - widest_line / 2 : 0, to - widest_line);
        to = from + widest_line;
      }
      std::string text = from > 0 ? "..." : "";
      for (std::size_t i = from; i < to; ++i) text += shown.cells[i];
      if (to < shown.cells.size()) text += "...";
      add_line(fmt::format("{}", first_line + line - 1), text);
    }
  }

  std::span<const SourceText> sources_;
  const RenderOptions& options_;
  std::vector<LineTable> tables_;
  std::size_t gutter_ = 1;
  std::string out_;
};

}  // namespace

std::string render(std::span<const Finding> findings, std::span<const SourceText> sources,
                   const RenderOptions& options) {
  Renderer renderer(sources, options);
  for (const Finding& finding : findings) renderer.add(finding);
  return renderer.take();
}

}  // namespace lintel::grammar
