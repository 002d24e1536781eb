// SPDX-License-Identifier: Apache-2.0
// The documents that the editor has open, and what the compiler says about them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/front_end.h"
#include "compiler/lsp/text.h"
#include "grammar/ast.h"

namespace lintel::lsp {

// A file that took part in a check.
struct CheckedFile {
  std::string uri;
  Text text;
};

// What a check has found. The spans of findings refer to `files`.
struct Checked {
  std::vector<CheckedFile> files;
  std::uint32_t own = 0;  // the file that the document is
  std::vector<Finding> findings;
};

class Document {
 public:
  Document(std::string uri, std::int64_t version, Text text);

  const std::string& uri() const { return uri_; }
  const std::string& name() const { return name_; }  // for the compiler: the path, if it has one
  bool is_file() const { return is_file_; }
  std::int64_t version() const { return version_; }
  const Text& text() const { return text_; }

  // The whole text, or a part of it, is another now.
  void replace(std::string text);
  void replace(std::size_t begin, std::size_t end, std::string_view text);
  void set_version(std::int64_t version) { version_ = version; }

  // What was written. Items with an error of syntax are left out.
  const grammar::File& tree() const { return parsed().tree; }
  bool has_syntax_errors() const { return compiler::has_error(parsed().findings); }

 private:
  friend class Documents;

  struct Parsed {
    std::vector<Finding> findings;
    grammar::File tree;
  };
  const Parsed& parsed() const;

  std::string uri_;
  std::string name_;
  bool is_file_;
  std::int64_t version_;
  Text text_;
  mutable std::optional<Parsed> parsed_;    // made when it is asked for; views of text_
  std::unique_ptr<const Checked> checked_;  // likewise
  bool is_due_ = true;                      // its findings have not been sent
};

// Documents by URI. Files that are not open are read through the Files, which must outlive this.
class Documents {
 public:
  // `outside_imports`: as in CompileOptions.
  Documents(Files& files, bool outside_imports) : files_(files), outside_(outside_imports) {}
  Documents(const Documents&) = delete;
  Documents& operator=(const Documents&) = delete;

  // Takes the place of an open one of that URI.
  void open(const std::string& uri, std::int64_t version, Text&& text);
  void close(const std::string& uri);

  // Null if it is not open.
  Document* find(std::string_view uri);

  // What was checked before may be so no more: for documents that read what has changed.
  void text_changed(const Document& document);
  void files_changed();

  // How a document is compiled: with the files beside it, if it is one.
  CompileOptions options(const Document& document);

  // The findings of a document, as it is now.
  const Checked& check(Document& document);

  // A document whose findings have not been sent since they may have changed, which now counts as
  // sent; null if there is none.
  Document* take_due();
  bool has_due() const;

 private:
  // Files as the editor shows them: an open document counts, saved or not.
  class OpenFiles final : public Files {
   public:
    explicit OpenFiles(Documents& documents) : documents_(documents) {}
    std::optional<std::string> read(const std::string& path) override;
    Imported read_below(const std::string& folder, const std::string& path) override;

   private:
    Documents& documents_;
  };

  void outdate(Document& document);
  std::unique_ptr<Checked> made(const Document& document);
  const Document* find_path(std::string_view path) const;

  Files& files_;
  OpenFiles open_files_{*this};
  bool outside_;
  std::map<std::string, Document, std::less<>> documents_;
};

}  // namespace lintel::lsp
