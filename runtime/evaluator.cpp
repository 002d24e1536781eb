// SPDX-License-Identifier: Apache-2.0
// The three steps of an evaluation, and the one block of memory in which they take place.
#include <algorithm>
#include <cstdlib>
#include <new>
#include <optional>
#include <utility>

#include "runtime/dispatch.h"
#include "runtime/event_reader.h"
#include "runtime/fault_text.h"
#include "runtime/field_writer.h"
#include "runtime/image.h"
#include "runtime/lintel.h"
#include "runtime/machine.h"
#include "runtime/plain_answer.h"
#include "runtime/response_writer.h"
#include "runtime/utf8.h"
#include "runtime/vm.h"

namespace lintel {
namespace {

using image::ProgramRow;
using image::Section;

// Bytes of the message of a fault: room for a path of some names, the longest text of faults.def,
// and some of what was found.
constexpr std::size_t max_message_bytes = 1024;

constexpr std::string_view no_memory_body =
    "{\"errorMessage\":\"there is no memory for the evaluator\",\"errorType\":\"Fault\"}";

// Divides a block of memory, or, without one, counts how large it must be.
class Division {
 public:
  explicit Division(std::byte* block) : block_(block) {}

  template <typename T>
  std::span<T> take(std::size_t count) {
    used_ = (used_ + alignof(T) - 1) / alignof(T) * alignof(T);
    T* const begin = block_ == nullptr ? nullptr : reinterpret_cast<T*>(block_ + used_);
    used_ += count * sizeof(T);
    return {begin, block_ == nullptr ? 0 : count};
  }

  std::size_t used() const { return used_; }

 private:
  std::byte* block_;
  std::size_t used_ = 0;
};

// The largest number of fields or of fired rules of a program.
std::uint32_t largest(const image::View& image, std::uint32_t ProgramRow::*member) {
  std::uint32_t result = 0;
  for (std::uint32_t i = 0; i < image.count(Section::programs); ++i) {
    result = std::max(result, image.row<ProgramRow>(Section::programs, i).*member);
  }
  return result;
}

// How many entries and items a program can put into its fields.
std::size_t collected_room(const image::View& image) {
  for (std::uint32_t i = 0; i < image.count(Section::fields); ++i) {
    const auto kind = image.row<image::FieldRow>(Section::fields, i).kind;
    if (kind >= static_cast<std::uint8_t>(image::FieldKind::entries)) return limits::max_collected;
  }
  return 0;
}

}  // namespace

struct Evaluator::State {
  State(const image::View& of, Host* host, std::byte* block) : image(of) {
    divide(block);
    work.host = host;
    read_variables();
  }

  // Bytes of all, this object included, which stands first.
  static std::size_t size_for(const image::View& of) {
    Division counter(nullptr);
    counter.take<State>(1);
    Parts(of, counter);
    return counter.used();
  }

  struct Parts {
    Parts(const image::View& of, Division& from)
        : cells(from.take<runtime::Cell>(of.count(Section::registers))),
          nodes(from.take<runtime::PlannedNode>(of.count(Section::plan_nodes))),
          edges(from.take<runtime::PlannedEdge>(runtime::FieldPlan::edge_count(of))),
          book(from.take<runtime::PhraseBook>(1)),
          fired(from.take<std::uint32_t>(largest(of, &ProgramRow::max_fired))),
          cursors(from.take<runtime::Cursor>(runtime::cursors_needed(of))),
          fields(from.take<runtime::FieldValue>(largest(of, &ProgramRow::field_count))),
          answer_fields(from.take<runtime::AnswerField>(of.count(Section::fields))),
          effects(from.take<Effect>(limits::max_effects)),
          arguments(from.take<EffectArgument>(limits::max_effects * limits::max_effect_arguments)),
          kept(from.take<bool>(limits::max_effects)),
          collected(from.take<runtime::CollectedValue>(collected_room(of))),
          variables(from.take<runtime::Cell>(of.count(Section::variables))),
          message(from.take<char>(max_message_bytes)),
          texts(from.take<char>(limits::text_arena_bytes)),
          output(from.take<char>(limits::max_event_bytes + runtime::max_growth(of))) {}

    std::span<runtime::Cell> cells;
    std::span<runtime::PlannedNode> nodes;
    std::span<runtime::PlannedEdge> edges;
    std::span<runtime::PhraseBook> book;
    std::span<std::uint32_t> fired;
    std::span<runtime::Cursor> cursors;
    std::span<runtime::FieldValue> fields;
    std::span<runtime::AnswerField> answer_fields;
    std::span<Effect> effects;
    std::span<EffectArgument> arguments;
    std::span<bool> kept;
    std::span<runtime::CollectedValue> collected;
    std::span<runtime::Cell> variables;
    std::span<char> message;
    std::span<char> texts;
    std::span<char> output;
  };

  void divide(std::byte* block);
  void read_variables();
  bool read(std::string_view event);
  void decide(Tracer* tracer);
  Outcome write();
  std::optional<std::string_view> answer();

  bool refuse(const Fault& reason, std::string_view found) {
    fault = reason;
    fault_found = found;
    return false;
  }
  const runtime::Dispatch& dispatch();
  bool check_response();
  template <typename Row>
  std::string_view name_of(Section section, std::uint32_t number) const {
    return number == image::none ? std::string_view()
                                 : image.string(image.row<Row>(section, number).name);
  }

  image::View image;
  runtime::Workspace work{};
  std::span<runtime::Cell> computed_cells;  // those that are no slots
  std::span<char> message;
  std::span<char> output;
  std::span<runtime::AnswerField> answer_fields;
  std::optional<runtime::FieldPlan> plan;
  std::optional<runtime::EventReader> reader;

  // What the last event got, if kind is not 0.
  runtime::Dispatch dispatched;
  std::uint32_t dispatched_kind = 0;
  std::uint32_t dispatched_edition = 0;
  runtime::MemberFields member_fields{};

  // What read() has left for decide().
  bool is_read = false;
  std::uint32_t program = image::none;
  ProgramRow program_row{};  // of the program, unless it is none
  std::string_view trigger;
  std::string_view source;
  std::size_t texts_read = 0;
  Fault fault{};
  std::string_view fault_found;

  runtime::Decision decision{};  // what decide() has left for write()
  std::optional<runtime::Machine> machine;
};

void Evaluator::State::divide(std::byte* block) {
  Division division(block);
  division.take<State>(1);
  const Parts parts(image, division);
  computed_cells =
      parts.cells.subspan(image.row<image::PlanNode>(Section::plan_nodes, 0).slots_end);
  message = parts.message;
  output = parts.output;
  answer_fields = parts.answer_fields;
  for (std::uint32_t i = 0; i < answer_fields.size(); ++i) {
    answer_fields[i] = runtime::answer_field(image, i);
  }
  work.cells = parts.cells.data();
  work.fired = parts.fired.data();
  work.cursors = parts.cursors.data();
  work.fields = parts.fields.data();
  work.effects = parts.effects.data();
  work.arguments = parts.arguments.data();
  work.kept_on_reject = parts.kept.data();
  work.variables = parts.variables.data();
  work.texts = runtime::TextArena(parts.texts);
  work.collected = runtime::Collected(parts.collected);
  plan.emplace(image, parts.nodes.data(), parts.edges.data());
  runtime::PhraseBook* const book = new (parts.book.data()) runtime::PhraseBook(*plan);
  reader.emplace(image, *plan, work.cells, *book, work.texts);
  machine.emplace(image, work, decision);
}

void Evaluator::State::read_variables() {
  for (std::uint32_t i = 0; i < image.count(Section::variables); ++i) {
    work.variables[i].set_absent();
    if (work.host == nullptr) continue;
    const auto name = image.string(image.row<std::uint32_t>(Section::variables, i));
    const std::string_view value = work.host->variable(name);
    // What is no text cannot be compared with one: it counts as not set.
    if (value.data() != nullptr && runtime::is_valid_utf8(value)) work.variables[i].set_text(value);
  }
}

bool Evaluator::State::read(std::string_view event) {
  work.texts.give_back_to(0);
  program = image::none;
  is_read = false;
  if (!reader->read(event)) {
    dispatched_kind = 0;
    trigger = source = {};
    return refuse(reader->fault(), {});
  }
  const runtime::Dispatch& chosen = dispatch();
  if (chosen.fault) return refuse(*chosen.fault, chosen.found);
  program = chosen.program;
  texts_read = work.texts.used();
  // An event that goes back unchanged is not looked at: nobody relies on its fields.
  is_read = program == image::none || (reader->check_types() && check_response());
  if (is_read) return true;
  return refuse(reader->fault(), {});
}

// The program of an event of the same kind as the last one is known.
const runtime::Dispatch& Evaluator::State::dispatch() {
  const std::uint32_t kind = reader->reading().kind;
  if (kind == 0 || kind != dispatched_kind || reader->edition() != dispatched_edition) {
    dispatched = runtime::dispatch(image, reader->reading());
    dispatched_kind = dispatched.fault ? 0 : kind;
    dispatched_edition = reader->edition();
    member_fields.members = nullptr;
    trigger = name_of<image::TriggerRow>(Section::triggers, dispatched.trigger);
    source = name_of<image::SourceRow>(Section::sources, dispatched.source);
    if (dispatched.program != image::none) {
      program_row = image.row<ProgramRow>(Section::programs, dispatched.program);
    }
  }
  return dispatched;
}

// A program that sets fields needs an object to put them into.
bool Evaluator::State::check_response() {
  const std::string_view response = reader->reading().response;
  if (response.data() == nullptr) return true;
  if (program_row.field_count == 0) return true;
  const runtime::JsonType type = runtime::json_type(response.front());
  if (type == runtime::JsonType::object || type == runtime::JsonType::null) return true;
  reader->refuse_type(response.data(), "response", image::ReadAs::object, type);
  return false;
}

void Evaluator::State::decide(Tracer* tracer) {
  if (!is_read) {
    decision = {OutcomeKind::fault, {}, 0, 0, fault};
    return;
  }
  if (program == image::none) {
    decision = {OutcomeKind::answered, {}, 0, 0, {}};
    return;
  }
  fault_found = {};
  work.has_now = false;
  work.texts.give_back_to(texts_read);
  for (runtime::Cell& cell : computed_cells) cell.state = runtime::State::unset;
  machine->run(program_row, reader->reading().begin, tracer);
}

// The answer; nothing if decision has become a fault, or if it is too long.
std::optional<std::string_view> Evaluator::State::answer() {
  const runtime::Reading& reading = reader->reading();
  if (program == image::none) return reading.json;
  if (program_row.field_count == 0) return reading.json;
  const std::span<runtime::FieldValue> values(work.fields, program_row.field_count);
  const std::string_view plain = runtime::write_plain_answer(
      answer_fields.subspan(program_row.first_field, program_row.field_count), values, reading,
      member_fields, output);
  if (plain.data() != nullptr) return plain;
  const runtime::FieldWriter fields(image, program_row, reading, values, work.collected);
  if (const auto fault_kind = fields.check()) {
    decision = {OutcomeKind::fault, {}, 0, 0, {*fault_kind, 0, "response", {}}};
    return std::nullopt;
  }
  return runtime::write_answer(fields, reading, values, output);
}

Outcome Evaluator::State::write() {
  Outcome outcome;
  outcome.kind_ = decision.kind;
  std::optional<std::string_view> body;
  if (decision.kind == OutcomeKind::answered) {
    body = answer();
  } else if (decision.kind == OutcomeKind::rejected) {
    outcome.message_ = decision.text;
    body = runtime::write_error(decision.text, "Rejected", output);
    decision.effects = runtime::keep_on_reject(work, decision.effects);
  }
  if (!body) {
    if (decision.kind != OutcomeKind::fault) {
      decision = {OutcomeKind::fault, {}, 0, 0, {FaultKind::text_too_long, 0, {}, {}}};
    }
    outcome.kind_ = OutcomeKind::fault;
    outcome.fault_ = decision.fault;
    outcome.message_ = runtime::describe(decision.fault, fault_found, message);
    body = runtime::write_error(outcome.message_, "Fault", output);
  }
  outcome.body_ = body.value_or(std::string_view());  // the message of a fault always fits
  outcome.trigger_ = trigger;
  outcome.source_ = source;
  outcome.fired_ = {work.fired, decision.fired};
  outcome.effects_ = {work.effects, decision.effects};
  return outcome;
}

Evaluator::Evaluator(const Ruleset& ruleset, Host* host) : state_(nullptr) {
  const image::View image(ruleset.image());
  void* const block = std::malloc(State::size_for(image));
  if (block != nullptr) state_ = new (block) State(image, host, static_cast<std::byte*>(block));
}

Evaluator::~Evaluator() { std::free(state_); }

Evaluator::Evaluator(Evaluator&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}

Evaluator& Evaluator::operator=(Evaluator&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Outcome Evaluator::evaluate(std::string_view event) {
  read(event);
  decide();
  return write();
}

Outcome Evaluator::evaluate(std::string_view event, Tracer& tracer) {
  read(event);
  if (state_ != nullptr) state_->decide(&tracer);
  return write();
}

bool Evaluator::read(std::string_view event) { return state_ != nullptr && state_->read(event); }

void Evaluator::decide() {
  if (state_ != nullptr) state_->decide(nullptr);
}

Outcome Evaluator::write() {
  if (state_ != nullptr) return state_->write();
  Outcome outcome;
  outcome.fault_ = {FaultKind::no_memory, 0, {}, {}};
  outcome.message_ = outcome.fault_.message();
  outcome.body_ = no_memory_body;
  return outcome;
}

std::size_t Evaluator::memory_bytes() const {
  return state_ == nullptr ? 0 : State::size_for(state_->image);
}

}  // namespace lintel
