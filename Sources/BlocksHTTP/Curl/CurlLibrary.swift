// SPDX-License-Identifier: Apache-2.0

import CCurl

/// The once-per-process start of libcurl, OpenSSL and the name service; costs about 2 ms, so nothing does it early.
enum CurlLibrary {
    private static let status = ccurl_start()

    static func start() throws(TransportError) {
        guard status == CURLE_OK else {
            throw TransportError(.initialisation, detail: "libcurl: \(String(cString: curl_easy_strerror(status)))")
        }
    }
}
