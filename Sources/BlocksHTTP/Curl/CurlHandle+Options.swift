// SPDX-License-Identifier: Apache-2.0

import CCurl
import HTTPTypes

extension CurlHandle {
    /// Limits for libcurl's millisecond options: 0 would mean "none".
    private static let timeoutRange = 1...86_400_000

    /// How long a kept connection may have been idle for another request to go out on it.
    private static let idleSeconds = 20

    /// What holds for every transfer, whoever asks for it.
    func setPolicy() throws(TransportError) {
        try check(ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1))
        // A lookup that is given up is left to its thread; without this, libcurl would block the loop until it ends.
        try check(ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1))
        // A service may have closed an idle connection while the process was frozen; what is sent on it then is lost.
        try check(ccurl_set_long(easy, CURLOPT_MAXAGE_CONN, Self.idleSeconds))
        // What was signed is what is sent, and it goes nowhere else.
        try check(ccurl_set_long(easy, CURLOPT_PATH_AS_IS, 1))
        try check(ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0))
        try check(ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https"))
        try check(ccurl_set_string(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https"))
        // The static libcurl has neither HTTP/2 nor decompression (decision record 0002).
        try check(ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)))
        try check(ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, nil))
        try check(ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1))
        try check(ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2))
        try check(ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)))
        // The compiled-in directory of the build machine; the trusted certificates are always named explicitly.
        try check(ccurl_set_string(easy, CURLOPT_CAPATH, nil))
    }

    func setRequest(_ request: OutboundRequest) throws(TransportError) {
        try check(ccurl_set_string(easy, CURLOPT_URL, request.url))
        let timeout = request.timeout.milliseconds(in: Self.timeoutRange)
        try check(ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, timeout))
        let connectTimeout = request.connectTimeout.milliseconds(in: Self.timeoutRange)
        try check(ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, connectTimeout))
        // Refuses what announces itself as too large; the collector counts the rest. HEAD announces what it doesn't send.
        let limit = request.method == .head ? 0 : Int64(clamping: max(0, request.maximumResponseBytes))
        try check(ccurl_set_size(easy, CURLOPT_MAXFILESIZE_LARGE, limit))
        // HTTPGET also undoes what HEAD and POST left behind on a reused handle.
        try check(ccurl_set_long(easy, CURLOPT_HTTPGET, 1))
        switch request.method {
        case .get where request.body.isEmpty:
            try check(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, nil))
            return
        case .head:
            try check(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, nil))
            try check(ccurl_set_long(easy, CURLOPT_NOBODY, 1))
            return
        default:
            try check(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
        }
        if !request.body.isEmpty || [.post, .put, .patch].contains(request.method) {
            try setBody(request.body)
        }
    }

    /// Where the request goes and whom it trusts there.
    func setRoute(_ transfer: Transfer) throws(TransportError) {
        // An empty proxy also turns the environment's off.
        try check(ccurl_set_string(easy, CURLOPT_PROXY, transfer.usesEnvironmentProxies ? nil : ""))
        guard let wanted = transfer.certificates, wanted != certificates else { return }
        certificates = nil
        switch wanted {
        case .pem(let bytes):
            let code = bytes.withUnsafeBytes { ccurl_set_blob(easy, CURLOPT_CAINFO_BLOB, $0.baseAddress, $0.count) }
            try check(code)
            try check(ccurl_set_string(easy, CURLOPT_CAINFO, nil))
        case .file(let path):
            try check(ccurl_set_blob(easy, CURLOPT_CAINFO_BLOB, nil, 0))
            try check(ccurl_set_string(easy, CURLOPT_CAINFO, path))
        }
        certificates = wanted
    }

    /// Takes back what points into the request or copies its body.
    func releaseRequest() {
        _ = ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, nil)
        _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, nil)
    }

    /// The size goes first: libcurl copies as much as it says.
    private func setBody(_ body: [UInt8]) throws(TransportError) {
        try check(ccurl_set_long(easy, CURLOPT_POST, 1))
        try check(ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(body.count)))
        let code = body.withUnsafeBytes { bytes in
            ccurl_set_pointer(
                easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress) ?? easy)
        }
        try check(code)
    }
}
