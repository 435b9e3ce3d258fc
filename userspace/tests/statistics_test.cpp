// SPDX-License-Identifier: GPL-2.0
// The statistics of bench compare, against answers that others published or that
// were counted out by other means, and by what must hold of any such test.
#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "model/statistics.hpp"

namespace mmscope::tests {
namespace {

using Sample = std::vector<double>;

// Example of scipy.stats.mannwhitneyu(): U = 17 for males, p = 0.1111 exact and
// 0.11134688653314041 by the normal approximation with its correction.
const Sample males = {19, 22, 16, 29, 24};
const Sample females = {20, 11, 17, 12};

// Example of R's wilcox.test() (Hollander and Wolfe 1973, 69f.): W = 35 and
// p = 0.1272 one-sided, which is half of the two-sided one. Interval: every shift
// was tried with every way to split the 15 numbers.
const Sample placenta_term = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
const Sample placenta_early = {1.15, 0.88, 0.90, 0.74, 1.21};

// Example of R's wilcox.test() with ties: airquality, ozone in May and August.
// W = 127.5, p = 0.0001208.
const Sample may = {41, 36, 12, 18, 28, 23, 19, 8, 7,  16, 11, 14,  18,
                    14, 34, 6,  30, 11, 1,  11, 4, 32, 23, 45, 115, 37};
const Sample august = {39, 9,  16, 78, 35, 66, 122, 89,  110, 44, 28,  65, 22,
                       59, 23, 31, 44, 21, 9,  45,  168, 73,  76, 118, 84, 85};

TEST(MannWhitney, SmallWithoutTies) {
  const model::RankTest test = model::mann_whitney(females, males);
  EXPECT_DOUBLE_EQ(test.u, 17);
  EXPECT_TRUE(test.exact);
  EXPECT_NEAR(test.p, 1.0 / 9, 1e-12);
  EXPECT_NEAR(model::mann_whitney(females, males, 0).p, 0.11134688653314041, 1e-12);
  const model::RankTest placenta = model::mann_whitney(placenta_early, placenta_term);
  EXPECT_DOUBLE_EQ(placenta.u, 35);
  EXPECT_NEAR(placenta.p, 2 * 0.1272, 1e-4);
}

TEST(MannWhitney, LargeWithTies) {
  const model::RankTest test = model::mann_whitney(august, may);
  EXPECT_DOUBLE_EQ(test.u, 127.5);
  EXPECT_FALSE(test.exact);
  EXPECT_NEAR(test.p, 0.0001208, 1e-7);
}

// Counted out over all 3432 ways to split the 14 numbers.
TEST(MannWhitney, SmallWithTies) {
  const model::RankTest test =
      model::mann_whitney({41, 41, 42, 41, 43, 41, 40}, {41, 43, 44, 43, 42, 44, 43});
  EXPECT_DOUBLE_EQ(test.u, 42);
  EXPECT_NEAR(test.p, 108.0 / 3432, 1e-12);
}

TEST(MannWhitney, TheExactAndTheNormalOneAgree) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> noise(0, 1);
  for (int i = 0; i < 20; ++i) {
    Sample a(20);
    Sample b(20);
    for (double& one : a)
      one = noise(random);
    for (double& one : b)
      one = std::round(4 * (0.5 + noise(random))) / 4; // with ties
    EXPECT_NEAR(model::mann_whitney(a, b).p, model::mann_whitney(a, b, 0).p, 0.01);
  }
}

TEST(MannWhitney, SidesAreAlike) {
  for (const auto& [a, b] : {std::pair(males, females), std::pair(may, august)}) {
    const model::RankTest one = model::mann_whitney(a, b);
    const model::RankTest other = model::mann_whitney(b, a);
    EXPECT_DOUBLE_EQ(one.p, other.p);
    EXPECT_DOUBLE_EQ(one.u + other.u, static_cast<double>(a.size() * b.size()));
  }
}

TEST(MannWhitney, TheSameTwiceIsNoFinding) {
  for (const Sample& one : {males, may, Sample(7, 5.0), Sample(50, 5.0), Sample{3}})
    EXPECT_DOUBLE_EQ(model::mann_whitney(one, one).p, 1) << one.size();
  EXPECT_DOUBLE_EQ(model::mann_whitney({}, may).p, 1);
  EXPECT_DOUBLE_EQ(model::mann_whitney({}, {}).p, 1);
}

// Where there is nothing to find, one of twenty tests finds something, or fewer:
// with few numbers p has few values.
TEST(MannWhitney, FindsNothingWhereThereIsNothing) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> skewed(3, 1);
  const auto rate = [&](std::size_t nr, double step) {
    int found = 0;
    constexpr int times = 2000;
    for (int i = 0; i < times; ++i) {
      Sample a(nr);
      Sample b(nr);
      for (Sample* side : {&a, &b})
        for (double& one : *side)
          one = std::floor(skewed(random) / step) * step;
      found += model::mann_whitney(a, b).p < 0.05 ? 1 : 0;
    }
    return static_cast<double>(found) / times;
  };
  // 2000 tests at 5 % scatter by 0.5 %: three times that is room enough.
  EXPECT_NEAR(rate(30, 1e-6), 0.05, 0.015); // normal
  EXPECT_NEAR(rate(15, 1e-6), 0.05, 0.015); // exact
  EXPECT_LT(rate(7, 1e-6), 0.065);
  EXPECT_LT(rate(7, 10), 0.065); // ties
}

TEST(Shift, IsTheMiddleOfAllDifferences) {
  EXPECT_FALSE(model::shift({}, {1}, 0.95).has_value());
  EXPECT_DOUBLE_EQ(model::shift(males, females, 0.95)->estimate, -7);
  const auto placenta = model::shift(placenta_term, placenta_early, 0.95);
  EXPECT_NEAR(placenta->estimate, -0.305, 1e-12);
  EXPECT_NEAR(placenta->low.value(), -0.76, 1e-12);
  EXPECT_NEAR(placenta->high.value(), 0.15, 1e-12);
  const auto found = model::shift({10.1, 12.3, 11.7, 13.9, 10.8, 12.9},
                                  {13.2, 15.1, 14.6, 12.5, 16.0, 14.9}, 0.95);
  EXPECT_NEAR(found->estimate, 2.4, 1e-12); // counted out like the one above
  EXPECT_NEAR(found->low.value(), 0.7, 1e-12);
  EXPECT_NEAR(found->high.value(), 4.3, 1e-12);
}

TEST(Shift, ThreeOnEachSideBoundNothing) {
  EXPECT_FALSE(model::shift({1, 2, 3}, {4, 5, 6}, 0.95)->low.has_value());
  EXPECT_TRUE(model::shift({1, 2, 3, 4}, {4, 5, 6, 7}, 0.95)->low.has_value());
}

TEST(Shift, OtherWayRoundIsTheNegative) {
  const auto one = model::shift(may, august, 0.95);
  const auto other = model::shift(august, may, 0.95);
  EXPECT_DOUBLE_EQ(one->estimate, -other->estimate);
  EXPECT_DOUBLE_EQ(*one->low, -*other->high);
  EXPECT_DOUBLE_EQ(*one->high, -*other->low);
}

// The true shift lies within nineteen times of twenty.
TEST(Shift, TheIntervalHoldsWhatItSays) {
  std::mt19937_64 random(11);
  std::exponential_distribution<double> skewed(0.1);
  for (const std::size_t nr : {std::size_t{7}, std::size_t{20}, std::size_t{40}}) {
    int held = 0;
    constexpr int times = 1000;
    for (int i = 0; i < times; ++i) {
      Sample a(nr);
      Sample b(nr);
      for (double& one : a)
        one = skewed(random);
      for (double& one : b)
        one = 3 + skewed(random);
      const auto found = model::shift(a, b, 0.95);
      held += *found->low <= 3 && 3 <= *found->high ? 1 : 0;
    }
    EXPECT_GE(held, 930) << nr;
  }
}

TEST(Median, OfFewNumbers) {
  EXPECT_FALSE(model::median({}).has_value());
  EXPECT_DOUBLE_EQ(*model::median({7}), 7);
  EXPECT_DOUBLE_EQ(*model::median({9, 1, 5}), 5);
  EXPECT_DOUBLE_EQ(*model::median({9, 1, 5, 2}), 3.5);
}

TEST(Holm, CorrectsAsTheBookSays) {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") of R: 0.03 0.06 0.06 0.02.
  const Sample corrected = model::holm({0.01, 0.04, 0.03, 0.005});
  const Sample expected = {0.03, 0.06, 0.06, 0.02};
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(corrected[i], expected[i], 1e-12);
  EXPECT_EQ(model::holm({0.7, 0.9}), (Sample{1, 1}));
  EXPECT_TRUE(model::holm({}).empty());
}

TEST(LeastP, IsThatOfTwoSidesThatDoNotMeet) {
  for (const std::size_t nr : {std::size_t{3}, std::size_t{5}, std::size_t{7}}) {
    Sample a;
    Sample b;
    for (std::size_t i = 0; i < nr; ++i) {
      a.push_back(static_cast<double>(i));
      b.push_back(static_cast<double>(100 + i));
    }
    EXPECT_NEAR(model::least_p(nr, nr), model::mann_whitney(a, b).p, 1e-12);
  }
  EXPECT_DOUBLE_EQ(model::least_p(0, 9), 1);
}

} // namespace
} // namespace mmscope::tests
