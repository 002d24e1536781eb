// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/repeats.h"

#include <algorithm>
#include <string>

namespace lintel::lambda {

// Each part with its length before it, so that no two effects give the same bytes.
std::optional<Digest> Repeats::key(std::string_view event, const Effect& effect,
                                   std::uint32_t index) {
  std::string bytes;
  const auto add = [&](std::string_view part) {
    bytes += std::to_string(part.size()) + ':';
    bytes += part;
  };
  add(event);
  add(effect.name);
  add(std::to_string(index));
  for (const EffectArgument& argument : effect.arguments) {
    add(argument.name);
    add(argument.text);
    add(argument.is_list ? "list" : "text");
  }
  return sha256(bytes);
}

bool Repeats::holds(const Digest& key, std::chrono::milliseconds now) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    // A clock that was set back makes an entry too old, not young for ever.
    return entry.used && entry.key == key && entry.when <= now && now - entry.when < lifetime;
  });
}

void Repeats::add(const Digest& key, std::chrono::milliseconds now) {
  entries_[next_] = {key, now, true};
  next_ = (next_ + 1) % entries_.size();
}

}  // namespace lintel::lambda
