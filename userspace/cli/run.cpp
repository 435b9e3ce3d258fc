// SPDX-License-Identifier: GPL-2.0
#include "cli/run.hpp"

#include <exception>
#include <fmt/core.h>

#include "cli/context.hpp"
#include "cli/grammar.hpp"
#include "reader/error.hpp"

namespace mmscope::cli {
namespace {

int exit_code(reader::Error::Kind kind) {
  switch (kind) {
  case reader::Error::Kind::not_there:
    return exit_not_there;
  case reader::Error::Kind::permission:
    return exit_permission;
  case reader::Error::Kind::usage:
    return exit_usage;
  case reader::Error::Kind::failed:
    return exit_failed;
  case reader::Error::Kind::bad_data:
    break;
  }
  return exit_bad_data;
}

// After what the command warned of.
Outcome failure(const Context& context, int code, const char* message) {
  return {code, "", fmt::format("{}mmscope: {}\n", context.err, message)};
}

} // namespace

Outcome run(const std::vector<std::string>& args, const Terminal& terminal) {
  Context context;
  try {
    parse_and_run(args, terminal, context);
  } catch (const UsageError& error) {
    return failure(context, exit_usage, error.what());
  } catch (const reader::Error& error) {
    return failure(context, exit_code(error.kind()), error.what());
  } catch (const std::exception& error) {
    return failure(context, exit_bad_data, error.what());
  }
  return {context.exit_code, std::move(context.out), std::move(context.err)};
}

} // namespace mmscope::cli
