// SPDX-License-Identifier: GPL-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/result.hpp"
#include "base/types.hpp"
#include "core/array.hpp"
#include "core/text_buffer.hpp"
#include "fake_kernel.hpp"

namespace mmscope::test {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0)
    return Errno{-22};
  return value / 2;
}

Result<int> quarter(int value) {
  const int halved = MMS_TRY(half(value));
  return MMS_TRY(half(halved));
}

TEST(ResultTest, TryHandsErrorsUp) {
  EXPECT_EQ(quarter(12).take(), 3);
  EXPECT_FALSE(quarter(6).ok());
  EXPECT_EQ(quarter(6).error().value, -22);
}

TEST(TypesTest, StrongTypesCompareButDoNotMix) {
  EXPECT_LT(Nid{1}, Nid{2});
  static_assert(!std::is_convertible_v<int, Nid>);
  static_assert(!std::is_convertible_v<Order, ZoneIdx>);
}

TEST(TextBufferTest, GrowsAndPrepends) {
  FakeKernel kernel;
  {
    TextBuffer buffer;
    std::string expected;
    for (int i = 0; i < 3000; ++i) {
      const std::string piece = std::to_string(i) + ";";
      buffer.append(piece.data(), piece.size());
      expected += piece;
    }
    buffer.prepend("head:", 5);
    EXPECT_TRUE(buffer.status().ok());
    EXPECT_EQ(std::string(buffer.data(), buffer.size()), "head:" + expected);
  }
  EXPECT_EQ(kernel.outstanding, 0);
}

TEST(TextBufferTest, RemembersTheFirstFailure) {
  FakeKernel kernel;
  kernel.fail_at = 2;
  TextBuffer buffer;
  const std::string page(4096, 'x');
  buffer.append(page.data(), page.size());
  EXPECT_TRUE(buffer.status().ok());
  buffer.append("y", 1);
  EXPECT_EQ(buffer.status().error().value, -12);
  buffer.append("z", 1); // would fit a new allocation, but the text has a gap
  EXPECT_EQ(buffer.size(), page.size());
  EXPECT_FALSE(buffer.status().ok());
}

TEST(TextBufferTest, StopsARunaway) {
  FakeKernel kernel;
  TextBuffer buffer;
  const std::string chunk(1 << 20, 'x');
  for (std::size_t i = 0; i < TextBuffer::max_size / chunk.size(); ++i)
    buffer.append(chunk.data(), chunk.size());
  EXPECT_TRUE(buffer.status().ok());
  buffer.append("x", 1);
  EXPECT_EQ(buffer.status().error().value, -27);
}

TEST(ArrayTest, HoldsItsCapacityAndNoMore) {
  FakeKernel kernel;
  {
    Array<mms_u64> values;
    ASSERT_TRUE(values.allocate(2).ok());
    EXPECT_TRUE(values.push(1));
    EXPECT_TRUE(values.push(2));
    EXPECT_FALSE(values.push(3));
    EXPECT_EQ(values.view().size(), 2U);
    Array<mms_u64> huge;
    EXPECT_EQ(huge.allocate(std::size_t{1} << 60).error().value, -27);
  }
  EXPECT_EQ(kernel.outstanding, 0);
}

} // namespace
} // namespace mmscope::test
