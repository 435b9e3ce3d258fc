// SPDX-License-Identifier: GPL-2.0
// libFuzzer: a request file takes any bytes. It answers, or it refuses with an
// errno and a reason; either way nothing of it stays.
//   mmscope_fuzz_request -dict=fuzz_request.dict -max_total_time=60 NEW_DIR SEEDS
// The first byte chooses the file, the rest is the line.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fake_machine.hpp"

namespace {

void require(bool condition, const char* what) {
  if (condition)
    return;
  std::fprintf(stderr, "not kept: %s\n", what);
  std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0)
    return 0;
  mmscope::test::FakeKernel kernel;
  mmscope::test::make_machine(kernel);
  kernel.add_pages(5000, 8, MMS_PG(ANON));
  kernel.lab.tick_ns = 1000;

  const unsigned file = data[0] % mms_core_nr_requests();
  char* text = nullptr;
  mms_size length = 0;
  const int error = mms_core_request_answer(file, 1, reinterpret_cast<const char*>(data) + 1,
                                            size - 1, &text, &length);
  if (error == 0) {
    require(text != nullptr && length != 0 && text[length - 1] == '\n', "an answer");
  } else {
    require(error < 0 && error >= -4095, "an errno");
    require(text == nullptr, "no answer besides an error");
    const std::string& reason = kernel.last_error;
    require(reason.size() > std::string(mms_core_request_name(file)).size() + 2, "a reason");
    for (const char c : reason)
      require(c >= ' ' && c < 0x7f, "a reason that can be printed");
  }
  mms_kvfree(text);
  // Cancels what was started, and lets it come to its end.
  mms_core_lab_exit();
  require(kernel.lab.out == 0, "no object of the lab is left");
  require(kernel.outstanding == 0, "no memory is left");
  return 0;
}
