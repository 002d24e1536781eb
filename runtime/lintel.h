// SPDX-License-Identifier: Apache-2.0
// The front door of the runtime: load an image once, answer many events.
// Public: installed as <lintel/lintel.h>. Needs nothing but the C++20 standard library's headers.
//
//   auto loaded = lintel::Ruleset::load(image);
//   if (!loaded) return report(loaded.fault());
//   lintel::Evaluator evaluator(*loaded);
//   lintel::Outcome outcome = evaluator.evaluate(event);
//
// Threads: a Ruleset is immutable and may be shared; an Evaluator belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lintel {

// What was wrong with an event or an image: the rows of runtime/faults.def.
enum class FaultKind : std::uint8_t {
#define LINTEL_FAULT(name, message) name,
#include "runtime/faults.def"
#undef LINTEL_FAULT
};

// A bad event or image, as a value.
struct Fault {
  FaultKind kind;
  std::size_t offset = 0;   // the byte of the event or image where it was seen
  std::string_view path;    // the field, such as request.userAttributes.email; may be empty
  std::string_view detail;  // what was expected or found there; may be empty; static

  // The meaning of the kind: static text, lower case, no full stop.
  std::string_view message() const;
};

// Where a rule was written; empty texts and zeros if the image was compiled with --strip.
struct RuleInfo {
  std::string_view name;  // empty if the rule has none
  std::string_view file;
  std::uint32_t line = 0;    // 1-based
  std::uint32_t column = 0;  // 1-based, in code points
};

class LoadResult;

// A verified image, used in place. Cheap to copy; the image's bytes must outlive every copy, and
// must not change. Any alignment will do.
class Ruleset {
 public:
  // Verifies the whole image in one linear pass: no copy, no heap. Whatever the bytes are, the
  // answer is a ruleset that cannot read or write out of bounds nor run on without end, or a fault.
  static LoadResult load(std::span<const std::byte> image);

  // Hash of the image's content, for logs: equal images have equal hashes.
  std::uint64_t content_hash() const;

  // Rules of all programs, numbered from 0 in the order of the source files.
  std::uint32_t rule_count() const;
  RuleInfo rule(std::uint32_t number) const;  // number < rule_count()

  std::span<const std::byte> image() const { return image_; }

 private:
  friend class LoadResult;
  explicit Ruleset(std::span<const std::byte> image) : image_(image) {}

  std::span<const std::byte> image_;
};

// A Ruleset or the Fault that kept it from loading.
class LoadResult {
 public:
  LoadResult(Ruleset ruleset) : ruleset_(ruleset) {}  // NOLINT(*-explicit-*): a result
  // NOLINTNEXTLINE(*-explicit-*): a result
  LoadResult(Fault fault) : ruleset_({}), fault_(fault), ok_(false) {}

  explicit operator bool() const { return ok_; }
  const Ruleset& operator*() const { return ruleset_; }
  const Ruleset* operator->() const { return &ruleset_; }
  const Fault& fault() const { return fault_; }  // meaningful only if loading failed

 private:
  Ruleset ruleset_;
  Fault fault_{};
  bool ok_ = true;
};

// An argument of an effect. Views as Outcome::body().
struct EffectArgument {
  std::string_view name;
  std::string_view text;
  bool is_list = false;  // the rule gives a list: `text` is a JSON list of texts
};

// An action that the host carries out after the evaluation, such as sendEmail.
struct Effect {
  std::string_view name;
  std::span<const EffectArgument> arguments;  // in the order of the effect's parameters
  bool reject_on_failure = false;             // the rule says onFailure: "reject"
  std::uint32_t rule = 0;                     // the rule that asked for it
};

enum class OutcomeKind : std::uint8_t { answered, rejected, fault };

// What an evaluation decided. All views end with the next evaluate() of the same Evaluator.
class Outcome {
 public:
  OutcomeKind kind() const { return kind_; }

  // What the Lambda returns. answered: the event's own bytes with `response` replaced. rejected and
  // fault: {"errorMessage":TEXT,"errorType":"Rejected"} or "Fault".
  std::string_view body() const { return body_; }

  // rejected: the rule's text; fault: what is wrong, and where; answered: empty.
  std::string_view message() const { return message_; }

  // The effects to carry out, in order. Rejected outcomes keep only `log`; faults have none.
  std::span<const Effect> effects() const { return effects_; }

  // The trigger that the event is for, such as PreSignUp, if the ruleset serves it; else empty.
  // Lives as long as the image.
  std::string_view trigger() const { return trigger_; }

  // The source of the trigger, such as PreSignUp_SignUp, if the ruleset knows it; else empty, as
  // for a source that Cognito has got since. Lives as long as the image.
  std::string_view source() const { return source_; }

  // The numbers of the rules whose condition held, in file order, up to the one that rejected.
  std::span<const std::uint32_t> fired() const { return fired_; }

  // Meaningful only if kind() is fault.
  const Fault& fault() const { return fault_; }

 private:
  friend class Evaluator;

  OutcomeKind kind_ = OutcomeKind::fault;
  std::string_view body_;
  std::string_view message_;
  std::string_view trigger_;
  std::string_view source_;
  std::span<const Effect> effects_;
  std::span<const std::uint32_t> fired_;
  Fault fault_{};
};

// The truth of a part of a condition.
enum class Truth : std::uint8_t { no, yes, absent };

// A value that a part of a condition looked at.
struct TracedValue {
  std::string_view expression;  // as it stands in the rules; empty if the image is stripped
  std::string_view text;        // the value, as text
  bool present = false;
  bool is_text = false;  // of type string, as opposed to a number or a boolean
};

// One part of a condition, as it was decided. Views end with the call of Tracer::part().
struct TracedPart {
  std::uint32_t number = 0;  // of the row of the image that describes it
  std::uint32_t rule = 0;
  std::string_view expression;  // as it stands in the rules
  Truth truth = Truth::absent;
  bool constant = false;  // decided at compile time, for this source
  std::span<const TracedValue> values;
};

// Told of every part of a condition in the order in which they are decided; a part that does not
// matter any more is not decided. Implemented by the host.
class Tracer {
 public:
  virtual void part(const TracedPart& part) = 0;

 protected:
  ~Tracer() = default;  // never owned through this interface
};

// A time: nanoseconds since 1970-01-01T00:00:00Z, leap seconds aside.
struct Instant {
  std::int64_t seconds = 0;
  std::uint32_t nanoseconds = 0;  // 0 to 999,999,999
};

// What an evaluation cannot know from its event. Implemented by the host: from its own environment,
// clock and generator, or from what was recorded, to run an event again.
class Host {
 public:
  // The variable of the environment of this name, which rules call env["NAME"]; no data() if it is
  // not set. Asked once for each variable, when an Evaluator is made, which it must outlive. UTF-8.
  virtual std::string_view variable(std::string_view name) = 0;

  // The time, at most once for an event. False: there is none, and the outcome is a fault.
  virtual bool now(Instant& time) = 0;

  // Fills `bytes` from a generator that is fit for secrets. False: likewise.
  virtual bool random(std::span<std::byte> bytes) = 0;

 protected:
  ~Host() = default;  // never owned through this interface
};

// One thread's scratch for a ruleset: allocates when made, never while evaluating. Move-only.
class Evaluator {
 public:
  // `host` must outlive the evaluator. Without one no variable is set, and rules that ask for the
  // time or for random digits end in a fault.
  explicit Evaluator(const Ruleset& ruleset, Host* host = nullptr);
  ~Evaluator();
  Evaluator(Evaluator&& other) noexcept;
  Evaluator& operator=(Evaluator&& other) noexcept;

  // Decides one event: UTF-8 JSON, at most limits::max_event_bytes. The event must outlive the
  // outcome. Never throws, allocates, locks or calls the system.
  Outcome evaluate(std::string_view event);

  // The same, and tells `tracer` why. A stripped image tells nothing.
  Outcome evaluate(std::string_view event, Tracer& tracer);

  // The three steps of evaluate(), for benchmarks. read() fills the slots and says whether the
  // event can be decided; decide() runs the rules on what read() has left; write() makes the
  // outcome.
  bool read(std::string_view event);
  void decide();
  Outcome write();

  // Bytes that this evaluator holds. Most of it is address space for the largest event: pages that
  // no event has needed take no memory.
  std::size_t memory_bytes() const;

 private:
  struct State;
  State* state_;  // owned, from malloc; null if there was no memory: then every outcome is a fault
};

}  // namespace lintel
