// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The numeric address of a host.
public struct IPAddress: Sendable {
    /// As it was written, without a port, brackets or blanks around it.
    public let text: String
    /// Its 4 bytes (IPv4, also where it was written as `::ffff:192.0.2.1`) or 16 (IPv6), in network order.
    public let bytes: [UInt8]

    /// The address in `text`, to which proxies may have added a port (`192.0.2.1:443`, `[2001:db8::1]:443`); `nil` when it is none.
    ///
    /// Zones (`fe80::1%eth0`) and abbreviations (`127.1`) are none (RFC 4291 §2.2, RFC 3986 §3.2.2).
    public init?(_ text: some StringProtocol) {
        let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        var utf8 = Array(text.utf8.prefix(128))[...]
        while let first = utf8.first, blanks.contains(first) { utf8.removeFirst() }
        while let last = utf8.last, blanks.contains(last) { utf8.removeLast() }
        guard utf8.count < 128, let host = Self.host(utf8), host.allSatisfy(Self.belongs) else { return nil }
        let written = String(decoding: host, as: UTF8.self)
        guard let bytes = Self.bytes(written) else { return nil }
        self.text = written
        self.bytes = bytes
    }

    /// What one subscriber has for himself at least: an IPv4 address, or the first 64 bits of an IPv6 address (RFC 6177).
    public var network: [UInt8] { bytes.count == 4 ? bytes : Array(bytes.prefix(8)) }

    /// What is left without a port; `nil` when what follows the address is none.
    private static func host(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let colon = UInt8(ascii: ":")
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let rest = text[end...].dropFirst()
            guard rest.isEmpty || rest.first == colon && isPort(rest.dropFirst()) else { return nil }
            let host = text[..<end].dropFirst()
            return host.contains(colon) ? host : nil
        }
        guard let first = text.firstIndex(of: colon), text.lastIndex(of: colon) == first else { return text }
        return isPort(text[first...].dropFirst()) ? text[..<first] : nil
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        (1...5).contains(text.count) && text.allSatisfy { ($0 &- UInt8(ascii: "0")) < 10 }
    }

    private static func belongs(_ byte: UInt8) -> Bool {
        (byte &- UInt8(ascii: "0")) < 10 || ((byte | 0x20) &- UInt8(ascii: "a")) < 6
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [0xFF, 0xFF]
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}

extension IPAddress: Hashable {
    /// Whether it is the same address, however it was written.
    public static func == (left: IPAddress, right: IPAddress) -> Bool { left.bytes == right.bytes }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
