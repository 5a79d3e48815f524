// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct JSONDocumentTests {
    private func root(_ text: String) throws -> JSONView { try JSONDocument(Array(text.utf8)).root }

    @Test func `values are found by name and by position`() throws {
        let view = try root(#" {"a": [1, {"b": "x"}, []], "c": null, "d": {}, "e" : true } "#)
        #expect(view.kind == .object)
        #expect(view.count == 4)
        #expect(view["a"]?.count == 3)
        #expect(view["a"]?[1]?["b"]?.string == "x")
        #expect(view["a"]?[2]?.count == 0)
        #expect(view["a"]?[3] == nil)
        #expect(view["a"]?[-1] == nil)
        #expect(view["c"]?.isNull == true)
        #expect(view["e"]?.bool == true)
        #expect(view["f"] == nil)
        #expect(view["a"]?["b"] == nil)
        #expect(view[0] == nil)
        #expect(view[key: "d"]?.kind == .object)
        #expect(view.members.map(\.key) == ["a", "c", "d", "e"])
        #expect(view["a"]?.elements.map(\.kind) == [.number, .object, .array])
        #expect(view["a"].map { String(decoding: $0.raw, as: UTF8.self) } == #"[1, {"b": "x"}, []]"#)
    }

    @Test func `a scalar has neither elements nor members`() throws {
        for text in ["1", #""[1]""#, "null", "true"] {
            let view = try root(text)
            #expect(view.count == 0)
            #expect(Array(view.elements).isEmpty)
            #expect(Array(view.members).isEmpty)
        }
        #expect(try Array(root("{}").elements).isEmpty)
        #expect(try Array(root("[]").members).isEmpty)
    }

    @Test func `of members with the same name all are listed and the last one is found`() throws {
        let view = try root(#"{"a":1,"b":2,"\u0061":3}"#)
        #expect(view.members.map(\.key) == ["a", "b", "a"])
        #expect(view["a"]?.int == 3)
        #expect(view[key: "a"]?.int == 3)
        #expect(view.value == ["a": 3, "b": 2])
    }

    @Test(arguments: [
        ("\"\"", ""), (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u00e9\u20AC""#, "é€"), (#""\ud834\udd1e""#, "𝄞"), (#""é€𝄞""#, "é€𝄞"), (#""\u0000x""#, "\0x"),
        (#""\ud834""#, "\u{FFFD}"), (#""\udd1e""#, "\u{FFFD}"), (#""\ud834\ud834\udd1e""#, "\u{FFFD}𝄞"),
        (#""\ud834\n""#, "\u{FFFD}\n"),
        (#""0123456789abcdef\n0123456789abcdef""#, "0123456789abcdef\n0123456789abcdef"),
    ])
    func `strings are unescaped`(text: String, expected: String) throws {
        let view = try root(text)
        #expect(view.string == expected)
        #expect(view.stringBytes == Array(expected.utf8))
        #expect(view.value == .string(expected))
    }

    @Test func `strings are compared as what they stand for`() throws {
        #expect(try root(#""POST""#).stringEquals("POST"))
        #expect(try root(#""\u0050OST""#).stringEquals("POST"))
        #expect(try !root(#""POSTS""#).stringEquals("POST"))
        #expect(try !root(#""POS""#).stringEquals("POST"))
        #expect(try !root(#""\u0050OSS""#).stringEquals("POST"))
        #expect(try !root("1").stringEquals("1"))
    }

    @Test(arguments: [
        "", " ", "[", "{", "[1", "[1,", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, "\"", #""\"#, #""\u12"#, "-",
        "1.", "1e",
        "t", "nul", #""\"#, "\"\u{1}\"", "+1", "[1,]", #"{"a":1,}"#, "{1:2}", "[1 2]", #"{"a" 1}"#, "[}", "{]", "NaN",
    ])
    func `what departs from the grammar is refused`(text: String) {
        #expect(throws: JSONError(.syntax)) { try root(text) }
    }

    @Test(arguments: ["1 2", "01", "{}{}", "[]]", "nullx", "1,", "\"a\"b"])
    func `nothing may follow the value`(text: String) {
        #expect(throws: JSONError(.trailingBytes)) { try root(text) }
    }

    @Test func `512 levels are accepted and 513 are not`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(try JSONCoding.encode(JSONDocument(nested(512)).root.value) == nested(512))
        #expect(throws: JSONError(.tooDeep)) { try JSONDocument(nested(513)) }
        #expect(throws: JSONError(.tooDeep)) {
            try JSONDocument(nested(513), limits: JSONLimits(maximumDepth: .max))
        }
        #expect(throws: JSONError(.tooDeep)) { try JSONDocument(nested(3), limits: JSONLimits(maximumDepth: 2)) }
        #expect(throws: JSONError(.tooDeep)) { try JSONDocument([UInt8](repeating: UInt8(ascii: "["), count: 100_000)) }
    }

    @Test func `a text longer than the limit is refused before it is read`() {
        #expect(throws: JSONError(.tooLarge)) {
            try JSONDocument(Array("[1]".utf8), limits: JSONLimits(maximumBytes: 2))
        }
        #expect(throws: Never.self) { try JSONDocument(Array("[1]".utf8), limits: JSONLimits(maximumBytes: 3)) }
    }

    @Test func `an error names the byte and never the input`() throws {
        let error = try #require(throws: JSONError.self) { try root(#"{"password":"hunter2"!}"#) }
        #expect(error.offset == 21)
        #expect(error.description == "JSON text is malformed (byte 21)")
    }
}
