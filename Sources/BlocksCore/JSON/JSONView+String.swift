// SPDX-License-Identifier: Apache-2.0

extension JSONView {
    /// The string, unescaped.
    ///
    /// Lone surrogates become U+FFFD; `nil` if the value is no string.
    public var string: String? {
        guard tape.kind(index) == .string else { return nil }
        let isEscaped = tape.flag(index)
        return tape.withContent(index) { text in
            guard isEscaped else { return Self.string(checked: text) }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { buffer in
                let count = JSONText.unescape(text, into: buffer)
                return Self.string(checked: UnsafeBufferPointer(rebasing: buffer[..<count]).span)
            }
        }
    }

    /// A string of `text` without looking once more whether that is UTF-8.
    ///
    /// It must be: the parser has accepted every byte of a document as UTF-8, and unescaping puts only whole sequences of it.
    @inline(__always)
    private static func string(checked text: Span<UInt8>) -> String {
        var text = UTF8Span(unchecked: text)
        // Strings known to be ASCII are compared and hashed as bytes.
        _ = text.checkForASCII()
        return String(copying: text)
    }

    /// The string's UTF-8, unescaped, without the detour over `String`.
    ///
    /// Lone surrogates become U+FFFD; `nil` if the value is no string.
    public var stringBytes: [UInt8]? {
        guard tape.kind(index) == .string else { return nil }
        let isEscaped = tape.flag(index)
        return tape.withContent(index) { text in
            guard isEscaped else { return text.withUnsafeBufferPointer { Array($0) } }
            return Array(unsafeUninitializedCapacity: text.count) { $1 = JSONText.unescape(text, into: $0) }
        }
    }

    /// Whether the value is the string `expected`, found out without allocating unless it is escaped.
    public func stringEquals(_ expected: StaticString) -> Bool {
        tape.kind(index) == .string
            && expected.withUTF8Buffer { tape.string(at: index, equals: $0.span) }
    }
}

extension JSONTape {
    /// Whether the string at `index` stands for the bytes `expected`.
    @inline(__always)
    func string(at index: Int, equals expected: Span<UInt8>) -> Bool {
        if flag(index) { return escapedString(at: index, equals: expected) }
        return upper(index) &- start(index) == expected.count && withContent(index) { Self.equal($0, expected) }
    }

    private func escapedString(at index: Int, equals expected: Span<UInt8>) -> Bool {
        withContent(index) { text in
            // An escape of six bytes stands for one at least, so a longer text than this cannot be equal.
            guard text.count <= expected.count.multipliedReportingOverflow(by: 6).partialValue else { return false }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { buffer in
                let count = JSONText.unescape(text, into: buffer)
                return Self.equal(UnsafeBufferPointer(rebasing: buffer[..<count]).span, expected)
            }
        }
    }

    @inline(__always)
    private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var index = 0
        while index < left.count {
            if left[index] != right[index] { return false }
            index &+= 1
        }
        return true
    }
}
