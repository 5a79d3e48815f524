// SPDX-License-Identifier: Apache-2.0
//
// What Swift can't import from libcurl (variadic functions, macros), one typed function per shape of argument,
// and the once-per-process start of libcurl, OpenSSL and the name service.
#pragma once
#include <curl/curl.h>
#include <nss.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/eventfd.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, int64_t value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

/// libcurl copies the string; NULL restores the default, which for file names means "none".
static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

/// The list is not copied: it must live until the option is set again.
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *_Nullable list) {
    return curl_easy_setopt(handle, option, list);
}

/// libcurl copies the bytes; NULL takes the blob away.
static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, const void *_Nullable bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, option, bytes ? &blob : NULL);
}

typedef size_t (*ccurl_receiver)(char *_Nonnull bytes, size_t size, size_t count, void *_Nullable context);

static inline CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, ccurl_receiver receiver) {
    return curl_easy_setopt(handle, option, receiver);
}

static inline CURLcode ccurl_set_starter(CURL *handle, curl_prereq_callback starter) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, starter);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *_Nonnull value) {
    return curl_easy_getinfo(handle, info, value);
}

/// The pointer stored with CURLOPT_PRIVATE; NULL when there is none.
static inline void *_Nullable ccurl_get_private(CURL *handle) {
    char *value = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value);
    return value;
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

struct ossl_init_settings_st;
extern int OPENSSL_init_crypto(uint64_t options, const struct ossl_init_settings_st *settings);

/// Settles how host names are looked up; 0 when that worked. Call it before the first look-up; again does nothing.
///
/// In a static executable (no program interpreter, so the kernel passes no AT_BASE) glibc would dlopen whatever modules
/// the target's nsswitch.conf names; the two it has built in are all that is needed. A dynamic build keeps the machine's
/// own name service.
static inline int ccurl_prepare_names(void) {
    return getauxval(AT_BASE) == 0 ? __nss_configure_lookup("hosts", "files dns") : 0;
}

/// Starts libcurl. Call it once per process, before anything else here but the names.
///
/// OpenSSL decides about its configuration file once: asked first not to load one, it never reads the path of the
/// build machine that is compiled into the static library.
static inline CURLcode ccurl_start(void) {
    const uint64_t no_load_config = 0x00000080L;  // OPENSSL_INIT_NO_LOAD_CONFIG
    if (OPENSSL_init_crypto(no_load_config, NULL) != 1) return CURLE_FAILED_INIT;
    if (ccurl_prepare_names() != 0) return CURLE_FAILED_INIT;
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}
