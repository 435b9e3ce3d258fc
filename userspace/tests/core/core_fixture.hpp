// SPDX-License-Identifier: GPL-2.0
// A fake machine and the parsed content of its debugfs files.
#ifndef MMS_TESTS_CORE_FIXTURE_HPP
#define MMS_TESTS_CORE_FIXTURE_HPP

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "fake_kernel.hpp"
#include "fake_machine.hpp"
#include "wire/codec.hpp"

namespace mmscope::test {

struct Line {
  std::string tag;
  std::map<std::string, std::string> fields;
};

class CoreTest : public testing::Test {
protected:
  CoreTest() { make_machine(kernel); }

  static unsigned file_id(const std::string& name) {
    for (unsigned id = 0; id < mms_core_nr_files(); ++id)
      if (name == mms_core_file_name(id))
        return id;
    ADD_FAILURE() << "no file " << name;
    return 0;
  }

  static std::string build(unsigned id) {
    char* text = nullptr;
    mms_size size = 0;
    EXPECT_EQ(mms_core_file_build(id, &text, &size), 0);
    std::string result(text, size);
    mms_kvfree(text);
    return result;
  }

  static unsigned request_id(const std::string& name) {
    for (unsigned id = 0; id < mms_core_nr_requests(); ++id)
      if (name == mms_core_request_name(id))
        return id;
    ADD_FAILURE() << "no request file " << name;
    return 0;
  }

  // The answer to one line of a request file, or its error and the reason:
  // "-22 page: 'pfn' is missing".
  std::string ask(const std::string& name, const std::string& line, mms_u64 opener = 1) {
    char* text = nullptr;
    mms_size size = 0;
    kernel.last_error.clear();
    const int error =
        mms_core_request_answer(request_id(name), opener, line.data(), line.size(), &text, &size);
    EXPECT_EQ(error != 0, text == nullptr) << line;
    std::string answer =
        error == 0 ? std::string(text, size) : std::to_string(error) + " " + kernel.last_error;
    mms_kvfree(text);
    return answer;
  }

  // A signal ends the walk that makes the file, and nothing of it stays.
  void expect_signal_ends(const std::string& name) {
    kernel.cancel_after = 10;
    char* text = nullptr;
    mms_size size = 0;
    EXPECT_EQ(mms_core_file_build(file_id(name), &text, &size), -4);
    EXPECT_EQ(text, nullptr);
    EXPECT_LT(kernel.nr_page_reads, 20U);
    EXPECT_EQ(kernel.outstanding, 0);
  }

  static std::vector<Line> lines(const std::string& name) { return parse(build(file_id(name))); }

  static std::vector<Line> parse(const std::string& text) {
    std::vector<Line> result;
    std::size_t start = 0;
    while (start < text.size()) {
      const std::size_t newline = text.find('\n', start);
      EXPECT_NE(newline, std::string::npos) << "the last line is not ended";
      wire::LineCursor cursor(std::string_view(text).substr(start, newline - start));
      Line line{std::string(cursor.tag()), {}};
      wire::Field field;
      while (cursor.next(field)) {
        std::string value;
        EXPECT_TRUE(wire::unescape(field.value, [&](char c) { value += c; }));
        EXPECT_TRUE(line.fields.emplace(field.key, value).second) << field.key << " twice";
      }
      EXPECT_FALSE(cursor.malformed()) << text.substr(start, newline - start);
      result.push_back(line);
      start = newline + 1;
    }
    return result;
  }

  static std::vector<Line> rows(const std::string& name, const std::string& tag) {
    std::vector<Line> result;
    for (const Line& line : lines(name))
      if (line.tag == tag)
        result.push_back(line);
    return result;
  }

  FakeKernel kernel;
};

} // namespace mmscope::test

#endif // MMS_TESTS_CORE_FIXTURE_HPP
