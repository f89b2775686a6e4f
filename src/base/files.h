// Files read whole and written whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace cm {

/// Reads a whole file. Throws Error(wrong_use) naming the path when it cannot be read or is larger
/// than `limit` bytes.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{64} << 20);

/// Whether others may read a file whose contents are written for its owner only.
enum class FileAccess { owner_only, by_umask };

/// Writes a file under another name beside it, flushes it to disk and renames it, so that a reader
/// sees the old or the new contents and nothing between. Throws Error(unavailable) naming the path.
void write_file(const std::filesystem::path& path, std::string_view contents, FileAccess access = FileAccess::by_umask);

}  // namespace cm
