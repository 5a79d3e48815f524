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
        var start = colon + 1
        var end = line.count
        while start < end, HTTPFieldLine.isBlank(line[start]) { start += 1 }
        while end > start, HTTPFieldLine.isBlank(line[end - 1]) { end -= 1 }
        for byte in line[start..<end] where byte < 0x20 && byte != 0x09 || byte == 0x7F { return nil }
        name = UnsafeBufferPointer(rebasing: line[..<colon])
        value = UnsafeBufferPointer(rebasing: line[start..<end])
    }

    /// Compares without regard to case; `lowercasedName` must be lower-case ASCII.
    func isNamed(_ lowercasedName: StaticString) -> Bool {
        HTTPFieldLine.matches(name, lowercasedName)
    }

    /// Compares the value without regard to case.
    func valueIs(_ lowercased: StaticString) -> Bool {
        HTTPFieldLine.matches(value, lowercased)
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

    private static func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ lowercased: StaticString) -> Bool {
        guard bytes.count == lowercased.utf8CodeUnitCount else { return false }
        return lowercased.withUTF8Buffer { wanted in
            for index in 0..<wanted.count {
                let byte = bytes[index]
                let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
                if lower != wanted[index] { return false }
            }
            return true
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// RFC 9110 §5.6.2 `tchar`.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "!"),
            UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
