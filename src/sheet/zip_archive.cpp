#include "sheet/zip_archive.h"

#include <zip.h>

#include <array>

#include "base/error.h"

namespace cm {
namespace {

constexpr zip_int64_t most_parts = 10000;

std::string reason_of(zip_error_t& error) {
  std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  return reason;
}

}  // namespace

struct ZipArchive::Opened {
  zip_t* archive = nullptr;

  Opened() = default;
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (archive != nullptr) zip_discard(archive);
  }
};

ZipArchive::ZipArchive(std::string_view contents, const std::string& file)
    : opened_(std::make_unique<Opened>()), file_(file) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(contents.data(), contents.size(), 0, &error);
  if (source != nullptr) opened_->archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (opened_->archive == nullptr) {
    zip_source_free(source);
    throw Error(ErrorKind::wrong_use, "\"" + file + "\" is a damaged workbook: " + reason_of(error));
  }
  zip_error_fini(&error);
  if (zip_get_num_entries(opened_->archive, 0) > most_parts) {
    throw Error(ErrorKind::wrong_use, "\"" + file + "\" has more parts than any sheet; nothing of it was read");
  }
}

ZipArchive::~ZipArchive() = default;

std::optional<std::string> ZipArchive::part(const std::string& name) const {
  zip_stat_t told;
  zip_stat_init(&told);
  if (zip_stat(opened_->archive, name.c_str(), ZIP_FL_NOCASE, &told) != 0) return std::nullopt;
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::wrong_use, "\"" + file_ + "\", part \"" + name + "\": " + why);
  };
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> packed(zip_fopen_index(opened_->archive, told.index, 0),
                                                                  &zip_fclose);
  if (!packed) refuse(zip_strerror(opened_->archive));
  // What the archive says of its sizes is only a claim, so what comes out is counted.
  std::string unpacked;
  std::array<char, std::size_t{64} << 10> buffer;
  while (true) {
    const zip_int64_t got = zip_fread(packed.get(), buffer.data(), buffer.size());
    if (got < 0) refuse(std::string("damaged: ") + zip_file_strerror(packed.get()));
    if (got == 0) break;
    unpacked.append(buffer.data(), static_cast<std::size_t>(got));
    if (unpacked.size() > most_part_bytes) refuse("larger than 256 MiB; save fewer rows");
    if (unpacked.size() > small_part_bytes && unpacked.size() / most_packed > told.comp_size) {
      refuse("packed more tightly than sheets are; nothing of it was read");
    }
  }
  return unpacked;
}

}  // namespace cm
