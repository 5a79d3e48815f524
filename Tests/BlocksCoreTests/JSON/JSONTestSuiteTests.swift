// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

/// The 318 files of nst/JSONTestSuite, and what this parser answers where RFC 8259 leaves the choice.
@Suite(.needsVectors("json-test-suite"))
struct JSONTestSuiteTests {
    /// The files whose fate is the parser's choice, and that are accepted here: numbers beyond every machine type, since
    /// the literal is kept, and escaped lone surrogates, which become U+FFFD.
    private static let accepted: Set<String> = [
        "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json",
        "i_number_pos_double_huge_exp.json", "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
        "i_number_real_underflow.json", "i_number_too_big_neg_int.json", "i_number_too_big_pos_int.json",
        "i_number_very_big_negative_int.json", "i_object_key_lone_2nd_surrogate.json",
        "i_string_1st_surrogate_but_2nd_missing.json", "i_string_1st_valid_surrogate_2nd_invalid.json",
        "i_string_incomplete_surrogate_and_escape_valid.json", "i_string_incomplete_surrogate_pair.json",
        "i_string_incomplete_surrogates_escape_valid.json", "i_string_invalid_lonely_surrogate.json",
        "i_string_invalid_surrogate.json", "i_string_inverted_surrogates_U+1D11E.json",
        "i_string_lone_second_surrogate.json", "i_structure_500_nested_arrays.json",
    ]

    /// Those that are refused: whatever is not UTF-8, and byte order marks.
    private static let refused: [String: JSONError.Code] = [
        "i_string_UTF-16LE_with_BOM.json": .syntax, "i_string_UTF-8_invalid_sequence.json": .invalidUTF8,
        "i_string_UTF8_surrogate_U+D800.json": .invalidUTF8, "i_string_invalid_utf-8.json": .invalidUTF8,
        "i_string_iso_latin_1.json": .invalidUTF8, "i_string_lone_utf8_continuation_byte.json": .invalidUTF8,
        "i_string_not_in_unicode_range.json": .invalidUTF8, "i_string_overlong_sequence_2_bytes.json": .invalidUTF8,
        "i_string_overlong_sequence_6_bytes.json": .invalidUTF8,
        "i_string_overlong_sequence_6_bytes_null.json": .invalidUTF8, "i_string_truncated-utf-8.json": .invalidUTF8,
        "i_string_utf16BE_no_BOM.json": .syntax, "i_string_utf16LE_no_BOM.json": .syntax,
        "i_structure_UTF-8_BOM_empty_object.json": .syntax,
    ]

    private static func files(_ prefix: String) throws -> [String] {
        try Vectors.entries("json-test-suite").filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }
    }

    private static func parse(_ file: String) throws -> JSONDocument {
        try JSONDocument([UInt8](Vectors.data("json-test-suite/\(file)")))
    }

    @Test func `every text that must be accepted is`() throws {
        let files = try Self.files("y_")
        #expect(files.count == 95)
        for file in files {
            #expect(throws: Never.self, "\(file)") { _ = try Self.parse(file).root.value }
        }
    }

    @Test func `every text that must be refused is`() throws {
        let files = try Self.files("n_")
        #expect(files.count == 188)
        for file in files {
            #expect(throws: JSONError.self, "\(file)") { try Self.parse(file) }
        }
    }

    @Test func `where the standard leaves the choice, ours does not change`() throws {
        let files = try Self.files("i_")
        #expect(Set(files) == Self.accepted.union(Self.refused.keys))
        for file in files {
            if let code = Self.refused[file] {
                #expect(throws: JSONError(code), "\(file)") { try Self.parse(file) }
            } else {
                #expect(throws: Never.self, "\(file)") { try Self.parse(file) }
            }
        }
    }

    @Test func `whatever is accepted is written and read again as the same value`() throws {
        for file in try Self.files("y_") + Self.accepted {
            let value = try Self.parse(file).root.value
            #expect(try JSONValue(parsing: JSONCoding.encode(value)) == value, "\(file)")
            #expect(try JSONValue(parsing: JSONCoding.encodePretty(value)) == value, "\(file)")
        }
    }
}
