// SPDX-License-Identifier: MIT
#ifndef TOOL_QR_CODE_H
#define TOOL_QR_CODE_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// A QR code (ISO/IEC 18004) drawn with half blocks, two rows of modules a line, its quiet zone of
/// four modules included. What is light in the code is drawn, what is dark is left blank: right on
/// a terminal whose ground is dark, and on any with the colours of `Terminal::draw`.
struct QrCode {
  std::vector<std::string> lines;  // UTF-8
  std::size_t columns = 0;         // of each line
};

/// Returns the code of `text`; without lines if it is empty or too long for one.
QrCode draw_qr_code(std::string_view text);

}  // namespace tool

#endif
