// SharedLibrary: a library that is loaded when it is first needed, so that commands that never need it
// start without it. It stays loaded until the process ends.
#pragma once

#include <string>

namespace cm {

class SharedLibrary {
 public:
  /// `name` as the loader knows it ("libcurl.so.4"); `package` is what Debian calls its package.
  /// Throws Error(unavailable) when it is not installed.
  SharedLibrary(std::string name, const std::string& package);

  /// Sets `to` to the function of this name, in the library or those it needs itself.
  template <typename Function>
  void find(const char* function, Function*& to) const {
    to = reinterpret_cast<Function*>(address_of(function));
  }

 private:
  [[nodiscard]] void* address_of(const char* function) const;

  std::string name_;
  void* handle_;
};

}  // namespace cm
