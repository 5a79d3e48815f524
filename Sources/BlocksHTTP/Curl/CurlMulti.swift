// SPDX-License-Identifier: Apache-2.0

import CCurl

/// libcurl's multi handle with its running and idle transfers; used by the loop's thread only.
///
/// It keeps connections and TLS sessions between transfers. Nothing of libcurl is started before the first one.
final class CurlMulti {
    /// Idle easy handles kept for later transfers.
    private static let maximumIdleHandles = 16
    /// Connections kept open between transfers.
    private static let maximumConnections = 32

    private var multi: UnsafeMutableRawPointer?
    private var active: [CurlHandle] = []
    private var idle: [CurlHandle] = []

    /// The multi handle while there is something for it to do.
    var activeMulti: UnsafeMutableRawPointer? { active.isEmpty ? nil : multi }

    deinit {
        for handle in active { curl_multi_remove_handle(multi, handle.easy) }
        active.removeAll()
        idle.removeAll()
        curl_multi_cleanup(multi)
    }

    /// Sets a transfer going; one that can't be is resumed with the reason at once.
    func start(_ transfer: Transfer) {
        do throws(TransportError) {
            let multi = try startedMulti()
            let handle = if let handle = idle.popLast() { handle } else { try CurlHandle() }
            try handle.prepare(transfer)
            let code = curl_multi_add_handle(multi, handle.easy)
            if code == CURLM_OK {
                active.append(handle)
            } else {
                handle.fail(TransportError(code))
            }
        } catch {
            transfer.continuation.resume(returning: .failure(error))
        }
    }

    /// Moves every transfer as far as it goes without waiting, and resumes the tasks of those that ended.
    func perform() {
        guard let multi = activeMulti else { return }
        var running: Int32 = 0
        let code = curl_multi_perform(multi, &running)
        guard code == CURLM_OK else { return end(active) { $0.fail(TransportError(code)) } }
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = CurlHandle.owner(of: message.pointee.easy_handle)
            else { continue }
            let result = message.pointee.data.result
            end([handle]) { $0.finish(result) }
        }
    }

    /// Ends a transfer before its time and closes its connection; nothing happens if it has ended already.
    func cancel(id: UInt64) {
        guard let handle = active.first(where: { $0.transferID == id }) else { return }
        end([handle]) { $0.fail(TransportError(.cancelled)) }
    }

    func cancelAll() {
        end(active) { $0.fail(TransportError(.cancelled)) }
    }

    private func end(_ handles: [CurlHandle], _ outcome: (CurlHandle) -> Void) {
        for handle in handles {
            curl_multi_remove_handle(multi, handle.easy)
            active.removeAll { $0 === handle }
            outcome(handle)
            if idle.count < Self.maximumIdleHandles { idle.append(handle) }
        }
    }

    private func startedMulti() throws(TransportError) -> UnsafeMutableRawPointer {
        if let multi { return multi }
        try CurlLibrary.start()
        guard let made = curl_multi_init() else { throw TransportError(.initialisation, detail: "curl_multi_init") }
        _ = ccurl_multi_set_long(made, CURLMOPT_MAXCONNECTS, Self.maximumConnections)
        multi = made
        return made
    }
}

extension TransportError {
    fileprivate init(_ code: CURLMcode) {
        self.init(.other, detail: String(cString: curl_multi_strerror(code)))
    }
}
