// SPDX-License-Identifier: Apache-2.0
#include "tests/security/markup.h"

#include <cctype>
#include <cstddef>
#include <utility>

namespace lintel::security {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// The references that make markup, decoded once.
std::string decoded(std::string_view text) {
  constexpr std::pair<std::string_view, char> known[] = {
      {"&lt;", '<'},   {"&gt;", '>'},    {"&quot;", '"'}, {"&#34;", '"'},
      {"&#39;", '\''}, {"&apos;", '\''}, {"&#96;", '`'},  {"&amp;", '&'}};
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool found = false;
    for (const auto& [reference, character] : known) {
      if (!text.substr(i).starts_with(reference)) continue;
      result += character;
      i += reference.size() - 1;
      found = true;
      break;
    }
    if (!found) result += text[i];
  }
  return result;
}

class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html) {}

  Markup read() {
    std::string text;
    while (at_ < html_.size()) {
      const char after = at_ + 1 < html_.size() ? html_[at_ + 1] : '\0';
      if (html_[at_] == '<' && (is_letter(after) || after == '/'))
        tag();
      else if (html_[at_] == '<' && (after == '!' || after == '?'))
        declaration();
      else
        text += html_[at_++];
    }
    markup_.text = decoded(text);
    return std::move(markup_);
  }

 private:
  bool ends() const { return at_ == html_.size() || html_[at_] == '>'; }

  void tag() {
    std::string shown;
    while (!ends() && !is_blank(html_[at_])) shown += html_[at_++];
    while (!ends()) {
      if (is_blank(html_[at_]) || html_[at_] == '/')
        ++at_;
      else
        shown += " " + attribute();
    }
    if (at_ < html_.size()) ++at_;
    markup_.structure.push_back(shown);
  }

  std::string attribute() {
    std::string name;
    while (!ends() && !is_blank(html_[at_]) && html_[at_] != '=') name += html_[at_++];
    if (ends() || html_[at_] != '=') return name;
    ++at_;
    std::string value;
    if (at_ < html_.size() && (html_[at_] == '"' || html_[at_] == '\'')) {
      const char quote = html_[at_++];
      while (at_ < html_.size() && html_[at_] != quote) value += html_[at_++];
      if (at_ < html_.size()) ++at_;
    } else {
      while (!ends() && !is_blank(html_[at_])) value += html_[at_++];
    }
    markup_.values.push_back(decoded(value));
    return name;
  }

  void declaration() {
    markup_.structure.emplace_back("<!");
    const bool comment = html_.substr(at_).starts_with("<!--");
    const std::size_t end = html_.find(comment ? "-->" : ">", at_);
    at_ = end == std::string_view::npos ? html_.size() : end + (comment ? 3 : 1);
  }

  std::string_view html_;
  std::size_t at_ = 0;
  Markup markup_;
};

}  // namespace

Markup read_markup(std::string_view html) { return Reader(html).read(); }

}  // namespace lintel::security
