// SPDX-License-Identifier: Apache-2.0

/// Appends JSON to a buffer of bytes, putting commas and colons where they belong.
///
/// The writer trusts the order of the calls: it is the caller who ends what began, and writes a value behind every key.
public struct JSONWriter: Sendable {
    /// What has been written.
    public var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty writer with room for `capacity` bytes.
    public init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Begins an object.
    public mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    /// Ends the innermost object.
    public mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Begins an array.
    public mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    /// Ends the innermost array.
    public mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes a member's name, which must need no escaping; its value must follow.
    public mutating func key(_ key: StaticString) {
        staticString(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name; its value must follow.
    public mutating func key(_ key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name given as JSON, quotes included; its value must follow.
    mutating func key(raw json: some Collection<UInt8>) {
        raw(json)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        separate()
        append(quoting: value.utf8Span.span)
        needsComma = true
    }

    /// Writes a string that needs no escaping: ASCII without controls, quotes and backslashes.
    public mutating func staticString(_ value: StaticString) {
        separate()
        bytes.append(JSONText.quote)
        value.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(JSONText.quote)
        needsComma = true
    }

    /// Writes an integer.
    public mutating func int(_ value: Int) {
        integer(value)
    }

    /// Writes a number with the fewest digits that read back as `value`, or `null` if it is not finite.
    public mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        raw(JSONNumberText.literal(value).utf8)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        literal(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        literal("null")
    }

    /// Writes `json`, which must be the text of one value.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Writes any integer.
    mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        needsComma = true
        guard value != 0 else { return bytes.append(UInt8(ascii: "0")) }
        // Twenty digits hold the magnitude of every 64-bit integer.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var magnitude = UInt64(truncatingIfNeeded: value.magnitude)
            var start = 20
            while magnitude != 0 {
                start &-= 1
                digits[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude % 10)
                magnitude /= 10
            }
            if value < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: digits[start...])
        }
    }

    /// Writes white space; `beforeValue` says that a key or value follows it, whose comma must then come first.
    mutating func lineBreak(_ space: String, beforeValue: Bool = true) {
        if beforeValue {
            separate()
            needsComma = false
        }
        bytes.append(contentsOf: space.utf8)
    }

    /// Writes the comma that the next key or value needs.
    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }
}

extension JSONWriter {
    /// Writes a string given as UTF-8; ill-formed sequences become U+FFFD.
    public mutating func string(utf8 text: Span<UInt8>) {
        guard JSONText.isWellFormed(text) else {
            return string(text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
        separate()
        append(quoting: text)
        needsComma = true
    }

    /// Writes a string given as UTF-8, or nothing at all when `text` is not well-formed.
    ///
    /// - Returns: whether it was.
    public mutating func string(validating text: [UInt8]) -> Bool {
        guard JSONText.isWellFormed(text.span) else { return false }
        separate()
        append(quoting: text.span)
        needsComma = true
        return true
    }

    /// Writes a string given as UTF-8; ill-formed sequences become U+FFFD.
    public mutating func string(utf8 text: [UInt8]) {
        string(utf8: text.span)
    }

    /// Writes a string given as UTF-8; ill-formed sequences become U+FFFD.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        string(utf8: text.span)
    }
}
