// SPDX-License-Identifier: Apache-2.0

/// One answer of the Runtime API.
struct HTTPResponse: Sendable {
    /// 200…999; interim answers (1xx) are skipped by the parser.
    var status = 0
    /// The header fields as received.
    var fields = HTTPFieldLines()
    /// The body, de-chunked.
    var body: [UInt8] = []
    /// Whether the connection may carry another request (RFC 9112 §9.3).
    var keepsAlive = true
}

/// Header field lines as received: one buffer, searched when a value is asked for.
///
/// An invocation has some ten fields, of which every request needs two: building a dictionary of strings would cost more
/// than the searches it saves.
struct HTTPFieldLines: Sendable {
    private var bytes: [UInt8] = []

    /// Adds a validated line, without its line end.
    mutating func append(line: UnsafeBufferPointer<UInt8>) {
        if bytes.isEmpty { bytes.reserveCapacity(1024) }
        bytes.append(contentsOf: line)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The first value of the field with this lower-case name, without surrounding blanks; `nil` when absent.
    ///
    /// Bytes that are not UTF-8 are replaced.
    func value(_ lowercasedName: StaticString) -> String? {
        withValue(lowercasedName) { String(decoding: $0, as: UTF8.self) }
    }

    /// The first value of the field as a decimal number; `nil` when absent, not all digits, or above `Int64.max`.
    func number(_ lowercasedName: StaticString) -> Int64? {
        withValue(lowercasedName) { HTTPFieldLine.decimal($0) } ?? nil
    }

    private func withValue<R>(_ name: StaticString, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R? {
        bytes.withUnsafeBufferPointer { all in
            var start = 0
            while start < all.count {
                var end = start
                while end < all.count, all[end] != UInt8(ascii: "\n") { end += 1 }
                let line = HTTPFieldLine(UnsafeBufferPointer(rebasing: all[start..<end]))
                if let line, line.isNamed(name) { return body(line.value) }
                start = end + 1
            }
            return nil
        }
    }
}
