#include "http/curl_library.h"

#include "base/error.h"
#include "base/shared_library.h"

namespace cm {
namespace {

CurlLibrary load() {
  const SharedLibrary library("libcurl.so.4", "libcurl4");
  CurlLibrary curl{};
  library.find("curl_easy_cleanup", curl.easy_cleanup);
  library.find("curl_easy_getinfo", curl.easy_getinfo);
  library.find("curl_easy_init", curl.easy_init);
  library.find("curl_easy_perform", curl.easy_perform);
  library.find("curl_easy_reset", curl.easy_reset);
  library.find("curl_easy_setopt", curl.easy_setopt);
  library.find("curl_easy_strerror", curl.easy_strerror);
  library.find("curl_free", curl.free);
  library.find("curl_getdate", curl.getdate);
  library.find("curl_global_init", curl.global_init);
  library.find("curl_slist_append", curl.slist_append);
  library.find("curl_slist_free_all", curl.slist_free_all);
  library.find("curl_url", curl.url);
  library.find("curl_url_cleanup", curl.url_cleanup);
  library.find("curl_url_get", curl.url_get);
  library.find("curl_url_set", curl.url_set);
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw Error(ErrorKind::internal, "libcurl cannot be started");
  }
  return curl;
}

}  // namespace

const CurlLibrary& libcurl() {
  static const CurlLibrary loaded = load();
  return loaded;
}

}  // namespace cm
