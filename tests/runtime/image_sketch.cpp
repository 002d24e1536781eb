// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/image_sketch.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

namespace lintel::test {
namespace {

// A node of the plan while it is collected.
struct Name {
  std::string name;
  std::string path;
  ReadAs read_as = ReadAs::nothing;
  std::vector<std::unique_ptr<Name>> below;
};

Name& below(Name& parent, const std::string& name) {
  for (const auto& child : parent.below) {
    if (child->name == name) return *child;
  }
  parent.below.push_back(std::make_unique<Name>());
  Name& added = *parent.below.back();
  added.name = name;
  added.path = parent.path.empty() ? name : parent.path + "." + name;
  return added;
}

void insert(Name& root, const std::string& path, ReadAs read_as) {
  Name* at = &root;
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    at = &below(*at, path.substr(begin, end - begin));
    begin = end + 1;
  }
  at->read_as = read_as;
}

Kind kind_for(ReadAs read_as) {
  switch (read_as) {
    case ReadAs::flag: return Kind::boolean;
    case ReadAs::object: return Kind::object;
    case ReadAs::array: return Kind::array;
    case ReadAs::integer: return Kind::integer;
    case ReadAs::number: return Kind::number;
    case ReadAs::text:
    case ReadAs::nothing: break;
  }
  return Kind::text;
}

Ruleset load(const Bytes& image) {
  const auto loaded = Ruleset::load(image);
  if (!loaded) {
    std::cerr << "the image of a test does not load: " << loaded.fault().message() << ", byte "
              << loaded.fault().offset << "\n";
    std::abort();
  }
  return *loaded;
}

}  // namespace

ImageSketch::ImageSketch(const std::vector<std::pair<std::string, ReadAs>>& fields) {
  builder.most_unhashed = 0;  // so that small images have hashes, too
  Name root;
  for (const auto& [path, read_as] : fields) insert(root, path, read_as);
  // Depth first, so that the slots of a subtree stand together.
  std::vector<std::pair<const Name*, Number>> nodes;
  const auto number = [&](auto& self, const Name& name) -> Number {
    const auto index = static_cast<Number>(nodes.size());
    nodes.emplace_back(&name, image::none);
    image::PlanNode node{};
    node.slots_begin = static_cast<Number>(builder.registers.size());
    node.slot = image::none;
    node.path = builder.string(name.path);
    node.read_as = static_cast<std::uint8_t>(name.read_as);
    if (name.read_as != ReadAs::nothing) {
      node.slot = reg(kind_for(name.read_as));
      slots_[name.path] = node.slot;
    }
    builder.plan_nodes.push_back(node);
    for (const auto& child : name.below) nodes[self(self, *child)].second = index;
    builder.plan_nodes[index].slots_end = static_cast<Number>(builder.registers.size());
    return index;
  };
  number(number, root);
  for (Number parent = 0; parent < nodes.size(); ++parent) {
    image::PlanNode& node = builder.plan_nodes[parent];
    node.first_edge = static_cast<Number>(builder.plan_edges.size());
    for (Number child = 0; child < nodes.size(); ++child) {
      if (nodes[child].second != parent) continue;
      builder.plan_edges.push_back({builder.string(nodes[child].first->name), child});
      ++node.edge_count;
    }
  }
}

Number ImageSketch::reg(Kind kind) {
  builder.registers.push_back(static_cast<std::uint8_t>(kind));
  return static_cast<Number>(builder.registers.size()) - 1;
}

Number ImageSketch::emit(Opcode opcode, Number a, Number b, Number c, Number d, std::uint8_t mask) {
  builder.instructions.push_back(
      {static_cast<std::uint8_t>(opcode), mask, static_cast<std::uint16_t>(a), b, c, d});
  return here() - 1;
}

Number ImageSketch::text(std::string_view value) {
  const Number to = reg(Kind::text);
  emit(Opcode::load_text, to, builder.string(value));
  return to;
}

Number ImageSketch::integer(std::int64_t value) {
  const Number to = reg(Kind::integer);
  emit(Opcode::load_integer, to, builder.integer(value));
  return to;
}

Number ImageSketch::boolean(bool value) {
  const Number to = reg(Kind::boolean);
  emit(Opcode::load_boolean, to, value ? 1 : 0);
  return to;
}

Number ImageSketch::table(Number number) {
  const Number to = reg(Kind::table);
  emit(Opcode::load_table, to, number);
  return to;
}

Number ImageSketch::absent(Kind kind) {
  const Number to = reg(kind);
  emit(Opcode::load_absent, to);
  return to;
}

void ImageSketch::log(std::string_view value) {
  if (log_effect_ == image::none) log_effect_ = effect("log", {"text"}, false, true);
  emit(Opcode::request_effect, text(value), log_effect_, 1);
}

void ImageSketch::show(Number from, Kind kind) {
  if (log_effect_ == image::none) log_effect_ = effect("log", {"text"}, false, true);
  const Number missing = emit(Opcode::test_present, from, 0, 0, 0, if_no);
  Number shown = from;
  if (kind == Kind::integer || kind == Kind::boolean) {
    shown = reg(Kind::text);
    emit(kind == Kind::integer ? Opcode::integer_to_text : Opcode::boolean_to_text, shown, from);
  }
  emit(Opcode::request_effect, shown, log_effect_, 1);
  const Number done = emit(Opcode::jump);
  land(missing);
  log("absent");
  land(done);
}

void ImageSketch::show_outcome(Opcode test, Number a, Number b) {
  std::vector<Number> done;
  for (const auto& [mask, name] :
       {std::pair(if_no, "false"), std::pair(if_yes, "true"), std::pair(if_absent, "absent")}) {
    const Number other = emit(test, a, b, 0, 0, static_cast<std::uint8_t>(7 & ~mask));
    log(name);
    done.push_back(emit(Opcode::jump));
    land(other);
  }
  log("no outcome");
  for (const Number jump : done) land(jump);
}

Number ImageSketch::pattern() {
  compiler::regex::Automaton made;
  made.class_count = 3;
  made.state_count = 4;
  made.start = 1;
  made.first_accepting = 2;
  made.ranges = {image::dfa_range(0x80, 0), image::dfa_range(0xe9, 2), image::dfa_range(0xea, 0)};
  made.words.assign(image::dfa_ascii, 0);
  made.words['a'] = 1;
  made.words.insert(made.words.end(), {0, 0, 0, 0, 2, 0, 0, 0, 2, 3, 3, 3});
  return builder.dfa("^aé*$", made);
}

Number ImageSketch::field(std::string_view name, FieldKind kind, FieldDefault unset,
                          std::string_view from) {
  builder.fields.push_back({builder.string(name),
                            from.empty() ? image::none : builder.string(from),
                            static_cast<std::uint8_t>(kind),
                            static_cast<std::uint8_t>(unset),
                            {}});
  return static_cast<Number>(builder.fields.size()) - 1;
}

Number ImageSketch::effect(std::string_view name, const std::vector<std::string>& parameters,
                           bool reject_on_failure, bool kept_on_reject) {
  if (builder.rules.empty()) rule("first");
  image::EffectRow row{};
  row.name = builder.string(name);
  row.first_parameter = static_cast<Number>(builder.effect_parameters.size());
  row.parameter_count = static_cast<Number>(parameters.size());
  row.rule = static_cast<Number>(builder.rules.size()) - 1;
  row.reject_on_failure = reject_on_failure ? 1 : 0;
  row.kept_on_reject = kept_on_reject ? 1 : 0;
  for (const auto& parameter : parameters) {
    builder.effect_parameters.push_back(builder.string(parameter));
  }
  builder.effects.push_back(row);
  return static_cast<Number>(builder.effects.size()) - 1;
}

Number ImageSketch::rule(std::string_view name) {
  const auto number = static_cast<Number>(builder.rules.size());
  builder.rules.push_back({builder.string(name), builder.string("test.rules"), number + 1, 1});
  return number;
}

Number ImageSketch::end_program() {
  emit(Opcode::end);
  image::ProgramRow row{};
  row.first_instruction = first_instruction_;
  row.instruction_count = here() - first_instruction_;
  row.first_field = first_field_;
  row.field_count = static_cast<Number>(builder.fields.size()) - first_field_;
  row.max_fired = static_cast<Number>(
      std::count_if(builder.instructions.begin() + first_instruction_, builder.instructions.end(),
                    [](const auto& i) { return static_cast<Opcode>(i.opcode) == Opcode::fire; }));
  row.index = image::none;
  if (builder.indexes.size() > indexes_) {
    row.index = indexes_++;
    row.max_fired += builder.indexes.back().candidate_count;
  }
  builder.programs.push_back(row);
  first_instruction_ = here();
  first_field_ += row.field_count;
  return static_cast<Number>(builder.programs.size()) - 1;
}

void ImageSketch::trigger(std::string_view name,
                          const std::vector<std::pair<std::string, Number>>& sources,
                          Number unknown, Number unnamed, std::string_view versions) {
  const std::string prefix = std::string(name) + "_";
  builder.triggers.push_back({builder.string(name), builder.string(prefix),
                              builder.string(versions), static_cast<Number>(builder.sources.size()),
                              static_cast<Number>(sources.size()), unknown, unnamed});
  for (const auto& [source, program] : sources) {
    builder.sources.push_back({builder.string(prefix + source), program});
  }
}

Bytes ImageSketch::finish(bool stripped) {
  if (builder.programs.empty() || first_instruction_ != here()) end_program();
  if (builder.triggers.empty()) trigger("Test");
  if (stripped) {
    builder.trace.clear();
  }
  return builder.finish(1, "lintel test", stripped);
}

Engine::Engine(Bytes image, Host* host)
    : image_(std::move(image)), ruleset_(load(image_)), evaluator_(ruleset_, host) {}

std::vector<std::string> Engine::logs(std::string_view event) {
  const Outcome outcome = run(event);
  if (outcome.kind() == OutcomeKind::fault) return {"fault: " + std::string(outcome.message())};
  std::vector<std::string> result;
  for (const Effect& effect : outcome.effects()) {
    if (effect.name == "log") result.emplace_back(effect.arguments[0].text);
  }
  return result;
}

}  // namespace lintel::test
