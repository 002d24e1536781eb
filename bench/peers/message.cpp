// SPDX-License-Identifier: Apache-2.0
// The messages of bench/rules/message.rules, by what they are for and by language.
#include "bench/peers/message.h"

#include <optional>

#include "bench/peers/texts.h"

namespace lintel::bench {
namespace {

enum Language { german, spanish, norwegian, english };
using Languages = std::array<MessageTexts, 4>;

constexpr std::array<Languages, 2> texts = {{
    {{
        {" ist Ihr Code, um Ihr Konto zu bestätigen", "<p>Guten Tag ", "und willkommen",
         ",</p><p>Ihr Code ist <b>",
         "</b></p><p>Geben Sie ihn ein, um Ihr Konto zu bestätigen.</p>",
         "Bestätigen Sie Ihr Konto"},
        {" es su código para confirmar su cuenta", "<p>Hola ", "y bienvenido",
         ",</p><p>Su código es <b>", "</b></p><p>Introdúzcalo para confirmar su cuenta.</p>",
         "Confirme su cuenta"},
        {" er koden for å bekrefte kontoen", "<p>Hei ", "og velkommen", ",</p><p>Koden er <b>",
         "</b></p><p>Skriv den inn for å bekrefte kontoen.</p>", "Bekreft kontoen"},
        {" is your code to confirm your account", "<p>Hello ", "and welcome",
         ",</p><p>Your code is <b>", "</b></p><p>Enter it to confirm your account.</p>",
         "Confirm your account"},
    }},
    {{
        {" ist Ihr Code für ein neues Passwort", "<p>Guten Tag ", "und willkommen",
         ",</p><p>Ihr Code ist <b>",
         "</b></p><p>Haben Sie kein neues Passwort verlangt, so tun Sie nichts.</p>",
         "Ein neues Passwort"},
        {" es su código para una contraseña nueva", "<p>Hola ", "y bienvenido",
         ",</p><p>Su código es <b>",
         "</b></p><p>Si no ha pedido una contraseña nueva, no haga nada.</p>",
         "Una contraseña nueva"},
        {" er koden for et nytt passord", "<p>Hei ", "og velkommen", ",</p><p>Koden er <b>",
         "</b></p><p>Har du ikke bedt om et nytt passord, trenger du ikke gjøre noe.</p>",
         "Et nytt passord"},
        {" is your code for a new password", "<p>Hello ", "and welcome", ",</p><p>Your code is <b>",
         "</b></p><p>If you did not ask for a new password, do nothing.</p>", "A new password"},
    }},
}};

// What the message is for: a row of `texts`.
std::optional<std::size_t> purpose_of(std::string_view source) {
  if (source == "CustomMessage_SignUp" || source == "CustomMessage_ResendCode") return 0;
  if (source == "CustomMessage_ForgotPassword") return 1;
  return std::nullopt;
}

Language language_of(std::string_view locale) {
  if (locale.starts_with("de")) return german;
  if (locale.starts_with("es")) return spanish;
  if (locale == "nb-NO" || locale == "nn-NO") return norwegian;
  return english;
}

}  // namespace

const MessageTexts* message_texts(std::string_view source, std::string_view locale) {
  const std::optional<std::size_t> purpose = purpose_of(source);
  return purpose ? &texts[*purpose][language_of(locale)] : nullptr;
}

bool Messages::compose(const MessageFields& fields) {
  const MessageTexts* const row = message_texts(fields.source, fields.locale);
  if (!row) return false;
  constexpr std::size_t most_around = 1024;  // the longest row has about half of it
  constexpr std::size_t longest_escape = 6;
  const std::size_t most =
      most_around + longest_escape * (fields.given_name.size() + 2 * fields.code.size());
  if (buffer_.size() < most) buffer_.resize(most);

  char* to = buffer_.data();
  auto take = [begin = to](char* end) mutable {
    const std::string_view value(begin, static_cast<std::size_t>(end - begin));
    begin = end;
    return value;
  };
  if (!has(fields.code)) {
    values_[0] = values_[1] = "null";
  } else {
    to = put_json(put(to, "\""), fields.code);
    to = put(put(to, row->after_code), "\"");
    values_[0] = take(to);
    to = put(put(to, "\""), row->before_name);
    to = has(fields.given_name) ? put_html_in_json(to, fields.given_name) : put(to, row->nameless);
    to = put_html_in_json(put(to, row->after_name), fields.code);
    to = put(put(to, row->end), "\"");
    values_[1] = take(to);
  }
  to = put(put(put(to, "\""), row->subject), "\"");
  values_[2] = take(to);
  return true;
}

}  // namespace lintel::bench
