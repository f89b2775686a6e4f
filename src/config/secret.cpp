#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/error.h"
#include "base/stop.h"
#include "config/kept_login.h"
#include "config/settings.h"

namespace cm {
namespace {

constexpr std::size_t longest_secret = std::size_t{64} << 10;
// Long enough to type the passphrase of a key ring.
constexpr std::chrono::seconds patience(120);

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  [[nodiscard]] int get() const { return value_; }
  void close() {
    if (value_ >= 0) ::close(value_);
    value_ = -1;
  }

 private:
  int value_;
};

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
  throw Error(ErrorKind::login, "cannot get the secret from " + source + ": " + why);
}

std::string without_line_break(std::string secret) {
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  return secret;
}

std::string not_empty(std::string secret, const std::string& source) {
  secret = without_line_break(std::move(secret));
  if (secret.empty()) refuse(source, "it is empty");
  return secret;
}

std::string read_all(int descriptor, const std::string& source) {
  std::string contents;
  std::array<char, 4096> piece{};
  while (true) {
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(source, std::strerror(errno));
    if (count == 0) return contents;
    contents.append(piece.data(), static_cast<std::size_t>(count));
    if (contents.size() > longest_secret) refuse(source, "it is longer than 64 KiB");
  }
}

// The mode is that of the file that was opened: nobody can swap it between the look and the read.
std::string from_file(const std::filesystem::path& path, bool must_be_private) {
  const std::string source = "the file \"" + path.string() + "\"";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) refuse(source, std::strerror(errno));
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) refuse(source, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) refuse(source, "it is no regular file");
  if (must_be_private && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    refuse(source, "others can read it; type: chmod 600 '" + path.string() + "'");
  }
  return not_empty(read_all(file.get(), source), source);
}

/// The arguments of a new process; nothing of cm's own descriptors or ignored signals goes with it.
class SpawnPlan {
 public:
  explicit SpawnPlan(int output) {
    ::posix_spawn_file_actions_init(&actions_);
    // stdin may be a stream of comments, which is not the program's to read.
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawnattr_init(&attributes_);
    sigset_t by_default;
    ::sigemptyset(&by_default);
    ::sigaddset(&by_default, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &by_default);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// 0, or the errno of the failure.
  [[nodiscard]] int start(const std::vector<std::string>& argv, pid_t& child) {
    std::vector<char*> words;
    // posix_spawnp promises not to write to its arguments; its type is older than const.
    for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    return ::posix_spawnp(&child, words.front(), &actions_, &attributes_, words.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

void end_child(pid_t child) {
  ::kill(child, SIGTERM);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::string first_line(int descriptor, pid_t child, const std::string& source) {
  std::string line;
  std::array<char, 4096> piece{};
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    pollfd waiting{descriptor, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, 200);
    if (stop_requested()) {
      end_child(child);
      leave_if_stopped();
    }
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
      if (std::chrono::steady_clock::now() < until) continue;
      end_child(child);
      refuse(source, "it gave no answer in " + std::to_string(patience.count()) + " seconds");
    }
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    line.append(piece.data(), static_cast<std::size_t>(count));
    if (line.size() > longest_secret) {
      end_child(child);
      refuse(source, "its answer is longer than 64 KiB");
    }
  }
  return line.substr(0, line.find('\n'));
}

std::string from_command(const std::vector<std::string>& argv) {
  // Arguments may be names of secrets that are nobody's business: only the program is told.
  const std::string source = "the command \"" + argv.front() + "\"";
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) refuse(source, std::strerror(errno));
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  pid_t child = 0;
  if (const int failure = SpawnPlan(writing.get()).start(argv, child); failure != 0) {
    refuse(source, std::strerror(failure));
  }
  writing.close();
  const std::string line = first_line(reading.get(), child, source);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    refuse(source, WIFEXITED(status) ? "it ended with exit code " + std::to_string(WEXITSTATUS(status))
                                     : "it was ended by signal " + std::to_string(WTERMSIG(status)));
  }
  return not_empty(line, source);
}

struct Reader {
  const Environment& environment;

  std::string operator()(const std::monostate&) const { return {}; }

  std::string operator()(const SecretFromEnv& from) const {
    const std::string source = "the environment variable " + from.variable;
    const auto value = environment(from.variable);
    if (!value) refuse(source, "it is not set");
    return not_empty(*value, source);
  }

  std::string operator()(const SecretFromFile& from) const { return from_file(from.path, true); }

  std::string operator()(const SecretFromCommand& from) const { return from_command(from.argv); }

  // systemd guards these files itself, and may let its own group read them.
  std::string operator()(const SecretFromCredential& from) const {
    const auto folder = environment("CREDENTIALS_DIRECTORY");
    if (!folder || folder->empty()) {
      refuse("the credential \"" + from.name + "\"",
             "CREDENTIALS_DIRECTORY is not set; is there a LoadCredential= line in the service?");
    }
    return from_file(std::filesystem::path(*folder) / from.name, false);
  }

  std::string operator()(const SecretFromLogin& from) const {
    const std::filesystem::path file = kept_login_file(from, environment);
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) throw Error(ErrorKind::login, "nobody logged in yet");
    return from_file(file, true);
  }
};

}  // namespace

std::string read_secret(const SecretSource& source, const Environment& environment) {
  return std::visit(Reader{environment}, source);
}

}  // namespace cm
