// SPDX-License-Identifier: Apache-2.0

/// The query as it is signed: every name and value encoded in the one way, in the order of names, then of values.
enum CanonicalQuery {
    /// Appends the canonical form of `query` to `output`.
    static func append(_ query: String, to output: inout [UInt8]) {
        if query.isEmpty { return }
        var pairs = Array(query.utf8).split(separator: UInt8(ascii: "&")).map(Pair.init)
        // Encoded names and values are compared, byte by byte and apart: `a-b=` comes after `a=1`, though `-` is below `=`.
        pairs.sort { a, b in
            a.name == b.name ? a.value.lexicographicallyPrecedes(b.value) : a.name.lexicographicallyPrecedes(b.name)
        }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { output.append(UInt8(ascii: "&")) }
            output += pair.name
            output.append(UInt8(ascii: "="))
            output += pair.value
        }
    }

    private struct Pair {
        let name: [UInt8]
        let value: [UInt8]

        init(_ text: ArraySlice<UInt8>) {
            let equals = text.firstIndex(of: UInt8(ascii: "="))
            name = Self.canonical(text[..<(equals ?? text.endIndex)])
            value = equals.map { Self.canonical(text[($0 + 1)...]) } ?? []
        }

        /// Decoded first, so that what was sent in another encoding is signed in the same one.
        private static func canonical(_ text: ArraySlice<UInt8>) -> [UInt8] {
            var output: [UInt8] = []
            UnreservedEncoding.append(UnreservedEncoding.decoded(text), to: &output)
            return output
        }
    }
}
