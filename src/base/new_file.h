// NewFile: a file that appears whole or not at all, however large it is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cm {

/// Written for its owner only, under another name beside it; commit() flushes it to disk and renames it.
/// Without commit() it is gone. Throws Error(unavailable) naming the path.
class NewFile {
 public:
  explicit NewFile(std::filesystem::path path);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  void write(std::string_view text);
  void commit();

  /// Where it is until then, for libraries that write files themselves.
  [[nodiscard]] const std::string& beside() const { return beside_; }

 private:
  void flush();
  [[noreturn]] void refuse() const;

  std::filesystem::path path_;
  std::string beside_;
  std::string pending_;
  int descriptor_ = -1;
};

}  // namespace cm
