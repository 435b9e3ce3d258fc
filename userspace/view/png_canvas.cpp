// SPDX-License-Identifier: GPL-2.0
#include "view/png_canvas.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <png.h>
#include <stdexcept>

#include "view/png_font.hpp"

namespace mmscope::view {
namespace {

constexpr std::uint32_t letter_width = 6; // with the gap to the next

const Glyph* glyph_of(char letter) {
  const auto* found = std::find_if(std::begin(glyphs), std::end(glyphs),
                                   [&](const Glyph& glyph) { return glyph.letter == letter; });
  return found == std::end(glyphs) ? nullptr : found;
}

} // namespace

PngCanvas::PngCanvas(std::uint32_t width, std::uint32_t height, std::uint32_t colour)
    : width_(width), height_(height), pixels_(std::size_t{3} * width * height) {
  rectangle(0, 0, width, height, colour);
}

void PngCanvas::rectangle(std::uint32_t x, std::uint32_t y, std::uint32_t width,
                          std::uint32_t height, std::uint32_t colour) {
  for (std::uint32_t row = y; row < y + height && row < height_; ++row) {
    for (std::uint32_t column = x; column < x + width && column < width_; ++column) {
      std::uint8_t* const pixel = &pixels_[3 * (std::size_t{row} * width_ + column)];
      pixel[0] = static_cast<std::uint8_t>(colour >> 16);
      pixel[1] = static_cast<std::uint8_t>(colour >> 8);
      pixel[2] = static_cast<std::uint8_t>(colour);
    }
  }
}

void PngCanvas::text(std::uint32_t x, std::uint32_t y, std::string_view text, std::uint32_t colour,
                     std::uint32_t scale) {
  for (const char letter : text) {
    // Descenders reach a dot below the line that the others stand on.
    const std::uint32_t top =
        std::string_view("gjpqy").find(letter) == std::string_view::npos ? y : y + scale;
    if (const Glyph* glyph = glyph_of(letter)) {
      for (std::uint32_t row = 0; row < glyph->rows.size(); ++row)
        for (std::uint32_t column = 0; column < 5; ++column)
          if ((glyph->rows[row] >> (4 - column) & 1) != 0)
            rectangle(x + column * scale, top + row * scale, scale, scale, colour);
    }
    x += letter_width * scale;
  }
}

std::uint32_t PngCanvas::text_width(std::string_view text, std::uint32_t scale) {
  return static_cast<std::uint32_t>(text.size()) * letter_width * scale;
}

std::string PngCanvas::encode() const {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = width_;
  image.height = height_;
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  std::string bytes;
  bool done = png_image_write_to_memory(&image, nullptr, &size, 0, pixels_.data(), 0, nullptr) != 0;
  if (done) {
    bytes.resize(size);
    done =
        png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels_.data(), 0, nullptr) != 0;
    bytes.resize(size);
  }
  if (!done)
    throw std::runtime_error(fmt::format("libpng: {}", image.message));
  return bytes;
}

} // namespace mmscope::view
