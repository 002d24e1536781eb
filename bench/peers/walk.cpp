// SPDX-License-Identifier: Apache-2.0
// The jobs by hand on the first stage of simdjson alone, which finds where each string, value,
// bracket, colon and comma stands. One walk over these places takes what is needed, in whatever
// order it comes; the names are told apart by their length first. Nothing is checked that is not
// needed, and nothing is copied but the answer and texts with escapes.
#include <simdjson.h>

#include "bench/bench.h"
#include "bench/peers/domain_set.h"
#include "bench/peers/message.h"
#include "bench/peers/peer.h"
#include "bench/peers/policy.h"
#include "bench/peers/splice.h"
#include "bench/peers/texts.h"

static_assert(lintel::bench::event_padding >= simdjson::SIMDJSON_PADDING);

namespace lintel::bench {
namespace {

using Place = const std::uint32_t*;  // one of the index: where in the event a token starts

template <std::size_t Size>
bool is(std::string_view name, const char (&wanted)[Size]) {
  return name.size() == Size - 1 && std::memcmp(name.data(), wanted, Size - 1) == 0;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view flag_text(bool flag) { return flag ? "true" : "false"; }

// An event with its index. Behind the last place stands the event's size, so that the end of a
// token is always where the next one starts.
class Walker {
 public:
  // The place of the event's brace; null if it is no object.
  Place open(const std::string& event) {
    if (event.size() > capacity_ && !grow(event.size())) return nullptr;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(event.data());
    if (stage_->stage1(bytes, event.size(), simdjson::stage1_mode::regular)) return nullptr;
    text_ = event.data();
    unescaped_ = unescaped_texts_.get();
    const Place first = stage_->structural_indexes.get();
    end_ = first + stage_->n_structural_indexes;
    return text_[*first] == '{' && text_[*(end_ - 1)] == '}' ? first : nullptr;
  }

  // Calls visit(name, value) for each member of the object, which gives the place behind the value;
  // and gives the place behind the object.
  template <typename Visit>
  Place members(Place object, Visit&& visit) const {
    if (text_[*object] != '{') return behind(object);
    Place at = object + 1;
    while (at + 2 < end_ && text_[*at] == '"') {
      at = visit(between_quotes(at), at + 2);
      if (text_[*at] != ',') break;
      ++at;
    }
    return at + 1;
  }

  // The place behind a value of any type.
  Place behind(Place value) const {
    const char first = text_[*value];
    if (first != '{' && first != '[') return value + 1;
    std::size_t depth = 1;
    for (++value; depth != 0 && value < end_; ++value) {
      switch (text_[*value]) {
        case '{':
        case '[': ++depth; break;
        case '}':
        case ']': --depth; break;
        default: break;
      }
    }
    return value;
  }

  // Takes a text, absent if the value is none, and gives the place behind the value.
  Place take(Place value, std::string_view& text) {
    if (text_[*value] != '"') return behind(value);
    text = between_quotes(value);
    if (std::memchr(text.data(), '\\', text.size()) != nullptr) text = unescape(text);
    return value + 1;
  }

  // The value's own text, given the place behind it.
  std::string_view raw(Place value, Place behind) const {
    const char* const begin = text_ + *value;
    const char* end = text_ + *behind;
    while (is_space(*(end - 1))) --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  const char* at(Place place) const { return text_ + *place; }

 private:
  bool grow(std::size_t size) {
    capacity_ = 2 * size;
    unescaped_texts_ = std::make_unique<std::uint8_t[]>(capacity_ + simdjson::SIMDJSON_PADDING);
    const simdjson::implementation* const best = simdjson::get_active_implementation();
    return !best->create_dom_parser_implementation(capacity_, 1, stage_);
  }

  std::string_view between_quotes(Place string) const {
    const char* const begin = text_ + *string + 1;
    const char* end = text_ + string[1] - 1;
    while (*end != '"') --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  // An escape is never shorter than what it stands for, so the texts fit.
  std::string_view unescape(std::string_view text) {
    const auto* const from = reinterpret_cast<const std::uint8_t*>(text.data());
    std::uint8_t* const begin = unescaped_;
    unescaped_ = stage_->parse_string(from, begin);
    if (unescaped_ == nullptr) return {};
    return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(unescaped_ - begin)};
  }

  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
  std::size_t capacity_ = 0;
  std::unique_ptr<std::uint8_t[]> unescaped_texts_;
  std::uint8_t* unescaped_ = nullptr;  // behind the last one
  const char* text_ = nullptr;
  Place end_ = nullptr;
};

// The response is looked at when all else is decided.
class Walk : public Peer {
 protected:
  // The event with these members of the response, given its place.
  std::string_view with_members(std::string_view event, Place response,
                                std::span<const std::string_view> names,
                                std::span<const std::string_view> values) {
    if (response == nullptr) return {};
    splice_.begin(event, names, values);
    const char* last = walker_.at(response) + 1;
    bool is_empty = true;
    walker_.members(response, [&](std::string_view name, Place value) {
      const Place behind = walker_.behind(value);
      const std::string_view text = walker_.raw(value, behind);
      splice_.member(name, text);
      last = text.data() + text.size();
      is_empty = false;
      return behind;
    });
    return splice_.finish(last, is_empty);
  }

  // Calls visit(name, value) for each member of request.userAttributes, and gives the place behind
  // the request.
  template <typename Visit>
  Place attributes(Place request, Visit&& visit) {
    return walker_.members(request, [&](std::string_view name, Place value) {
      return is(name, "userAttributes") ? walker_.members(value, visit) : walker_.behind(value);
    });
  }

  Walker walker_;

 private:
  ResponseSplice splice_;
};

class ConfirmIf : public Walk {
 public:
  std::string_view answer(const std::string& event) final {
    const Place object = walker_.open(event);
    if (object == nullptr) return {};
    Place response = nullptr;
    std::string_view email;
    std::string_view registered;
    const auto attribute = [&](std::string_view name, Place value) {
      if (is(name, "email")) return walker_.take(value, email);
      if (is(name, "custom:domain")) return walker_.take(value, registered);
      return walker_.behind(value);
    };
    walker_.members(object, [&](std::string_view name, Place value) {
      if (is(name, "request")) return attributes(value, attribute);
      if (is(name, "response")) response = value;
      return walker_.behind(value);
    });
    const std::string_view domain = domain_of(email);
    const bool confirmed = !domain.empty() && is_confirmed(domain, registered);
    const std::string_view names[] = {"autoConfirmUser"};
    const std::string_view values[] = {flag_text(confirmed)};
    return with_members(event, response, names, values);
  }

 protected:
  virtual bool is_confirmed(std::string_view domain, std::string_view registered) const = 0;
};

class RegisteredDomain : public ConfirmIf {
  bool is_confirmed(std::string_view domain, std::string_view registered) const override {
    return has(registered) && same_text(domain, registered);
  }
};

class Domains : public ConfirmIf {
 public:
  explicit Domains(const std::vector<std::string>& domains) : confirmed_(domains) {}

 private:
  bool is_confirmed(std::string_view domain, std::string_view) const override {
    return confirmed_.contains(domain);
  }

  DomainSet confirmed_;
};

class Policy : public Walk {
 public:
  explicit Policy(const std::vector<std::string>& blocked) : blocked_(blocked) {}

  std::string_view answer(const std::string& event) override {
    const Place object = walker_.open(event);
    if (object == nullptr) return {};
    Place response = nullptr;
    PolicyFields fields;
    const auto caller = [&](std::string_view name, Place value) {
      return is(name, "clientId") ? walker_.take(value, fields.client_id) : walker_.behind(value);
    };
    const auto attribute = [&](std::string_view name, Place value) {
      switch (name.size()) {
        case 5:
          if (is(name, "email")) return walker_.take(value, fields.email);
          break;
        case 6:
          if (is(name, "locale")) return walker_.take(value, fields.locale);
          break;
        case 10:
          if (is(name, "custom:age")) return walker_.take(value, fields.age);
          break;
        case 11:
          if (is(name, "custom:plan")) return walker_.take(value, fields.plan);
          break;
        case 12:
          if (is(name, "phone_number")) return walker_.take(value, fields.phone_number);
          break;
        default: break;
      }
      return walker_.behind(value);
    };
    walker_.members(object, [&](std::string_view name, Place value) {
      if (is(name, "userName")) return walker_.take(value, fields.user_name);
      if (is(name, "callerContext")) return walker_.members(value, caller);
      if (is(name, "request")) return attributes(value, attribute);
      if (is(name, "response")) response = value;
      return walker_.behind(value);
    });
    const PolicyVerdict verdict = decide_policy(fields, blocked_);
    if (!verdict.rejection.empty()) return verdict.rejection;
    const std::string_view values[] = {flag_text(verdict.flags[0]), flag_text(verdict.flags[1]),
                                       flag_text(verdict.flags[2])};
    return with_members(event, response, policy_members, values);
  }

 private:
  DomainSet blocked_;
};

class Message : public Walk {
 public:
  std::string_view answer(const std::string& event) override {
    const Place object = walker_.open(event);
    if (object == nullptr) return {};
    Place response = nullptr;
    MessageFields fields;
    const auto attribute = [&](std::string_view name, Place value) {
      if (is(name, "locale")) return walker_.take(value, fields.locale);
      if (is(name, "given_name")) return walker_.take(value, fields.given_name);
      return walker_.behind(value);
    };
    const auto member_of_request = [&](std::string_view name, Place value) {
      if (is(name, "userAttributes")) return walker_.members(value, attribute);
      if (is(name, "codeParameter")) return walker_.take(value, fields.code);
      return walker_.behind(value);
    };
    walker_.members(object, [&](std::string_view name, Place value) {
      if (is(name, "triggerSource")) return walker_.take(value, fields.source);
      if (is(name, "request")) return walker_.members(value, member_of_request);
      if (is(name, "response")) response = value;
      return walker_.behind(value);
    });
    if (!messages_.compose(fields)) return event;
    return with_members(event, response, message_members, messages_.values());
  }

 private:
  Messages messages_;
};

}  // namespace

std::unique_ptr<Peer> make_walk(const Job& job) {
  switch (job.kind) {
    case JobKind::own_domain: return std::make_unique<RegisteredDomain>();
    case JobKind::sign_up_policy: return std::make_unique<Policy>(job.domains);
    case JobKind::code_message: return std::make_unique<Message>();
    case JobKind::many_domains: return std::make_unique<Domains>(job.domains);
  }
  return nullptr;
}

}  // namespace lintel::bench
