// libcurl, loaded with the first request: it and the libraries that it needs take longer to load than
// judging a comment does. Only its header is known when cm is built.
#pragma once

#include <curl/curl.h>

namespace cm {

/// The functions of libcurl that cm calls, by their names without "curl_".
struct CurlLibrary {
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_perform) easy_perform;
  decltype(&::curl_easy_reset) easy_reset;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_strerror) easy_strerror;
  decltype(&::curl_free) free;
  decltype(&::curl_getdate) getdate;
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;
  decltype(&::curl_url) url;
  decltype(&::curl_url_cleanup) url_cleanup;
  decltype(&::curl_url_get) url_get;
  decltype(&::curl_url_set) url_set;
};

/// Loads and starts libcurl when it is first called. Throws Error(unavailable) where it is not installed.
[[nodiscard]] const CurlLibrary& libcurl();

}  // namespace cm
