// SPDX-License-Identifier: MIT
#include "tool/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace tool {
namespace {

// ISO/IEC 18004 section 5.3.8: four modules of nothing around.
constexpr int quiet_zone = 4;

struct Deleter {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, Deleter>;

Code encode(std::string_view text) {
  if (text.empty()) return nullptr;
  return Code(QRcode_encodeData(static_cast<int>(text.size()),
                                reinterpret_cast<const unsigned char*>(text.data()), 0,
                                QR_ECLEVEL_L));
}

bool is_light(const QRcode& code, int row, int column) {
  const bool is_outside = row < 0 || column < 0 || row >= code.width || column >= code.width;
  return is_outside || (code.data[row * code.width + column] & 1) == 0;
}

const char* block(bool is_upper_light, bool is_lower_light) {
  if (is_upper_light) return is_lower_light ? "\u2588" : "\u2580";
  return is_lower_light ? "\u2584" : " ";
}

}  // namespace

QrCode draw_qr_code(std::string_view text) {
  QrCode drawn;
  const Code code = encode(text);
  if (!code) return drawn;
  const int end = code->width + quiet_zone;
  for (int row = -quiet_zone; row < end; row += 2) {
    std::string line;
    for (int column = -quiet_zone; column < end; ++column) {
      line += block(is_light(*code, row, column), is_light(*code, row + 1, column));
    }
    drawn.lines.push_back(std::move(line));
  }
  drawn.columns = static_cast<std::size_t>(code->width + 2 * quiet_zone);
  return drawn;
}

}  // namespace tool
