#include "base/shared_library.h"

#include <dlfcn.h>

#include <utility>

#include "base/error.h"

namespace cm {

SharedLibrary::SharedLibrary(std::string name, const std::string& package)
    : name_(std::move(name)), handle_(::dlopen(name_.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ != nullptr) return;
  const char* const why = ::dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it for each thread
  throw Error(ErrorKind::unavailable, "the library " + name_ + " cannot be loaded (" + (why != nullptr ? why : "?") +
                                          "); install the package " + package);
}

void* SharedLibrary::address_of(const char* function) const {
  if (void* const found = ::dlsym(handle_, function)) return found;
  throw Error(ErrorKind::unavailable, "the library " + name_ + " has no " + function + "; install a newer one");
}

}  // namespace cm
