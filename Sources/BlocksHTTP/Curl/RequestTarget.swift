// SPDX-License-Identifier: Apache-2.0

/// What the transport has to know of a URL before libcurl parses it, and what it refuses.
struct RequestTarget: Equatable {
    let isTLS: Bool
    /// Lower case, without port, with brackets if it is an IPv6 address.
    let host: String

    /// - Throws: `invalidURL` unless the URL is `http` or `https`, has a host, no user information (libcurl would turn
    ///   it into a credential) and only the printable ASCII that a percent-encoded URL consists of.
    init(_ url: String) throws(TransportError) {
        let bytes = Array(url.utf8)
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw TransportError(.invalidURL, detail: "a character that should be percent-encoded")
        }
        guard let schemeEnd = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[schemeEnd...].starts(with: "://".utf8)
        else { throw TransportError(.invalidURL, detail: "not an absolute URL") }
        switch String(decoding: bytes[..<schemeEnd].map(lowercasedASCII), as: UTF8.self) {
        case "http": isTLS = false
        case "https": isTLS = true
        default: throw TransportError(.invalidURL, detail: "neither http nor https")
        }
        let authority = bytes[(schemeEnd + 3)...].prefix { !"/?#".utf8.contains($0) }
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw TransportError(.invalidURL, detail: "user information in the URL")
        }
        let name =
            authority.first == UInt8(ascii: "[")
            ? authority.prefix(through: authority.firstIndex(of: UInt8(ascii: "]")) ?? authority.startIndex)
            : authority.prefix { $0 != UInt8(ascii: ":") }
        let port = authority[name.endIndex...]
        guard !name.isEmpty, name.count < 256, port.isEmpty || Self.isPort(port) else {
            throw TransportError(.invalidURL, detail: "no host, or no valid port")
        }
        host = String(decoding: name.map(lowercasedASCII), as: UTF8.self)
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: ":"), let port = UInt16(String(decoding: text.dropFirst(), as: UTF8.self))
        else { return false }
        return port > 0
    }
}
