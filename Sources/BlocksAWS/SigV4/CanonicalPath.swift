// SPDX-License-Identifier: Apache-2.0

/// The path as it is signed.
enum CanonicalPath {
    /// Appends the canonical form of `path` to `output`.
    static func append(_ path: String, options: SigV4Options, to output: inout [UInt8]) {
        guard path.utf8.count > 1 else { return output.append(slash) }
        var bytes = Array(path.utf8)
        if bytes[0] != slash { bytes.insert(slash, at: 0) }
        if options.normalizesPath { bytes = normalized(bytes) }
        // Segment by segment: a slash that was sent encoded is no separator.
        for (index, segment) in bytes.split(separator: slash, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { output.append(slash) }
            UnreservedEncoding.append(
                options.encodesPathTwice ? segment : UnreservedEncoding.decoded(segment)[...], to: &output)
        }
    }

    /// RFC 3986 §5.2.4 as AWS reads it: empty segments go too, and a trailing slash stays only where one was sent.
    private static func normalized(_ path: [UInt8]) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: slash) where segment != dot {
            if segment == dotDot {
                _ = kept.popLast()
            } else {
                kept.append(segment)
            }
        }
        let joined = [slash] + kept.joined(separator: [slash])
        return path.last == slash && !kept.isEmpty ? joined + [slash] : joined
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = [UInt8(ascii: ".")][...]
    private static let dotDot = [UInt8(ascii: "."), UInt8(ascii: ".")][...]
}
