// SPDX-License-Identifier: Apache-2.0

extension JSONView {
    /// The member named `key`, the last one of that name as in JavaScript; `nil` if there is none, or no object.
    public subscript(_ key: StaticString) -> JSONView? {
        key.withUTF8Buffer { member($0.span) }
    }

    /// The member named `key`, the last one of that name as in JavaScript; `nil` if there is none, or no object.
    public subscript(key key: String) -> JSONView? {
        member(key.utf8Span.span)
    }

    /// The element at `position`, counted from 0; `nil` if there is none, or no array.
    public subscript(_ position: Int) -> JSONView? {
        guard tape.kind(index) == .array, position >= 0, position < tape.count(index) else { return nil }
        var element = index + 2
        for _ in 0..<position { element = tape.next(element) }
        return JSONView(tape: tape, index: element)
    }

    /// The elements of an array, in order; none if the value is no array.
    public var elements: Elements {
        Elements(tape: tape, position: index + 2, end: tape.kind(index) == .array ? tape.upper(index) : index)
    }

    /// The members of an object in document order, duplicates included; none if the value is no object.
    public var members: Members {
        Members(tape: tape, position: index + 2, end: tape.kind(index) == .object ? tape.upper(index) : index)
    }

    /// The elements of an array.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        let tape: JSONTape
        var position: Int
        let end: Int

        /// The next element, or `nil` behind the last.
        public mutating func next() -> JSONView? {
            guard position < end else { return nil }
            defer { position = tape.next(position) }
            return JSONView(tape: tape, index: position)
        }
    }

    /// The members of an object.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        let tape: JSONTape
        var position: Int
        let end: Int

        /// The next member, or `nil` behind the last.
        public mutating func next() -> (key: String, value: JSONView)? {
            guard let (key, value) = nextViews() else { return nil }
            return (key.string ?? "", value)
        }

        /// The next member with its key as a view, which costs no allocation, or `nil` behind the last.
        public mutating func nextViews() -> (key: JSONView, value: JSONView)? {
            guard position < end else { return nil }
            let key = position
            position = tape.next(key &+ 1)
            return (JSONView(tape: tape, index: key), JSONView(tape: tape, index: key &+ 1))
        }
    }

    @inline(__always)
    private func member(_ key: Span<UInt8>) -> JSONView? {
        guard tape.kind(index) == .object else { return nil }
        var found: Int?
        var position = index &+ 2
        let end = tape.upper(index)
        while position < end {
            if tape.string(at: position, equals: key) { found = position &+ 1 }
            position = tape.next(position &+ 1)
        }
        return found.map { JSONView(tape: tape, index: $0) }
    }
}
