// SPDX-License-Identifier: GPL-2.0
#include "model/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mmscope::model {
namespace {

// Ranks of a and b together, doubled: those of equals are their mean, which is a
// whole number only then.
struct Ranks {
  std::vector<std::size_t> doubled; // a's numbers first
  double ties = 0;                  // sum of t^3 - t over groups of t equals
};

Ranks ranks_of(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return all[left] < all[right]; });
  Ranks ranks{std::vector<std::size_t>(all.size()), 0};
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && all[order[end]] == all[order[first]])
      ++end;
    for (std::size_t i = first; i < end; ++i)
      ranks.doubled[order[i]] = first + 1 + end; // (first + 1) to end, their mean twice
    const auto equals = static_cast<double>(end - first);
    ranks.ties += equals * equals * equals - equals;
    first = end;
  }
  return ranks;
}

// How many ways there are to choose `nr` of the ranks with each sum.
std::vector<double> ways(const std::vector<std::size_t>& ranks, std::size_t nr) {
  const std::size_t most = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
  std::vector<std::vector<double>> chosen(nr + 1, std::vector<double>(most + 1, 0));
  chosen[0][0] = 1;
  for (const std::size_t rank : ranks)
    for (std::size_t taken = nr; taken > 0; --taken)
      for (std::size_t sum = most; sum >= rank; --sum)
        chosen[taken][sum] += chosen[taken - 1][sum - rank];
  return chosen[nr];
}

// Of all ways to say which numbers are b's, those at least as far from the middle.
double exact_p(const Ranks& ranks, std::size_t nr_b, std::size_t sum_b) {
  const std::vector<double> count = ways(ranks.doubled, nr_b);
  // Doubled ranks sum up to n (n + 1): the middle is b's part of that.
  const std::size_t nr = ranks.doubled.size();
  const double middle = static_cast<double>(nr_b * (nr + 1));
  const double distance = std::abs(static_cast<double>(sum_b) - middle);
  double far = 0;
  double all = 0;
  for (std::size_t sum = 0; sum < count.size(); ++sum) {
    all += count[sum];
    if (std::abs(static_cast<double>(sum) - middle) >= distance)
      far += count[sum];
  }
  return far / all;
}

double normal_p(double u, double nr_a, double nr_b, double ties) {
  const double nr = nr_a + nr_b;
  const double variance = nr_a * nr_b / 12 * (nr + 1 - ties / (nr * (nr - 1)));
  if (variance <= 0) // all are equal
    return 1;
  const double distance = std::max(std::abs(u - nr_a * nr_b / 2) - 0.5, 0.0);
  return std::erfc(distance / std::sqrt(variance) / std::sqrt(2.0));
}

// How many of the sorted differences lie outside the interval on each side: the
// largest number k with P(U < k) <= alpha / 2; nothing where there is none.
std::optional<std::size_t> differences_outside(std::size_t nr_a, std::size_t nr_b, double alpha) {
  const std::size_t pairs = nr_a * nr_b;
  if (nr_a + nr_b <= most_exact_numbers) {
    std::vector<std::size_t> ranks(nr_a + nr_b);
    std::iota(ranks.begin(), ranks.end(), std::size_t{1});
    const std::vector<double> count = ways(ranks, nr_b);
    const double all = std::accumulate(count.begin(), count.end(), 0.0);
    const std::size_t least_sum = nr_b * (nr_b + 1) / 2;
    double below = 0;
    std::size_t k = 0;
    while (k <= pairs && below + count[least_sum + k] <= alpha / 2 * all)
      below += count[least_sum + k++];
    return k == 0 ? std::nullopt : std::optional(k);
  }
  // The quantile of the normal distribution, by bisection.
  double low = 0;
  double high = 40;
  for (int step = 0; step < 100; ++step) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) > alpha ? low : high) = middle;
  }
  const auto a = static_cast<double>(nr_a);
  const auto b = static_cast<double>(nr_b);
  const double k = std::floor(a * b / 2 - low * std::sqrt(a * b * (a + b + 1) / 12));
  return k < 1 ? std::nullopt : std::optional(static_cast<std::size_t>(k));
}

} // namespace

std::optional<double> median(std::vector<double> numbers) {
  if (numbers.empty())
    return std::nullopt;
  const std::size_t half = numbers.size() / 2;
  std::nth_element(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(half),
                   numbers.end());
  if (numbers.size() % 2 != 0)
    return numbers[half];
  const double below =
      *std::max_element(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(half));
  return (below + numbers[half]) / 2;
}

RankTest mann_whitney(const std::vector<double>& a, const std::vector<double>& b,
                      std::size_t most_exact) {
  RankTest test;
  test.exact = a.size() + b.size() <= most_exact;
  if (a.empty() || b.empty())
    return test;
  const Ranks ranks = ranks_of(a, b);
  const std::size_t sum_b =
      std::accumulate(ranks.doubled.begin() + static_cast<std::ptrdiff_t>(a.size()),
                      ranks.doubled.end(), std::size_t{0});
  test.u = static_cast<double>(sum_b - b.size() * (b.size() + 1)) / 2;
  test.p = test.exact ? exact_p(ranks, b.size(), sum_b)
                      : normal_p(test.u, static_cast<double>(a.size()),
                                 static_cast<double>(b.size()), ranks.ties);
  return test;
}

std::optional<Shift> shift(const std::vector<double>& a, const std::vector<double>& b,
                           double confidence) {
  std::vector<double> differences;
  differences.reserve(a.size() * b.size());
  for (const double from : a)
    for (const double to : b)
      differences.push_back(to - from);
  const std::optional<double> middle = median(differences);
  if (!middle)
    return std::nullopt;
  Shift found{*middle, std::nullopt, std::nullopt};
  std::sort(differences.begin(), differences.end());
  if (const auto outside = differences_outside(a.size(), b.size(), 1 - confidence)) {
    found.low = differences[*outside - 1];
    found.high = differences[differences.size() - *outside];
  }
  return found;
}

double least_p(std::size_t nr_a, std::size_t nr_b) {
  double ways_of_all = 1;
  for (std::size_t i = 1; i <= nr_b; ++i)
    ways_of_all *= static_cast<double>(nr_a + i) / static_cast<double>(i);
  return std::min(1.0, 2 / ways_of_all);
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return p[left] < p[right]; });
  std::vector<double> corrected(p.size());
  double most = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    most = std::max(most, std::min(1.0, p[order[i]] * static_cast<double>(p.size() - i)));
    corrected[order[i]] = most;
  }
  return corrected;
}

} // namespace mmscope::model
