// SPDX-License-Identifier: Apache-2.0

import CCurl

/// One easy handle of libcurl: options in, response out, freed once.
///
/// Used by the loop's thread only. Handles are reused: what never changes is set when the handle is made, everything else before each transfer.
final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var collector = ResponseCollector(maximumBodyBytes: 0)
    private var fields: RequestFields?
    private var transfer: Transfer?
    private var isSent = false
    /// What the handle trusts at present; `nil` until its first transfer over TLS.
    var certificates: CertificateSource?

    /// The id of the running transfer; `nil` while the handle is idle.
    var transferID: UInt64? { transfer?.id }

    init() throws(TransportError) {
        guard let easy = curl_easy_init() else { throw TransportError(.initialisation, detail: "curl_easy_init") }
        self.easy = easy
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_pointer(easy, CURLOPT_PRIVATE, context))
        try check(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
        try check(ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        try check(ccurl_set_receiver(easy, CURLOPT_WRITEFUNCTION, receiveBody))
        try check(ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context))
        try check(ccurl_set_receiver(easy, CURLOPT_HEADERFUNCTION, receiveHeader))
        try check(ccurl_set_pointer(easy, CURLOPT_PREREQDATA, context))
        try check(ccurl_set_starter(easy, sendOnce))
        try setPolicy()
    }

    deinit {
        curl_easy_cleanup(easy)
        errorText.deallocate()
    }

    /// The handle that libcurl's `easy` belongs to.
    ///
    /// `CURLOPT_PRIVATE` holds the handle unretained: it frees `easy` in its own deinit, so it outlives every use.
    static func owner(of easy: UnsafeMutableRawPointer) -> CurlHandle? {
        ccurl_get_private(easy).map { Unmanaged<CurlHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Makes the handle ready for `transfer`; on an error it stays idle.
    func prepare(_ transfer: Transfer) throws(TransportError) {
        let fields = try RequestFields(transfer.request)
        try setRequest(transfer.request)
        try setRoute(transfer)
        try check(ccurl_set_list(easy, CURLOPT_HTTPHEADER, fields.list))
        self.fields = fields
        errorText[0] = 0
        collector = ResponseCollector(maximumBodyBytes: max(0, transfer.request.maximumResponseBytes))
        isSent = false
        self.transfer = transfer
    }

    /// Ends the transfer with what libcurl says of it and what was collected; the handle is idle afterwards.
    func finish(_ code: CURLcode) {
        var status = 0
        _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        if collector.isTooLarge {
            end(.failure(TransportError(.tooLarge, detail: "response above its limit")))
        } else if code == CURLE_OK {
            end(.success(collector.response(status: status)))
        } else {
            end(.failure(TransportError(code, detail: String(cString: errorText))))
        }
    }

    /// Ends the transfer with `error` and drops what was collected; the handle is idle afterwards.
    func fail(_ error: TransportError) {
        end(.failure(error))
    }

    private func end(_ result: Result<InboundResponse, TransportError>) {
        let continuation = transfer?.continuation
        transfer = nil
        collector = ResponseCollector(maximumBodyBytes: 0)
        releaseRequest()
        fields = nil
        continuation?.resume(returning: result)
    }

    func check(_ code: CURLcode) throws(TransportError) {
        guard code == CURLE_OK else {
            throw TransportError(.initialisation, detail: String(cString: curl_easy_strerror(code)))
        }
    }

    /// Whether the request may be sent now: it may once.
    fileprivate func beginSending() -> Bool {
        defer { isSent = true }
        return !isSent
    }

    fileprivate func receive(_ piece: UnsafeRawBufferPointer, isHeader: Bool) -> Bool {
        isHeader ? collector.receiveHeader(piece) : collector.receiveBody(piece)
    }
}

/// libcurl asks before it sends a request on a connection.
///
/// A second time is one too many: it would repeat whatever was under way on a kept connection that broke, a refresh of tokens or a
/// conditional write as well, and nobody who counts attempts would know.
private let sendOnce: curl_prereq_callback = { context, _, _, _, _ in
    guard let context else { return CURL_PREREQFUNC_ABORT }
    let handle = Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue()
    return handle.beginSending() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

/// libcurl stops the transfer when a receiver takes less than it was given.
private let receiveBody: ccurl_receiver = { bytes, size, count, context in
    receive(bytes, size &* count, context, isHeader: false)
}

private let receiveHeader: ccurl_receiver = { bytes, size, count, context in
    receive(bytes, size &* count, context, isHeader: true)
}

private func receive(
    _ bytes: UnsafeMutablePointer<CChar>, _ count: Int, _ context: UnsafeMutableRawPointer?, isHeader: Bool
) -> Int {
    guard let context else { return 0 }
    let handle = Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue()
    return handle.receive(UnsafeRawBufferPointer(start: bytes, count: count), isHeader: isHeader) ? count : 0
}
