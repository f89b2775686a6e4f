// A ZIP archive in memory that a stranger may have made: its parts are unpacked within limits.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cm {

class ZipArchive {
 public:
  /// `contents` and `file`, its name in errors, outlive the archive. Throws Error(wrong_use) for what is no
  /// readable archive.
  ZipArchive(std::string_view contents, const std::string& file);
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;
  ~ZipArchive();

  /// A part, unpacked; nothing when there is none of this name. Throws Error(wrong_use) for one that is locked,
  /// damaged, larger than most_part_bytes, or packed more tightly than sheets are (a "ZIP bomb").
  [[nodiscard]] std::optional<std::string> part(const std::string& name) const;

 private:
  struct Opened;
  std::unique_ptr<Opened> opened_;
  const std::string& file_;
};

/// A hundred thousand rows of a follow-up sheet.
inline constexpr std::size_t most_part_bytes = std::size_t{256} << 20;

/// DEFLATE packs a sheet 10 to 100 times, and nothing more than 1032 times. Small parts may be what they like.
inline constexpr std::size_t most_packed = 300;
inline constexpr std::size_t small_part_bytes = std::size_t{4} << 20;

}  // namespace cm
