// SPDX-License-Identifier: Apache-2.0
// What mutated sources call: the same as the operators that they replace, but for the one mutant
// that has been chosen. All mutants are in one program; constant expressions see none of them.
#pragma once

#include <cstdint>
#include <type_traits>

namespace lintel_mutation {

inline constexpr std::uint32_t no_mutant = 0;
inline constexpr std::uint32_t most_mutants = 1U << 16;

// The number of the mutant that is alive. Mutants count from 1; those of one place follow each
// other.
inline std::uint32_t chosen = no_mutant;

// Which places have been executed, by their first mutants.
inline std::uint8_t reached[most_mutants];

// Which of the mutants of the place that starts at `first` is alive, from 0; another number for
// none.
constexpr std::uint32_t pick(std::uint32_t first) {
  if (std::is_constant_evaluated()) return ~0U;
  reached[first] = 1;
  return chosen - first;
}

constexpr bool dropped(std::uint32_t first) { return pick(first) == 0; }

template <typename T>
constexpr bool turned(std::uint32_t first, const T& value) {
  return static_cast<bool>(value) != (pick(first) == 0);
}

template <typename T>
constexpr bool condition(std::uint32_t first, const T& value) {
  const std::uint32_t mutant = pick(first);
  return mutant == 0 || (mutant != 1 && static_cast<bool>(value));
}

template <typename T>
constexpr bool forced_true(std::uint32_t first, const T& value) {
  return pick(first) == 0 || static_cast<bool>(value);
}

template <typename T>
constexpr bool forced_false(std::uint32_t first, const T& value) {
  return pick(first) != 0 && static_cast<bool>(value);
}

// A literal and its neighbours; of 1 also 0.
template <typename T>
constexpr T literal(std::uint32_t first, T value) {
  const std::uint32_t mutant = pick(first);
  if (mutant == 0) return static_cast<T>(value + 1);
  if (mutant == 1 && value == T{1}) return T{0};
  return value;
}

#define LINTEL_MUTATION_UNARY(name, operation)           \
  template <typename T>                                  \
  constexpr auto name(std::uint32_t first, T value)      \
      ->std::remove_cvref_t<decltype(operation value)> { \
    if (pick(first) == 0) return value;                  \
    return operation value;                              \
  }
LINTEL_MUTATION_UNARY(negated, -)
LINTEL_MUTATION_UNARY(complement, ~)
#undef LINTEL_MUTATION_UNARY

// Vectors are compared element by element, to a vector.
#define LINTEL_MUTATION_COMPARISON(name, operation, other, opposite)             \
  template <typename A, typename B>                                              \
  constexpr auto name(std::uint32_t first, A a, B b) {                           \
    const std::uint32_t mutant = pick(first);                                    \
    return mutant == 0 ? a other b : mutant == 1 ? a opposite b : a operation b; \
  }
LINTEL_MUTATION_COMPARISON(less, <, <=, >=)
LINTEL_MUTATION_COMPARISON(less_equal, <=, <, >)
LINTEL_MUTATION_COMPARISON(greater, >, >=, <=)
LINTEL_MUTATION_COMPARISON(greater_equal, >=, >, <)
#undef LINTEL_MUTATION_COMPARISON

// Two pointers cannot be added: they are subtracted the other way round. Those that are seen to be
// pointers are left out before; in a template they are not seen.
#define LINTEL_MUTATION_BINARY(name, operation, other) \
  template <typename A, typename B>                    \
  constexpr auto name(std::uint32_t first, A a, B b)   \
      ->std::remove_cvref_t<decltype(a operation b)> { \
    if constexpr (requires { a other b; }) {           \
      if (pick(first) == 0) return a other b;          \
    } else {                                           \
      if (pick(first) == 0) return b operation a;      \
    }                                                  \
    return a operation b;                              \
  }
LINTEL_MUTATION_BINARY(add, +, -)
LINTEL_MUTATION_BINARY(subtract, -, +)
LINTEL_MUTATION_BINARY(multiply, *, /)
LINTEL_MUTATION_BINARY(divide, /, *)
LINTEL_MUTATION_BINARY(remainder, %, *)
LINTEL_MUTATION_BINARY(bit_and, &, |)
LINTEL_MUTATION_BINARY(bit_or, |, &)
LINTEL_MUTATION_BINARY(bit_xor, ^, &)
LINTEL_MUTATION_BINARY(shift_left, <<, >>)
LINTEL_MUTATION_BINARY(shift_right, >>, <<)
#undef LINTEL_MUTATION_BINARY

#define LINTEL_MUTATION_ASSIGNMENT(name, operation, other) \
  template <typename A, typename B>                        \
  constexpr A& name(std::uint32_t first, A& a, B b) {      \
    if (pick(first) == 0) return a other b;                \
    return a operation b;                                  \
  }
LINTEL_MUTATION_ASSIGNMENT(add_assign, +=, -=)
LINTEL_MUTATION_ASSIGNMENT(subtract_assign, -=, +=)
LINTEL_MUTATION_ASSIGNMENT(multiply_assign, *=, +=)
LINTEL_MUTATION_ASSIGNMENT(divide_assign, /=, *=)
LINTEL_MUTATION_ASSIGNMENT(remainder_assign, %=, *=)
LINTEL_MUTATION_ASSIGNMENT(bit_and_assign, &=, |=)
LINTEL_MUTATION_ASSIGNMENT(bit_or_assign, |=, &=)
LINTEL_MUTATION_ASSIGNMENT(bit_xor_assign, ^=, &=)
LINTEL_MUTATION_ASSIGNMENT(shift_left_assign, <<=, >>=)
LINTEL_MUTATION_ASSIGNMENT(shift_right_assign, >>=, <<=)
#undef LINTEL_MUTATION_ASSIGNMENT

#define LINTEL_MUTATION_STEP(name, step, other)         \
  template <typename T>                                 \
  constexpr T& name(std::uint32_t first, T& value) {    \
    return pick(first) == 0 ? other value : step value; \
  }
LINTEL_MUTATION_STEP(increment, ++, --)
LINTEL_MUTATION_STEP(decrement, --, ++)
#undef LINTEL_MUTATION_STEP

template <typename T>
constexpr T increment_after(std::uint32_t first, T& value) {
  return pick(first) == 0 ? value-- : value++;
}

template <typename T>
constexpr T decrement_after(std::uint32_t first, T& value) {
  return pick(first) == 0 ? value++ : value--;
}

}  // namespace lintel_mutation
