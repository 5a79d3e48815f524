// SPDX-License-Identifier: Apache-2.0

/// Reads the `Cookie` request header (RFC 6265 §5.4), without decoding.
enum CookieHeader {
    /// Every non-empty value of the cookie `name` in `header`, in order.
    ///
    /// Pairs are separated by `;` and optional blanks; the name counts literally, and a value runs to the next `;`. An empty value
    /// counts as absent: some clients keep sending a cleared cookie as `name=`.
    static func values(named name: String, in header: String) -> [String] {
        var found: [String] = []
        let bytes = header.utf8
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.endIndex
            if let value = value(of: name, in: bytes[start..<end]) { found.append(value) }
            guard end < bytes.endIndex else { break }
            start = bytes[bytes.index(after: end)...].firstIndex { !isBlank($0) } ?? bytes.endIndex
        }
        return found
    }

    private static func value(of name: String, in pair: Substring.UTF8View) -> String? {
        guard pair.starts(with: name.utf8) else { return nil }
        let rest = pair.dropFirst(name.utf8.count)
        guard rest.first == UInt8(ascii: "="), rest.count > 1 else { return nil }
        return String(Substring(rest.dropFirst()))
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }
}
