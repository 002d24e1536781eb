// SPDX-License-Identifier: Apache-2.0
// What compiling costs: matching the grammar, parsing, and the whole way to the image, from 10 to
// 1,000,000 rules, with the order of growth fitted to the times. The largest size takes gigabytes
// and runs only where --benchmark_filter names it, as in 'compile/domains/1000000'.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <tao/pegtl.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include "bench/bench.h"
#include "bench/generate.h"
#include "grammar/grammar.h"
#include "grammar/parser.h"
#include "runtime/image.h"

namespace lintel::bench {
namespace {

constexpr std::int64_t fewest = 10;
constexpr std::int64_t most = 100'000;
constexpr std::int64_t most_on_request = 1'000'000;

void count_rules(benchmark::State& state, const Generated& generated) {
  state.SetComplexityN(state.range(0));
  state.counters["rules_per_second"] = benchmark::Counter(
      static_cast<double>(state.range(0)), benchmark::Counter::kIsIterationInvariantRate);
  state.SetBytesProcessed(static_cast<std::int64_t>(generated.bytes()) * state.iterations());
}

// The grammar alone: what the text costs before anything is made of it.
void match(benchmark::State& state, Shape shape) {
  struct {
    bool templates = true;  // the generated rules have a ${ only where it opens an expression
  } reading;
  namespace peg = tao::pegtl;
  const Generated generated = generate(shape, static_cast<std::size_t>(state.range(0)));
  const std::string& text = generated.source.text;
  bool matched = true;
  for (auto _ : state) {
    peg::memory_input<peg::tracking_mode::lazy> input(text.data(), text.data() + text.size(), "");
    matched = matched && peg::parse<grammar::peg::file>(input, reading);
  }
  if (!matched) give_up("generated rules do not match the grammar");
  count_rules(state, generated);
}

void parse(benchmark::State& state, Shape shape) {
  const Generated generated = generate(shape, static_cast<std::size_t>(state.range(0)));
  std::vector<Finding> findings;
  for (auto _ : state) {
    const grammar::File file = grammar::parse(generated.source.text, 0, findings);
    benchmark::DoNotOptimize(file.items.data());
  }
  if (!findings.empty()) give_up("generated rules do not parse: " + findings.front().message);
  count_rules(state, generated);
}

// Sizes of the image, whole and without names and spans, against the text that was compiled and
// against the texts that no image can do without.
void count_image(benchmark::State& state, const Generated& generated, CompileOptions options,
                 const std::vector<std::byte>& image) {
  options.strip = true;
  const std::vector<std::byte> stripped = lintel::compile({&generated.source, 1}, options).image;
  const double constants = image::View(stripped).count(image::Section::string_bytes);
  const auto size = static_cast<double>(image.size());
  const auto stripped_size = static_cast<double>(stripped.size());
  state.counters["image_bytes"] = size;
  state.counters["stripped_bytes"] = stripped_size;
  state.counters["image_per_text"] = size / static_cast<double>(generated.bytes());
  state.counters["stripped_per_constants"] = stripped_size / constants;
}

void compile(benchmark::State& state, Shape shape) {
  const Generated generated = generate(shape, static_cast<std::size_t>(state.range(0)));
  GeneratedFiles files(generated);
  CompileOptions options;
  options.files = &files;
  Compilation compilation;
  for (auto _ : state) {
    compilation = lintel::compile({&generated.source, 1}, options);
    benchmark::DoNotOptimize(compilation.image.data());
  }
  if (!compilation.ok()) {
    give_up("generated rules do not compile: " + compilation.findings.front().message);
  }
  count_rules(state, generated);
  // Of the whole process so far: what one size takes shows where it runs alone, or comes last.
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_memory_bytes"] = static_cast<double>(usage.ru_maxrss) * 1024;
  count_image(state, generated, options, compilation.image);
}

template <typename Bench>
void add(const std::string& name, Bench bench) {
  benchmark::RegisterBenchmark(name.c_str(), bench)
      ->RangeMultiplier(10)
      ->Range(fewest, most)
      ->Unit(benchmark::kMicrosecond)
      ->Complexity();
}

void add_shape(Shape shape) {
  const std::string name(name_of(shape));
  if (shape != Shape::list) {
    add("match/" + name, [shape](benchmark::State& state) { match(state, shape); });
    add("parse/" + name, [shape](benchmark::State& state) { parse(state, shape); });
  }
  add("compile/" + name, [shape](benchmark::State& state) { compile(state, shape); });
}

// Apart from the others, whose order of growth would need it to run each time.
void add_largest(Shape shape) {
  const std::string name(name_of(shape));
  benchmark::RegisterBenchmark(("compile/" + name).c_str(),
                               [shape](benchmark::State& state) { compile(state, shape); })
      ->Arg(most_on_request)
      ->Iterations(1)
      ->Unit(benchmark::kMicrosecond);
}

bool asks_for_largest(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
    return argument.starts_with("--benchmark_filter=") &&
           argument.find(std::to_string(most_on_request)) != std::string_view::npos;
  });
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) {
  using namespace lintel::bench;
  for (const Shape shape : {Shape::domains, Shape::mixed, Shape::list}) {
    add_shape(shape);
    if (asks_for_largest(argc, argv)) add_largest(shape);
  }
  return run(argc, argv);
}
