// SPDX-License-Identifier: Apache-2.0
// The jobs by hand on the first stage of simdjson alone, which finds where each string, value,
// bracket, colon and comma stands. One walk over these places takes what is needed, in whatever
// order it comes, and ends when it has all. Nothing is checked that is not needed, and nothing is
// copied but the answer and texts with escapes.
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

// Whether a name that ends with a quote is the wanted one; it may reach into the padding.
template <std::size_t Size>
bool is(const char* name, const char (&wanted)[Size]) {
  return std::memcmp(name, wanted, Size - 1) == 0 && name[Size - 1] == '"';
}

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

  // Calls visit(name, value) for each member of the object. It gives the place behind the value, or
  // null to stop. Gives the place behind the object, or null if it was stopped.
  template <typename Visit>
  Place members(Place object, Visit&& visit) const {
    if (text_[*object] != '{') return behind(object);
    Place at = object + 1;
    while (at + 2 < end_ && text_[*at] == '"') {
      at = visit(text_ + *at + 1, at + 2);
      if (at == nullptr) return nullptr;
      if (text_[*at] != ',') break;
      ++at;
    }
    return at + 1;
  }

  // The place of the last member's value if it is an object of this name, else null: found from the
  // end, past all that stands before it.
  template <std::size_t Size>
  Place last_object(const char (&name)[Size]) const {
    const Place first = stage_->structural_indexes.get();
    Place at = end_ - 2;
    if (at <= first + 2 || text_[*at] != '}') return nullptr;
    std::size_t depth = 1;
    while (depth != 0 && --at > first + 2) {
      if (text_[*at] == '}') ++depth;
      if (text_[*at] == '{') --depth;
    }
    return depth == 0 && is(text_ + *(at - 2) + 1, name) ? at : nullptr;
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
    return without_space_after({text_ + *value, *behind - *value});
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

// The response is looked for at the end first, where Cognito puts it, and changed when all else is
// decided; the walk from the start ends with the last of what is wanted.
class Walk : public Peer {
 protected:
  // Starts with an event of which so many fields are wanted. Gives the place of its brace, or null.
  Place open(const std::string& event, std::size_t wanted) {
    const Place object = walker_.open(event);
    if (object == nullptr) return nullptr;
    response_ = walker_.last_object("response");
    wanted_ = wanted + (response_ == nullptr ? 1 : 0);
    return object;
  }

  // What a visitor gives for a text that is wanted, for the response, for all else.
  Place take(Place value, std::string_view& text) {
    const Place behind = walker_.take(value, text);
    return --wanted_ == 0 ? nullptr : behind;
  }
  Place take_response(Place value) {
    if (response_ != nullptr) return walker_.behind(value);
    response_ = value;
    return --wanted_ == 0 ? nullptr : walker_.behind(value);
  }
  Place pass(Place value) const { return walker_.behind(value); }

  // Calls visit(name, value) for each member of request.userAttributes, as Walker::members().
  template <typename Visit>
  Place attributes(Place request, Visit&& visit) {
    return walker_.members(request, [&](const char* name, Place value) {
      return is(name, "userAttributes") ? walker_.members(value, visit) : pass(value);
    });
  }

  // The event with these members of the response.
  std::string_view with_members(std::string_view event, std::span<const std::string_view> names,
                                std::span<const std::string_view> values) {
    if (response_ == nullptr) return {};
    splice_.begin(event, names, values);
    const char* last = walker_.at(response_) + 1;
    bool is_empty = true;
    walker_.members(response_, [&](const char* name, Place value) {
      const Place behind = pass(value);
      const std::string_view text = walker_.raw(value, behind);
      splice_.member(name, text);
      last = text.data() + text.size();
      is_empty = false;
      return splice_.has_all() ? nullptr : behind;
    });
    return splice_.finish(last, is_empty);
  }

  Walker walker_;

 private:
  ResponseSplice splice_;
  Place response_ = nullptr;
  std::size_t wanted_ = 0;  // fields that have not been seen
};

class OwnDomain : public Walk {
 public:
  std::string_view answer(const std::string& event) override {
    const Place object = open(event, 2);
    if (object == nullptr) return {};
    std::string_view email;
    std::string_view registered;
    const auto attribute = [&](const char* name, Place value) {
      if (is(name, "email")) return take(value, email);
      if (is(name, "custom:domain")) return take(value, registered);
      return pass(value);
    };
    walker_.members(object, [&](const char* name, Place value) {
      if (is(name, "request")) return attributes(value, attribute);
      if (is(name, "response")) return take_response(value);
      return pass(value);
    });
    const std::string_view domain = domain_of(email);
    const std::string_view names[] = {"autoConfirmUser"};
    const std::string_view values[] = {
        flag_text(!domain.empty() && has(registered) && same_text(domain, registered))};
    return with_members(event, names, values);
  }
};

class ManyDomains : public Walk {
 public:
  explicit ManyDomains(const std::vector<std::string>& domains) : confirmed_(domains) {}

  std::string_view answer(const std::string& event) override {
    const Place object = open(event, 1);
    if (object == nullptr) return {};
    std::string_view email;
    const auto attribute = [&](const char* name, Place value) {
      return is(name, "email") ? take(value, email) : pass(value);
    };
    walker_.members(object, [&](const char* name, Place value) {
      if (is(name, "request")) return attributes(value, attribute);
      if (is(name, "response")) return take_response(value);
      return pass(value);
    });
    const std::string_view domain = domain_of(email);
    const std::string_view names[] = {"autoConfirmUser"};
    const std::string_view values[] = {flag_text(!domain.empty() && confirmed_.contains(domain))};
    return with_members(event, names, values);
  }

 private:
  DomainSet confirmed_;
};

class SignUpPolicy : public Walk {
 public:
  explicit SignUpPolicy(const std::vector<std::string>& blocked) : blocked_(blocked) {}

  std::string_view answer(const std::string& event) override {
    const Place object = open(event, 7);
    if (object == nullptr) return {};
    PolicyFields fields;
    const auto caller = [&](const char* name, Place value) {
      return is(name, "clientId") ? take(value, fields.client_id) : pass(value);
    };
    const auto attribute = [&](const char* name, Place value) {
      switch (name[0]) {
        case 'c':
          if (is(name, "custom:age")) return take(value, fields.age);
          if (is(name, "custom:plan")) return take(value, fields.plan);
          break;
        case 'e':
          if (is(name, "email")) return take(value, fields.email);
          break;
        case 'l':
          if (is(name, "locale")) return take(value, fields.locale);
          break;
        case 'p':
          if (is(name, "phone_number")) return take(value, fields.phone_number);
          break;
        default: break;
      }
      return pass(value);
    };
    walker_.members(object, [&](const char* name, Place value) {
      if (is(name, "userName")) return take(value, fields.user_name);
      if (is(name, "callerContext")) return walker_.members(value, caller);
      if (is(name, "request")) return attributes(value, attribute);
      if (is(name, "response")) return take_response(value);
      return pass(value);
    });
    const PolicyVerdict verdict = decide_policy(fields, blocked_);
    if (!verdict.rejection.empty()) return verdict.rejection;
    const std::string_view values[] = {flag_text(verdict.flags[0]), flag_text(verdict.flags[1]),
                                       flag_text(verdict.flags[2])};
    return with_members(event, policy_members, values);
  }

 private:
  DomainSet blocked_;
};

class CodeMessage : public Walk {
 public:
  std::string_view answer(const std::string& event) override {
    const Place object = open(event, 4);
    if (object == nullptr) return {};
    MessageFields fields;
    const auto attribute = [&](const char* name, Place value) {
      if (is(name, "locale")) return take(value, fields.locale);
      if (is(name, "given_name")) return take(value, fields.given_name);
      return pass(value);
    };
    const auto member_of_request = [&](const char* name, Place value) {
      if (is(name, "userAttributes")) return walker_.members(value, attribute);
      if (is(name, "codeParameter")) return take(value, fields.code);
      return pass(value);
    };
    walker_.members(object, [&](const char* name, Place value) {
      if (is(name, "triggerSource")) return take(value, fields.source);
      if (is(name, "request")) return walker_.members(value, member_of_request);
      if (is(name, "response")) return take_response(value);
      return pass(value);
    });
    if (!messages_.compose(fields)) return event;
    return with_members(event, message_members, messages_.values());
  }

 private:
  Messages messages_;
};

}  // namespace

std::unique_ptr<Peer> make_walk(const Job& job) {
  switch (job.kind) {
    case JobKind::own_domain: return std::make_unique<OwnDomain>();
    case JobKind::sign_up_policy: return std::make_unique<SignUpPolicy>(job.domains);
    case JobKind::code_message: return std::make_unique<CodeMessage>();
    case JobKind::many_domains: return std::make_unique<ManyDomains>(job.domains);
  }
  return nullptr;
}

}  // namespace lintel::bench
