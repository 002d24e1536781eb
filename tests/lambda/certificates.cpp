// SPDX-License-Identifier: Apache-2.0
#include "tests/lambda/certificates.h"

#include <unistd.h>

#include <cstdlib>

#include "tests/lambda/posix_sketch.h"

namespace lintel::lambda::testing {

std::filesystem::path Tls::folder_;

void Tls::SetUpTestSuite() {
  folder_ = std::filesystem::temp_directory_path() / ("lintel-tls-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder_);
  const std::string quiet = " > /dev/null 2>&1";
  const std::string commands =
      "cd '" + folder_.string() +
      "' && set -e\n"
      "key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'\n"
      "authority() { openssl req -x509 $key -keyout $1.key -out $1.pem -days 2 -subj /CN=$1; }\n"
      "authority ours; authority theirs\n"
      "leaf() {\n"  // name, subjectAltName, days
      "  openssl req $key -keyout $1.key -out $1.csr -subj /CN=$1\n"
      "  echo subjectAltName=$2 > $1.ext\n"
      "  openssl x509 -req -in $1.csr -CA ours.pem -CAkey ours.key -CAcreateserial -days $3 "
      "-extfile $1.ext -out $1.pem\n"
      "}\n"
      "leaf good DNS:localhost,IP:127.0.0.1 2\n"
      "leaf other DNS:other.example,IP:127.0.0.2 2\n"
      "leaf expired DNS:localhost,IP:127.0.0.1 -1\n"
      "echo nothing > empty.pem\n";
  ASSERT_EQ(std::system(("{ " + commands + " }" + quiet).c_str()), 0);
}

void Tls::TearDownTestSuite() { std::filesystem::remove_all(folder_); }

EffectResult Tls::send_to(const std::string& certificate, const std::string& authorities,
                          const std::string& host) {
  LocalServer server(file(certificate + ".pem"), file(certificate + ".key"), [](Guest& guest) {
    guest.request();
    guest.send(accepted);
  });
  auto variables = calling("https://" + host + ":" + std::to_string(server.port()));
  if (!authorities.empty()) variables["AWS_CA_BUNDLE"] = file(authorities);
  const Environment environment(variables);
  return Mails().send();
}

}  // namespace lintel::lambda::testing
