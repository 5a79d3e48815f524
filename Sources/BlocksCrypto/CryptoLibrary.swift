// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The initialisation of OpenSSL as a whole.
///
/// Digests, HMAC, HKDF, constant-time comparison and the text codecs of this module need none of it, so a process that only
/// checks cookies and signs requests never pays for it (about one millisecond).
public enum CryptoLibrary {
    /// Initialises OpenSSL without reading `openssl.cnf`; repeated calls cost nothing.
    ///
    /// The wrappers call it themselves. Call it before libcurl's global initialisation too: whichever comes first decides
    /// whether the configuration file is read, and a static program must not read the build machine's.
    ///
    /// Throws `libraryFailure` when OpenSSL cannot start.
    public static func initialise() throws(CryptoError) {
        guard isInitialised else { throw CryptoError(.libraryFailure, "OpenSSL did not initialise") }
    }

    // No exit handler: it would free tables under a thread that is still inside a TLS call.
    private static let isInitialised =
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG) | UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1
}
