// SPDX-License-Identifier: GPL-2.0
// A picture in memory: rectangles and small text, out as PNG.
#ifndef MMSCOPE_VIEW_PNG_CANVAS_HPP
#define MMSCOPE_VIEW_PNG_CANVAS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::view {

class PngCanvas {
public:
  PngCanvas(std::uint32_t width, std::uint32_t height, std::uint32_t colour);

  // What lies outside the picture is not drawn.
  void rectangle(std::uint32_t x, std::uint32_t y, std::uint32_t width, std::uint32_t height,
                 std::uint32_t colour);
  // Letters of 5 x 7 dots, each `scale` pixels wide and high; y is their top.
  void text(std::uint32_t x, std::uint32_t y, std::string_view text, std::uint32_t colour,
            std::uint32_t scale = 2);
  [[nodiscard]] static std::uint32_t text_width(std::string_view text, std::uint32_t scale = 2);
  static constexpr std::uint32_t text_height = 7;

  // Throws std::runtime_error where libpng fails.
  [[nodiscard]] std::string encode() const;

private:
  std::uint32_t width_;
  std::uint32_t height_;
  std::vector<std::uint8_t> pixels_; // RGB
};

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_PNG_CANVAS_HPP
