// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct JSONNumberTests {
    private func root(_ text: String) throws -> JSONView { try JSONDocument(Array(text.utf8)).root }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("1.0", 1), ("1e2", 100), ("1.5e1", 15), ("100e-2", 1),
        ("0e999999999999", 0),
        ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("922337203685477580.7e1", Int.max),
        ("1.000000000000000000000000000000", 1), ("123456789012345678", 123_456_789_012_345_678),
    ])
    func `a number that is an integer is read as one`(text: String, expected: Int) throws {
        #expect(try root(text).int == expected)
        #expect(try root(text).value.int == expected)
    }

    @Test(arguments: [
        "0.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e400", "1e99999999999999999999",
        "18446744073709551616", "1.00000000000000000000000000001", "123456789012345678901234567890", "true", #""1""#,
    ])
    func `what is no integer, or too big for one, is none`(text: String) throws {
        #expect(try root(text).int == nil)
    }

    @Test(arguments: [
        ("0", 0.0), ("0.1", 0.1), ("1e22", 1e22), ("1e23", 1e23), ("-1.5e-3", -0.0015),
        ("5e-324", Double.leastNonzeroMagnitude), ("1e-400", 0),
        ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("9007199254740993", 9_007_199_254_740_992),
        ("0.30000000000000004", 0.30000000000000004), ("2.2250738585072014e-308", 2.2250738585072014e-308),
    ])
    func `a number is read as the nearest double`(text: String, expected: Double) throws {
        #expect(try root(text).double == expected)
    }

    @Test(arguments: ["1e400", "-1e309", "null", #""1.5""#])
    func `what is beyond the finite doubles is none`(text: String) throws {
        #expect(try root(text).double == nil)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (123_456_789_012_345_683_968, "123456789012345680000"), (1e-6, "0.000001"), (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (Double.leastNonzeroMagnitude, "5e-324"),
        (9_007_199_254_740_992, "9007199254740992"),
        (0.000_012_3, "0.0000123"), (12345.678, "12345.678"),
    ])
    func `doubles are written as JavaScript writes them`(value: Double, expected: String) throws {
        #expect(try JSONCoding.string(value) == expected)
        #expect(JSONNumber(value).literal == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that is not finite is written as null`(value: Double) throws {
        #expect(try JSONCoding.string(value) == "null")
        #expect(try JSONCoding.string(["a": value]) == #"{"a":null}"#)
        #expect(try JSONCoding.string(Float(value)) == "null")
        #expect(JSONNumber(exactly: value) == nil)
        #expect(JSONValue(value) == .null)
    }

    @Test func `a number keeps every digit it was written with`() throws {
        let text = "[1.00,123456789012345678901234567890,-0,1E+2]"
        #expect(try JSONCoding.string(root(text).value) == text)
    }

    @Test func `integers of every width are written whole`() throws {
        #expect(try JSONCoding.string([Int.min, 0, Int.max]) == "[-9223372036854775808,0,9223372036854775807]")
        #expect(try JSONCoding.string([UInt64.max]) == "[18446744073709551615]")
        #expect(try JSONCoding.string([Int8.min]) == "[-128]")
        #expect(try JSONCoding.decode([UInt64].self, from: "[18446744073709551615]") == [.max])
    }
}
