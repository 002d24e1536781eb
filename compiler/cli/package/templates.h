// SPDX-License-Identifier: Apache-2.0
// Deployments to start from, in the languages of the tools that teams use: the function, its role
// and log group, a user pool that calls it, and an app client. None of them has a circle: the
// function does not name the pool, and what its role may do to the pool is a resource of its own.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/cli/package/deployment.h"
#include "compiler/cli/package/linked_image.h"

namespace lintel::cli {

// What a bootstrap of a few hundred kilobytes needs, and some room.
inline constexpr int function_megabytes = 128;
// Cognito waits five seconds for an answer.
inline constexpr int function_seconds = 5;
inline constexpr int log_days = 30;

// `text` with what is replaced by what. Names of attributes may hold any printable character.
struct Escape {
  std::string_view what;
  std::string_view by;
};
std::string escaped(std::string_view text, std::span<const Escape> escapes);

// A name that no language of templates can be trusted with: control characters, line ends above
// all, are in it. Empty if there is none.
std::string_view unfit_name(const Deployment& deployment);

std::string cloudformation_template(const Deployment& deployment, Architecture architecture);
std::string sam_template(const Deployment& deployment, Architecture architecture);
std::string cdk_template(const Deployment& deployment, Architecture architecture);
std::string terraform_template(const Deployment& deployment, Architecture architecture);

}  // namespace lintel::cli
