// SPDX-License-Identifier: Apache-2.0
#pragma once

// The block functions (SHA256_Init and its kin) are marked deprecated in favour of EVP. We use them on purpose: they keep
// their state in a plain struct, so that a digest needs no allocation, no algorithm fetch and no initialised library.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <sys/random.h>

// A macro of a cast-free expression over other macros, which Swift does not import.
enum { BLOCKS_PUBLIC_KEY = EVP_PKEY_PUBLIC_KEY };

#undef OPENSSL_SUPPRESS_DEPRECATED
