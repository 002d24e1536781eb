// SPDX-License-Identifier: Apache-2.0
// Texts that do not fit are cut between characters.
#include "runtime/fault_text.h"

#include <cstring>

#include "runtime/text.h"
#include "runtime/utf8.h"

namespace lintel {

std::string_view Fault::message() const {
  switch (kind) {
#define LINTEL_FAULT(name, message) \
  case FaultKind::name:             \
    return message;
#include "runtime/faults.def"
#undef LINTEL_FAULT
  }
  return {};
}

namespace runtime {
namespace {

class BoundedText {
 public:
  explicit BoundedText(std::span<char> buffer) : buffer_(buffer) {}

  void add(std::string_view text) {
    if (full_) return;
    const std::size_t room = buffer_.size() - size_;
    full_ = text.size() > room;
    const std::size_t taken = full_ ? whole_characters(text, room) : text.size();
    if (taken != 0) std::memcpy(buffer_.data() + size_, text.data(), taken);
    size_ += taken;
  }

  std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  std::span<char> buffer_;
  std::size_t size_ = 0;
  bool full_ = false;
};

// Whether the offset means something: some faults are about no place of the event.
bool has_place(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::text_too_long:
    case FaultKind::too_many_effects:
    case FaultKind::too_many_entries:
    case FaultKind::nothing_left:
    case FaultKind::too_many_rounds:
    case FaultKind::no_time:
    case FaultKind::no_random:
    case FaultKind::source_missing:
    case FaultKind::version_missing:
    case FaultKind::no_memory: return fault.offset != 0;
    default: return true;
  }
}

}  // namespace

std::string_view describe(const Fault& fault, std::string_view found, std::span<char> buffer) {
  BoundedText out(buffer);
  if (!fault.path.empty()) {
    out.add(fault.path);
    out.add(": ");
  }
  out.add(fault.message());
  const std::string_view detail = found.empty() ? fault.detail : found;
  if (!detail.empty()) {
    out.add(": ");
    out.add(detail);
  }
  if (!has_place(fault)) return out.text();
  char digits[max_integer_digits];
  out.add(" (byte ");
  out.add(write_integer(static_cast<std::int64_t>(fault.offset), digits));
  out.add(")");
  return out.text();
}

}  // namespace runtime
}  // namespace lintel
