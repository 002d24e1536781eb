// SPDX-License-Identifier: Apache-2.0
// Lintel alone: what grows with the number of rules, the steps of an answer, the start, compiling.
#include <algorithm>

#include "bench/report/format.h"
#include "bench/report/sections.h"

namespace lintel::bench {
namespace {

bool is_one_of(const std::string& text, std::initializer_list<const char*> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// decide/SHAPE/RULES, or decide/SHAPE/RULES/EVENTS.
bool is_scaling(const NamedRow& named) {
  return (named.parts.size() == 3 || named.parts.size() == 4) &&
         is_one_of(named.parts[0], {"decide", "evaluate"}) && is_number(named.parts[2]);
}

std::string events_of(const NamedRow& named) {
  return named.parts.size() == 4 ? named.parts[3] : "";
}

bool is_less(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::string ratio_cell(const Row* row, const Row* to) {
  return row && to && row != to ? ratio_text(row->time().median / to->time().median) : "";
}

// One step, such as decide: shapes downwards, numbers of rules across.
std::string scaling_table(Rows& rows, const std::string& step) {
  std::vector<std::string> counts;
  std::vector<std::string> kinds;  // the shape, and the events if they are named: domains/miss
  const auto kind_of = [](const NamedRow& named) {
    const std::string events = events_of(named);
    std::string kind = named.parts[1];
    if (!events.empty()) kind.append("/").append(events);
    return kind;
  };
  for (const NamedRow& named : rows.all()) {
    if (!is_scaling(named) || named.parts[0] != step) continue;
    add_once(counts, named.parts[2]);
    add_once(kinds, kind_of(named));
  }
  if (kinds.empty()) return "";
  std::sort(counts.begin(), counts.end(), is_less);
  std::vector<std::string> titles = {step};
  for (const std::string& count : counts) titles.push_back(with_separators(count));
  for (std::size_t i = 1; i < counts.size(); ++i)
    titles.push_back(with_separators(counts[i]) + " / " + with_separators(counts[0]));
  Table table(titles);
  for (const std::string& kind : kinds) {
    const std::size_t slash = kind.find('/');
    std::vector<const Row*> found;
    std::vector<std::string> cells = {kind};
    for (const std::string& count : counts) {
      std::string name = step + "/" + kind.substr(0, slash) + "/" + count;
      if (slash != std::string::npos) name += kind.substr(slash);
      found.push_back(rows.show(name));
      cells.push_back(median_text(found.back()));
    }
    for (std::size_t i = 1; i < found.size(); ++i) cells.push_back(ratio_cell(found[i], found[0]));
    table.add(std::move(cells));
  }
  return table.text();
}

// The second parts of the names that are FIRST/SECOND with one of these firsts.
std::vector<std::string> subjects(const Rows& rows, std::initializer_list<const char*> firsts) {
  std::vector<std::string> found;
  for (const NamedRow& named : rows.all()) {
    if (named.parts.size() == 2 && is_one_of(named.parts[0], firsts))
      add_once(found, named.parts[1]);
  }
  return found;
}

std::string counter_text(const Row* row, const char* counter) {
  const double value = row ? row->counter(counter) : 0;
  return value > 0 ? bytes_text(value) : "";
}

std::string share_text(const Row* row, const char* counter) {
  const double value = row ? row->counter(counter) : 0;
  return value > 0 ? ratio_text(value) : "";
}

bool is_compiling(const NamedRow& named) {
  return named.parts.size() == 3 && is_one_of(named.parts[0], {"match", "parse", "compile"}) &&
         is_number(named.parts[2]);
}

// The line of one number of rules of a shape, if any of its rows is there.
void add_compiling(Rows& rows, const std::string& shape, const std::string& count, Table& table) {
  const std::string what = shape + "/" + count;
  const Row* matching = rows.show("match/" + what);
  const Row* parsing = rows.show("parse/" + what);
  const Row* compiling = rows.show("compile/" + what);
  if (!matching && !parsing && !compiling) return;
  table.add({shape + ", " + with_separators(count), rate_text(matching), rate_text(parsing),
             rate_text(compiling), median_text(compiling),
             counter_text(compiling, "peak_memory_bytes"), share_text(compiling, "image_per_text"),
             share_text(compiling, "stripped_per_constants")});
}

}  // namespace

std::string scaling_section(Rows& rows) {
  std::string text;
  for (const char* step : {"evaluate", "decide"}) {
    const std::string table = scaling_table(rows, step);
    if (!table.empty()) text += "\n" + table;
  }
  if (text.empty()) return "";
  return "### Many rules\n\n"
         "Aims, for `evaluate`: 100,000 `domains` at most 1.15 of 10; 10,000 `mixed` at most 2 of "
         "10.\n" +
         text;
}

std::string steps_section(Rows& rows) {
  Table table({"ruleset", "read", "decide", "write", "evaluate"});
  for (const std::string& ruleset : subjects(rows, {"read", "decide", "write", "evaluate"})) {
    std::vector<std::string> cells = {ruleset};
    for (const char* step : {"read/", "decide/", "write/", "evaluate/"})
      cells.push_back(median_text(rows.show(step + ruleset)));
    table.add(std::move(cells));
  }
  if (table.empty()) return "";
  return "### The steps of an answer\n\n"
         "Aims: `decide` at most 60 ns for the ten rules of W2, 20 ns for the expression.\n\n" +
         table.text();
}

std::string start_section(Rows& rows) {
  Table table({"image", "verify", "verified", "evaluator", "first answer", "each answer", "bytes",
               "memory", "touched"});
  for (const std::string& image :
       subjects(rows, {"load", "make_evaluator", "first_answer", "answer"})) {
    const Row* load = rows.show("load/" + image);
    const Row* evaluator = rows.show("make_evaluator/" + image);
    const Row* first = rows.show("first_answer/" + image);
    const Row* each = rows.show("answer/" + image);
    table.add({image, median_text(load), rate_text(load), median_text(evaluator),
               median_text(first), median_text(each), counter_text(load, "image_bytes"),
               counter_text(evaluator, "memory_bytes"), counter_text(evaluator, "resident_bytes")});
  }
  if (table.empty()) return "";
  return "### Before the first answer\n\n"
         "Aims: verified at 1 GB/s or more, 1,000 rules within 20 us. `memory` is what an "
         "evaluator asks\n"
         "for, `touched` what it and its first answer bring in.\n\n" +
         table.text();
}

std::string compile_section(Rows& rows) {
  std::vector<std::string> shapes;
  std::vector<std::string> counts;
  for (const NamedRow& named : rows.all()) {
    if (!is_compiling(named)) continue;
    add_once(shapes, named.parts[1]);
    add_once(counts, named.parts[2]);
  }
  std::sort(counts.begin(), counts.end(), is_less);
  Table table({"rules", "grammar alone", "parse", "compile", "compile takes", "memory at most",
               "image / text", "image / constants"});
  for (const std::string& shape : shapes) {
    for (const std::string& count : counts) add_compiling(rows, shape, count, table);
  }
  if (table.empty()) return "";
  std::string text =
      "### Compiling\n\n"
      "Aims: 100,000 rules within 1 s and 1 GB; an image of at most 3 times the texts that it "
      "cannot\n"
      "do without. The memory is that of the process, with whatever it compiled before.\n\n" +
      table.text();
  const auto& growth = rows.measurements().growth;
  if (!growth.empty()) text += "\nGrowth, as fitted to the times:";
  for (const auto& [name, order] : growth) {
    text.append(name == growth.begin()->first ? " `" : ", `");
    text.append(name).append("` ").append(order);
  }
  return growth.empty() ? text : text + ".\n";
}

}  // namespace lintel::bench
