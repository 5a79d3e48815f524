// SPDX-License-Identifier: Apache-2.0

/// One header field line split at its colon (RFC 9112 §5).
struct HTTPFieldLine {
    let name: UnsafeBufferPointer<UInt8>
    /// Without leading and trailing blanks.
    let value: UnsafeBufferPointer<UInt8>

    /// `nil` when the line has no colon, the name is not a token, or the value holds a control character.
    init?(_ line: UnsafeBufferPointer<UInt8>) {
        var colon = 0
        while colon < line.count, HTTPFieldLine.isTokenByte(line[colon]) { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else { return nil }
        name = UnsafeBufferPointer(rebasing: line[..<colon])
        value = HTTPFieldLine.trimmed(line, from: colon + 1)
        guard !HTTPFieldLine.holdsControl(value) else { return nil }
    }

    /// Compares without regard to case; `lowercasedName` must be lower-case ASCII.
    func isNamed(_ lowercasedName: StaticString) -> Bool {
        HTTPFieldLine.matches(name, lowercasedName)
    }

    /// Compares the beginning of the name without regard to case.
    func isNamed(beginning lowercased: StaticString) -> Bool {
        HTTPFieldLine.matches(UnsafeBufferPointer(rebasing: name.prefix(lowercased.utf8CodeUnitCount)), lowercased)
    }

    /// Compares the value without regard to case.
    func valueIs(_ lowercased: StaticString) -> Bool {
        HTTPFieldLine.matches(value, lowercased)
    }

    /// Whether a control character other than a tab is among `bytes`; looks at all of them, which vectorises.
    static func holdsControl(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes {
            found |= (byte < 0x20 ? 1 : 0) & (byte != 0x09 ? 1 : 0) | (byte == 0x7F ? 1 : 0)
        }
        return found != 0
    }

    /// The rest of `line` from `start` on, without blanks at its ends.
    static func trimmed(_ line: UnsafeBufferPointer<UInt8>, from start: Int) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (start, line.count)
        while start < end, isBlank(line[start]) { start += 1 }
        while end > start, isBlank(line[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: line[start..<end])
    }

    /// The number that decimal digits spell; `nil` when there are none, or other characters, or more than `Int64` holds.
    static func decimal(_ digits: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(Int64(byte &- UInt8(ascii: "0")))
            guard !tooLarge, !overflows else { return nil }
            number = sum
        }
        return number
    }

    /// Compares without regard to case; `lowercased` must be lower-case ASCII.
    static func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ lowercased: StaticString) -> Bool {
        guard bytes.count == lowercased.utf8CodeUnitCount else { return false }
        let wanted = UnsafeBufferPointer(start: lowercased.utf8Start, count: bytes.count)
        for index in wanted.indices {
            let byte = bytes[index]
            let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            if lower != wanted[index] { return false }
        }
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// RFC 9110 §5.6.2 `tchar`, as one bit for each of the first 128 characters.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 64 ? 0x03FF_6CFA_0000_0000 : byte < 128 ? 0x57FF_FFFF_C7FF_FFFE : 0
        return bits &>> UInt64(byte & 63) & 1 == 1
    }
}
