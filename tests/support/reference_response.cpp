// SPDX-License-Identifier: Apache-2.0
// How the reference evaluator writes `response` into the bytes of the event.
#include <algorithm>
#include <iterator>

#include "tests/support/reference_eval.h"

namespace lintel::reference {
namespace {

struct Replacement {
  std::size_t begin;
  std::size_t end;
  std::string text;
};

// From the last to the first, so that places in front stay where they are.
std::string replaced(std::string_view text, std::vector<Replacement> replacements) {
  std::sort(replacements.begin(), replacements.end(),
            [](const Replacement& a, const Replacement& b) { return a.begin > b.begin; });
  std::string result(text);
  for (const Replacement& change : replacements)
    result.replace(change.begin, change.end - change.begin, change.text);
  return result;
}

std::string members(const std::vector<ResponseField>& fields) {
  std::string text;
  for (const ResponseField& field : fields)
    text += (text.empty() ? "\"" : ",\"") + field.name + "\":" + field.json;
  return text;
}

// Put in as the last members: right after the last value, or after the brace of an empty object.
Replacement appended(const Json& object, const std::string& text) {
  if (object.members.empty()) return {object.begin + 1, object.begin + 1, text};
  const std::size_t last = object.members.back().value.end;
  return {last, last, "," + text};
}

}  // namespace

std::string with_response(std::string_view event, const Json& parsed,
                          const std::vector<ResponseField>& fields) {
  if (fields.empty()) return std::string(event);
  const Json* response = find_member(parsed, "response");
  if (!response)
    return replaced(event, {appended(parsed, R"("response":{)" + members(fields) + "}")});
  if (response->kind == Json::Kind::null)
    return replaced(event, {{response->begin, response->end, "{" + members(fields) + "}"}});
  if (response->kind != Json::Kind::object) throw WrongType("response");

  std::vector<Replacement> replacements;
  std::vector<ResponseField> missing;
  for (const ResponseField& field : fields) {
    if (!find_member(*response, field.name)) missing.push_back(field);
    for (const JsonMember& member : response->members)
      if (member.name == field.name)
        replacements.push_back({member.value.begin, member.value.end, field.json});
  }
  if (!missing.empty()) replacements.push_back(appended(*response, members(missing)));
  return replaced(event, std::move(replacements));
}

}  // namespace lintel::reference
