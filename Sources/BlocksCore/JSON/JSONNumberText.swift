// SPDX-License-Identifier: Apache-2.0

/// Reads and writes number literals.
enum JSONNumberText {
    /// A literal as ±`magnitude` × 10^`exponent`, without trailing zeros; `magnitude` is `nil` when over 64 bits.
    private struct Decimal {
        var isNegative = false
        var magnitude: UInt64? = 0
        var exponent = 0
    }

    /// Takes a literal that the grammar has accepted apart.
    private static func decimal(_ text: Span<UInt8>) -> Decimal {
        var result = Decimal()
        var zeros = 0  // zeros seen but not yet part of the magnitude
        var isFraction = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            index &+= 1
            switch byte {
            case UInt8(ascii: "-"): result.isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isFraction { result.exponent &-= 1 }
                guard byte != UInt8(ascii: "0") else {
                    zeros &+= 1
                    continue
                }
                result.magnitude = result.magnitude.flatMap { append(byte &- 0x30, to: $0, zeros: zeros) }
                zeros = 0
            default:
                result.exponent &+= exponent(text, from: index)
                index = text.count
            }
        }
        result.exponent &+= zeros
        return result
    }

    private static func append(_ digit: UInt8, to magnitude: UInt64, zeros: Int) -> UInt64? {
        var value = magnitude
        if value != 0 {
            guard zeros < 20 else { return nil }
            for _ in 0...zeros {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
        }
        let (sum, overflow) = value.addingReportingOverflow(UInt64(digit))
        return overflow ? nil : sum
    }

    /// The digits behind an `e`, held at a billion: past any length a text can make up for.
    private static func exponent(_ text: Span<UInt8>, from start: Int) -> Int {
        var value = 0
        var isNegative = false
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): break
            default: value = min(value &* 10 &+ Int(text[index] &- 0x30), 1_000_000_000)
            }
        }
        return isNegative ? 0 &- value : value
    }

    /// The literal as an integer, if it is one exactly (`1.0` and `1e2` are) and fits.
    static func integer<Integer: FixedWidthInteger>(_ text: Span<UInt8>, as type: Integer.Type) -> Integer? {
        if let value = short(text) { return Integer(exactly: value) }
        let decimal = decimal(text)
        guard var magnitude = decimal.magnitude else { return nil }
        if magnitude == 0 { return 0 }
        guard decimal.exponent >= 0, decimal.exponent < 20 else { return nil }
        for _ in 0..<decimal.exponent {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            magnitude = product
        }
        guard decimal.isNegative else { return Integer(exactly: magnitude) }
        return magnitude <= 1 << 63 ? Integer(exactly: Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
    }

    /// The literal, if it is nothing but one to eighteen digits, which no `Int64` is too small for.
    @inline(__always)
    private static func short(_ text: Span<UInt8>) -> Int64? {
        guard text.count <= 18 else { return nil }
        var value: Int64 = 0
        for index in 0..<text.count {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return value
    }

    /// The nearest double; `nil` when the literal is beyond the finite ones.
    static func double(_ text: Span<UInt8>) -> Double? {
        let decimal = decimal(text)
        // Both operands are exact, so one rounding gives the nearest double (Clinger 1990).
        if let magnitude = decimal.magnitude, magnitude < 1 << 53, abs(decimal.exponent) <= 22 {
            let power = powersOfTen(abs(decimal.exponent))
            let value = decimal.exponent < 0 ? Double(magnitude) / power : Double(magnitude) * power
            return decimal.isNegative ? -value : value
        }
        let literal = text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }

    /// 10^`exponent` for 0...22, all of which doubles hold exactly.
    private static func powersOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    /// The shortest literal that reads back as `value`, laid out as ECMAScript does (`1`, `0.5`, `1e+21`, `1e-7`).
    ///
    /// Clients of the original read numbers written by `JSON.stringify`; negative zero is `0` there too.
    static func literal(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String {
        guard value != 0, value.isFinite else { return "0" }
        if value.magnitude < 9e15, value == value.rounded(.towardZero) { return String(Int64(value)) }
        // Swift prints the shortest digits that round-trip, in one of the forms 12.5, 1e-07 or 1.25e+30.
        var digits: [UInt8] = []
        var point = 0  // the value is 0.DIGITS × 10^point
        var isFraction = false
        var isExponent = false
        var exponent = 0
        var isExponentNegative = false
        for byte in value.magnitude.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"): isExponent = true
            case UInt8(ascii: "-"): isExponentNegative = true
            case UInt8(ascii: "+"): break
            default:
                if isExponent {
                    exponent = exponent &* 10 &+ Int(byte &- 0x30)
                } else if digits.isEmpty, byte == UInt8(ascii: "0") {
                    if isFraction { point &-= 1 }
                } else {
                    digits.append(byte)
                    if !isFraction { point &+= 1 }
                }
            }
        }
        point &+= isExponentNegative ? 0 &- exponent : exponent
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (value < 0 ? "-" : "") + layOut(digits, point: point)
    }

    /// ECMA-262 §6.1.6.1.20, steps 6 to 12.
    private static func layOut(_ digits: [UInt8], point: Int) -> String {
        func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
        func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
        switch point {
        case digits.count...21: return text(digits) + zeros(point - digits.count)
        case 1...21: return text(digits.prefix(point)) + "." + text(digits.dropFirst(point))
        case -5...0: return "0." + zeros(0 - point) + text(digits)
        default:
            let exponent = point - 1
            let fraction = digits.count > 1 ? "." + text(digits.dropFirst()) : ""
            return text(digits.prefix(1)) + fraction + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
        }
    }
}
