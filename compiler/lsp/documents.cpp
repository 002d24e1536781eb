// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/documents.h"

#include <algorithm>
#include <utility>

#include "compiler/lsp/uri.h"
#include "grammar/parser.h"

namespace lintel::lsp {
namespace {

constexpr std::string_view rules_ending = ".rules";
constexpr std::string_view tests_ending = ".test.rules";

// Of x.test.rules, x.rules, which its tests are for. Empty for all others.
std::string tested_by(std::string_view name) {
  if (!name.ends_with(tests_ending)) return {};
  name.remove_suffix(tests_ending.size());
  return std::string(name).append(rules_ending);
}

}  // namespace

Document::Document(std::string uri, std::int64_t version, Text text)
    : uri_(std::move(uri)), is_file_(false), version_(version), text_(std::move(text)) {
  const auto path = path_of(uri_);
  is_file_ = path.has_value();
  name_ = path.value_or(uri_);
}

void Document::replace(std::string text) {
  parsed_.reset();
  text_ = Text(std::move(text), text_.encoding());
}

void Document::replace(std::size_t begin, std::size_t end, std::string_view text) {
  parsed_.reset();
  text_.replace(begin, end, text);
}

const Document::Parsed& Document::parsed() const {
  if (!parsed_) {
    parsed_.emplace();
    parsed_->tree = grammar::parse(text_.bytes(), 0, parsed_->findings);
  }
  return *parsed_;
}

std::optional<std::string> Documents::OpenFiles::read(const std::string& path) {
  if (const Document* open = documents_.find_path(path)) return open->text().bytes();
  return documents_.files_.read(path);
}

Imported Documents::OpenFiles::read_below(const std::string& folder, const std::string& path) {
  if (const Document* open = documents_.find_path(folder + path)) return {open->text().bytes()};
  return documents_.files_.read_below(folder, path);
}

void Documents::open(const std::string& uri, std::int64_t version, Text&& text) {
  documents_.erase(uri);
  const auto [place, made] = documents_.try_emplace(uri, uri, version, std::move(text));
  text_changed(place->second);
}

void Documents::close(const std::string& uri) {
  documents_.erase(uri);
  // From now on the file on the disk counts.
  files_changed();
}

Document* Documents::find(std::string_view uri) {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

const Document* Documents::find_path(std::string_view path) const {
  const std::string name = plain_path(path);
  const auto found = std::find_if(documents_.begin(), documents_.end(), [&](const auto& entry) {
    return entry.second.is_file() && entry.second.name() == name;
  });
  return found == documents_.end() ? nullptr : &found->second;
}

void Documents::outdate(Document& document) {
  document.checked_.reset();
  document.is_due_ = true;
}

void Documents::text_changed(const Document& document) {
  const bool is_rules = document.name().ends_with(rules_ending);
  for (auto& [uri, other] : documents_) {
    // Rules are read by their tests alone, other files by whoever imports them.
    if (&other == &document || !is_rules || tested_by(other.name()) == document.name())
      outdate(other);
  }
}

void Documents::files_changed() {
  for (auto& [uri, document] : documents_) outdate(document);
}

CompileOptions Documents::options(const Document& document) {
  return {.files = document.is_file() ? &open_files_ : nullptr, .outside_imports = outside_};
}

std::unique_ptr<Checked> Documents::made(const Document& document) {
  auto checked = std::make_unique<Checked>();
  std::vector<Source> sources;
  const auto add = [&](std::string uri, std::string name, std::string text) {
    checked->files.push_back({std::move(uri), Text(text, document.text().encoding())});
    sources.push_back({std::move(name), std::move(text)});
  };
  if (const std::string tested = tested_by(document.name());
      document.is_file() && !tested.empty()) {
    const std::size_t folder = tested.rfind('/') + 1;
    Imported rules = open_files_.read_below(tested.substr(0, folder), tested.substr(folder));
    // Where links lead out of the folder, the user has made them so, and no rule names the file.
    if (rules.leaves) rules.text = open_files_.read(tested);
    if (rules.text) add(uri_of(tested), tested, std::move(*rules.text));
  }
  checked->own = static_cast<std::uint32_t>(sources.size());
  add(document.uri(), document.name(), document.text().bytes());
  checked->findings = compile(sources, options(document)).findings;
  return checked;
}

const Checked& Documents::check(Document& document) {
  if (!document.checked_) document.checked_ = made(document);
  return *document.checked_;
}

Document* Documents::take_due() {
  for (auto& [uri, document] : documents_) {
    if (!document.is_due_) continue;
    document.is_due_ = false;
    return &document;
  }
  return nullptr;
}

bool Documents::has_due() const {
  return std::any_of(documents_.begin(), documents_.end(),
                     [](const auto& entry) { return entry.second.is_due_; });
}

}  // namespace lintel::lsp
