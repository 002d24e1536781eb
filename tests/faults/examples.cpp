// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/examples.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/cli/package/zip.h"
#include "runtime/lambda/socket.h"

namespace lintel::testing {
namespace {

using cli::Command;

constexpr std::string_view rules = R"(on PreSignUp
rule "ours" when email.domain == "example.com" then autoConfirm, log("welcome")
rule "names" when has(attr.email) && userName.matches("[a-z]+") then autoVerifyEmail
test "of ours"
given { "userName": "7", "request": { "userAttributes": { "email": "jo@example.com" } } }
expect exactly autoConfirm, log("welcome")
)";
constexpr std::string_view repairable = "on PreSignUp\nwhen userName = \"x\" then autoConfirm\n";
constexpr std::string_view untidy = "on PreSignUp\nthen   autoConfirm\n";
constexpr std::string_view event =
    R"({"triggerSource":"PreSignUp_SignUp","userName":"jo","request":{"userAttributes":{"email":"jo@example.com"}},"response":{}})";
// What an editor sends that opens a document, asks for its fixes and leaves.
constexpr std::string_view editor_messages[] = {
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}})",
    R"({"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///x.rules","languageId":"lintel","version":1,"text":"on PreSignUp\nthen autoConfrim\n"}}})",
    R"({"jsonrpc":"2.0","id":2,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///x.rules"},"range":{"start":{"line":1,"character":5},"end":{"line":1,"character":5}},"context":{"diagnostics":[]}}})",
    R"({"jsonrpc":"2.0","id":3,"method":"shutdown"})", R"({"jsonrpc":"2.0","method":"exit"})"};
constexpr std::string_view old = "what stood here before\n";

// Of a file that an example writes.
std::string_view content_before(std::string_view name) {
  if (name == "repairable.rules") return repairable;
  return name == "untidy.rules" ? untidy : old;
}

// Asks a server that has begun to listen for one answer, and ends it.
void use_server(const Running& server) {
  const std::string mark = "http://127.0.0.1:";
  if (!server.says(mark) || !server.says(")\n")) return;
  const std::string out = server.out();
  const std::size_t at = out.find(mark) + mark.size();
  // It may be gone by now.
  const auto address =
      lambda::SocketAddress::parse("127.0.0.1:" + out.substr(at, out.find(' ', at) - at));
  const auto deadline = lambda::Deadline::in_milliseconds(30'000);
  lambda::Socket socket;
  if (address && socket.connect(*address, deadline) == lambda::IoStatus::done) {
    socket.write(
        "POST /2015-03-31/functions/any/invocations HTTP/1.1\r\nHost: localhost\r\n"
        "Connection: close\r\nContent-Length: " +
            std::to_string(event.size()) + "\r\n\r\n",
        event, deadline);
    std::array<char, 4096> answer;
    while (socket.read(answer, deadline).status == lambda::IoStatus::done) {
    }
  }
  server.signal(SIGTERM);
}

std::string editor_session() {
  std::string session;
  for (const std::string_view content : editor_messages)
    session.append("Content-Length: ")
        .append(std::to_string(content.size()))
        .append("\r\n\r\n")
        .append(content);
  return session;
}

std::string packed_function() {
  std::ostringstream executable;
  executable << std::ifstream(LINTEL_FAKE_FUNCTION, std::ios::binary).rdbuf();
  return cli::executable_zip("bootstrap", executable.str());
}

std::string compiled(const TemporaryFolder& folder) {
  EXPECT_EQ(launch(folder, {{LINTEL_EXECUTABLE, "compile", "x.rules", "-o", "x.image"}}).code, 0);
  return folder.read("x.image");
}

}  // namespace

const std::vector<Example>& examples() {
  static const std::vector<Example> list = {
      {Command::check, {"check", "x.rules", "--cost"}},
      {Command::check, {"check", "x.rules", "--dump", "image"}},
      {Command::check, {"check", "--fix", "repairable.rules"}, {"repairable.rules"}},
      {Command::fmt, {"fmt", "untidy.rules"}, {"untidy.rules"}},
      {Command::compile, {"compile", "x.rules", "-o", "made"}, {"made"}},
      {Command::compile, {"compile", "-", "-o", "-"}, {}, std::string(rules)},
      {Command::run,
       {"run", "x.rules", "--event", "event.json", "--effects", "made", "--trace"},
       {"made"}},
      {Command::run, {"run", "x.image", "--ndjson"}, {}, std::string(event) + "\n"},
      {Command::test, {"test", "x.rules", "--coverage"}},
      {Command::test, {"test", "x.rules", "--format", "junit"}},
      {Command::disasm, {"disasm", "x.image"}},
      {Command::package, {"package", "x.rules", "--template", "sam"}},
      {Command::package, {"package", "x.image", "--describe", "--format", "json"}},
      {Command::package,
       {"package", "x.rules", "--bootstrap", LINTEL_STATIC_BOOTSTRAP, "--arch", LINTEL_ARCHITECTURE,
        "-o", "made"},
       {"made"},
       {},
       false,
       true},
      {Command::lsp, {"lsp"}, {}, editor_session(), true, true},
      {Command::explain, {"explain", "E0401"}},
      {Command::help, {"help"}},
      {Command::help, {"help", "run"}},
      {Command::version, {"version"}},
      {Command::invoke,
       {"invoke", "function.zip", "--event", "event.json", "--timeout", "25000"},
       {},
       {},
       false,
       true},
      {Command::serve, {"serve", "x.rules", "--port", "0"}, {}, {}, true, true},
      {Command::serve,
       {"serve", "function.zip", "--port", "0", "--timeout", "25000"},
       {},
       {},
       true,
       true},
      {Command::bench,
       {"bench", "x.image", "--event", "event.json", "--rounds", "5", "--no-cold-start", "--save",
        "made"},
       {"made"},
       {},
       true,
       true},
  };
  return list;
}

Workshop::Workshop() {
  folder_.write("x.rules", rules);
  folder_.write("repairable.rules", repairable);
  folder_.write("untidy.rules", untidy);
  folder_.write("event.json", event);
  folder_.write("made", old);
  static const std::string function = packed_function();
  static const std::string image = compiled(folder_);
  folder_.write("function.zip", function);
  folder_.write("x.image", image);
  std::filesystem::create_directory(folder_.path("tmp"));
  names_ = names_in(folder_);
}

void Workshop::refresh(const Example& example) const {
  for (const std::string& name : example.writes) folder_.write(name, content_before(name));
}

Deed Workshop::carry_out(const Example& example, const Launch& conditions) {
  refresh(example);
  Launch whole = conditions;
  std::vector<std::string> words = conditions.words;  // what starts it, if anything does
  words.emplace_back(LINTEL_EXECUTABLE);
  words.insert(words.end(), example.words.begin(), example.words.end());
  whole.words = words;
  whole.input = example.input;
  if (example.command == Command::serve && !whole.meanwhile) whole.meanwhile = use_server;
  Deed deed{launch(folder_, whole), {}};
  for (const std::string& name : example.writes) deed.written[name] = folder_.read(name);
  return deed;
}

const Deed& Workshop::usual(const Example& example) {
  static std::map<std::string, Deed> known;
  const auto [place, is_new] = known.try_emplace(shown(example));
  if (is_new) place->second = carry_out(example);
  return place->second;
}

std::string Workshop::objection(const Example& example, const Deed& deed, const Deed& usual,
                                const std::vector<int>& codes) const {
  const Ended& ended = deed.ended;
  if (ended.has_hung) return "it hangs";
  if (ended.has_orphans) return "it leaves a process behind";
  if (names_in(folder_) != names_) {
    std::string all = "it leaves a file behind, there is now:";
    for (const std::string& name : names_in(folder_)) all.append(" ").append(name);
    return all;
  }
  const bool is_usual = ended.code == usual.ended.code;
  const bool may_fail = std::find(codes.begin(), codes.end(), ended.code) != codes.end();
  if (!is_usual && !may_fail) return "it ends with " + std::to_string(ended.code);
  for (const auto& [name, content] : deed.written) {
    const bool is_old = content == content_before(name);
    const bool is_new =
        example.varies ? !is_old && content.ends_with("}\n") : content == usual.written.at(name);
    if (!is_old && !is_new) return "it leaves half of " + name;
    if (is_usual && !is_new) return "it says that all is well, but " + name + " is not written";
  }
  if (is_usual)
    return example.varies || ended.out == usual.ended.out ? "" : "it prints something else";
  const bool could_say_why = ended.page.descriptor != 2 || ended.page.failed == 0;
  if (could_say_why && ended.err.find("lintel: ") == std::string::npos) return "it says no word";
  return "";
}

std::string shown(const Example& example) {
  std::string text = "lintel";
  for (const std::string& word : example.words) text += " " + word;
  return text;
}

void PrintTo(const Example& example, std::ostream* out) { *out << shown(example); }

std::string name_of(const ::testing::TestParamInfo<Example>& example) {
  return example.param.words.front() + std::to_string(example.index);
}

TEST(Examples, ThereIsOneForEachCommand) {
  for (const cli::CommandRow& command : cli::commands())
    EXPECT_TRUE(
        std::any_of(examples().begin(), examples().end(),
                    [&](const Example& example) { return example.command == command.command; }))
        << "there is no example of lintel " << command.name;
}

TEST(Examples, Work) {
  Workshop workshop;
  for (const Example& example : examples()) {
    const Deed deed = workshop.carry_out(example);
    EXPECT_EQ(deed.ended.code, example.code) << shown(example) << '\n' << deed.ended.err;
    EXPECT_EQ(workshop.objection(example, deed, deed, {}), "") << shown(example);
    for (const auto& [name, content] : deed.written) EXPECT_NE(content, old) << shown(example);
  }
}

}  // namespace lintel::testing
