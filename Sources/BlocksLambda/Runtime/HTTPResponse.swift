// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Glibc

/// One answer of the Runtime API.
struct HTTPResponse: Sendable {
    /// 200…999; interim answers (1xx) are skipped by the parser.
    var status = 0
    /// The fields that say something about an invocation.
    var fields = RuntimeFields()
    /// The body, de-chunked.
    var body: [UInt8] = []
    /// Whether the connection may carry another request (RFC 9112 §9.3).
    var keepsAlive = true
}

/// The `Lambda-Runtime-…` field lines as received: one buffer, searched when a value is asked for.
///
/// An invocation has four to six of them, of which every request needs two: building a dictionary of strings would cost more than the
/// searches it saves.
struct RuntimeFields: Sendable {
    private var bytes: [UInt8] = []

    /// What the names of the fields kept begin with.
    static let prefix: StaticString = "lambda-runtime-"

    /// Adds a validated line, without its line end, if it is one of Lambda's.
    mutating func append(_ field: HTTPFieldLine, line: UnsafeBufferPointer<UInt8>) {
        guard field.name.count > Self.prefix.utf8CodeUnitCount, field.isNamed(beginning: Self.prefix) else { return }
        if bytes.isEmpty { bytes.reserveCapacity(512) }
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

    /// The first value of the field, sharing this value's storage; `nil` when absent.
    func slice(_ lowercasedName: StaticString) -> ArraySlice<UInt8>? {
        range(of: lowercasedName).map { bytes[$0] }
    }

    /// Lends the first value of the field; `nil` when absent.
    func withValue<R>(_ lowercasedName: StaticString, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R? {
        guard let range = range(of: lowercasedName) else { return nil }
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Where the first value of the field is, without surrounding blanks.
    private func range(of name: StaticString) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        return bytes.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return nil }
            var start = 0
            while start < all.count, let end = memchr(base + start, 0x0A, all.count - start) {
                let line = UnsafeBufferPointer(
                    start: base + start, count: UnsafeRawPointer(end) - UnsafeRawPointer(base + start))
                if line.count > length, line[length] == UInt8(ascii: ":"),
                    HTTPFieldLine.matches(UnsafeBufferPointer(rebasing: line[..<length]), name)
                {
                    let value = HTTPFieldLine.trimmed(line, from: length + 1)
                    guard let first = value.baseAddress else { return start..<start }
                    return (first - base)..<(first - base + value.count)
                }
                start += line.count + 1
            }
            return nil
        }
    }
}

/// The body is an event.
extension HTTPResponse: Withheld {}
