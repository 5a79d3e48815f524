// SPDX-License-Identifier: Apache-2.0

/// What the parameters of a route's pattern matched in the path of a request.
public struct PathParameters: Sendable {
    private var values: [(name: String, value: String)] = []

    /// No parameters: those of an RPC call, or of a route without any.
    init() {}

    /// The parts of `path` that `captures` name.
    init(_ captures: [(name: String, range: Range<Int>)], of path: String) {
        for (name, range) in captures {
            let bytes = path.utf8
            let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
            let raw = String(decoding: bytes[start..<bytes.index(start, offsetBy: range.count)], as: UTF8.self)
            let value = name == RoutePattern.rest ? raw : PercentEncoding.decode(raw) ?? raw
            values.append((name: name, value: value))
        }
    }

    /// Whether there are none.
    var isEmpty: Bool { values.isEmpty }

    /// What `{name}` matched, percent-decoded once, or as it was sent where that is no valid encoding of UTF-8.
    ///
    /// Under `"*"` what a final `*` matched, never decoded. `nil` when the pattern has no such parameter. A decoded value may hold any
    /// character, also `/` and control characters.
    public subscript(name: String) -> String? {
        values.first { $0.name == name }?.value
    }
}

/// Links in mails carry tokens in their paths.
extension PathParameters: Withheld {}
