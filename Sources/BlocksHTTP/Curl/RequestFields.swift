// SPDX-License-Identifier: Apache-2.0

import CCurl
import HTTPTypes

/// The header lines of one request as libcurl's list, checked so that no value can break out of its line.
final class RequestFields {
    private(set) var list: UnsafeMutablePointer<curl_slist>?

    /// - Throws: `invalidHeader` when a name or the method is not a token (RFC 9110 §5.6.2), a value holds a control
    ///   character, or a field would change the framing, which is the transport's matter.
    init(_ request: OutboundRequest) throws(TransportError) {
        guard Self.isToken(request.method.rawValue) else { throw TransportError(.invalidHeader, detail: "method") }
        for (name, value) in request.headers {
            guard Self.isToken(name), Self.isValue(value), !Self.isFraming(name) else {
                throw TransportError(.invalidHeader, detail: "field \(name.prefix(64).filter(\.isASCII))")
            }
        }
        for (name, value) in request.headers {
            // libcurl takes "Name;" for a field that is present and empty, and "Name:" for one to leave out.
            try append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        for name in ["Accept", "Content-Type", "Expect"]
        where !request.headers.contains(where: { equalIgnoringASCIICase($0.name, name) }) {
            try append("\(name):")
        }
    }

    deinit {
        curl_slist_free_all(list)
    }

    private func append(_ line: String) throws(TransportError) {
        guard let longer = curl_slist_append(list, line) else {
            throw TransportError(.initialisation, detail: "out of memory")
        }
        list = longer
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
    }

    private static func isFraming(_ name: String) -> Bool {
        ["Content-Length", "Transfer-Encoding", "Connection"].contains { equalIgnoringASCIICase($0, name) }
    }
}
