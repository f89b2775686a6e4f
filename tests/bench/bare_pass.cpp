// bare_pass: simdjson alone over a file of NDJSON comments: reads it in blocks and takes id and text of
// each comment. What cm scan is measured against.
#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
  constexpr std::size_t block_size = std::size_t{1} << 20;
  const int file = argc == 2 ? ::open(argv[1], O_RDONLY) : -1;
  if (file < 0) {
    std::fprintf(stderr, "usage: bare_pass FILE\n");
    return 2;
  }
  std::vector<char> block(2 * block_size + simdjson::SIMDJSON_PADDING);
  simdjson::ondemand::parser parser;
  std::size_t comments = 0;
  std::size_t letters = 0;
  std::size_t size = 0;
  while (true) {
    const ssize_t read = ::read(file, block.data() + size, block_size);
    if (read < 0) return 1;
    size += static_cast<std::size_t>(read);
    if (size == 0) break;
    std::size_t whole = size;
    while (read > 0 && whole > 0 && block[whole - 1] != '\n') --whole;
    simdjson::ondemand::document_stream documents;
    if (parser.iterate_many(block.data(), whole, block_size).get(documents)) return 1;
    for (auto document : documents) {
      std::string_view id;
      std::string_view text;
      if (document["id"].get(id) || document["text"].get(text)) return 1;
      ++comments;
      letters += text.size();
    }
    std::memmove(block.data(), block.data() + whole, size - whole);
    size -= whole;
    if (read == 0) break;
  }
  std::printf("%zu comments, %zu bytes of text, %s\n", comments, letters,
              simdjson::get_active_implementation()->name().c_str());
}
