// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct JSONEncodingTests {
    private struct Record: Codable, Equatable {
        var zeta: String
        var alpha: Int?
        var map: [String: Bool]
        var list: [Inner]
        var any: JSONValue
    }

    private struct Inner: Codable, Equatable {
        var colour: Colour?
        var ratio: Float
    }

    private enum Colour: String, Codable { case red, green }

    private class Base: Codable {
        var name = "base"
    }

    private final class Derived: Base {
        var size = 3
        private enum CodingKeys: String, CodingKey { case size }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try super.encode(to: container.superEncoder())
            try container.encode(size, forKey: .size)
        }
        override init() { super.init() }
        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            try super.init(from: container.superDecoder())
            size = try container.decode(Int.self, forKey: .size)
        }
    }

    /// Fills two nested containers in turn, which no encoder that writes straight to its buffer can follow.
    private struct Interleaved: Encodable {
        enum Key: String, CodingKey { case a, b, x, y }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var first = container.nestedContainer(keyedBy: Key.self, forKey: .a)
            var second = container.nestedUnkeyedContainer(forKey: .b)
            try first.encode(1, forKey: .x)
            try second.encode(2)
            try first.encode(3, forKey: .y)
            var third = second.nestedContainer(keyedBy: Key.self)
            try second.encodeNil()
            try third.encode("z", forKey: .x)
            try first.encode(4, forKey: .x)
        }
    }

    private struct Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(Endless())
        }
    }

    private struct Nothing: Encodable {
        func encode(to encoder: any Encoder) {}
    }

    private static let record = Record(
        zeta: "z\"", alpha: nil, map: ["b": true, "a": false, "c": true],
        list: [Inner(colour: .green, ratio: 0.1), Inner(colour: nil, ratio: -2)], any: ["y": [1, nil], "x": "é"])

    @Test func `members are written as declared, dictionaries sorted, and nothing for nil`() throws {
        let expected = #"""
            {"zeta":"z\"","map":{"a":false,"b":true,"c":true},"list":[{"colour":"green","ratio":0.1},{"ratio":-2}],\#
            "any":{"y":[1,null],"x":"é"}}
            """#
        #expect(try JSONCoding.string(Self.record) == expected)
        #expect(try JSONCoding.decode(Record.self, from: expected) == Self.record)
    }

    @Test func `sorted members are sorted at every level`() throws {
        let expected = #"""
            {"any":{"x":"é","y":[1,null]},"list":[{"colour":"green","ratio":0.1},{"ratio":-2}],\#
            "map":{"a":false,"b":true,"c":true},"zeta":"z\""}
            """#
        #expect(try String(decoding: JSONCoding.encodeSorted(Self.record), as: UTF8.self) == expected)
    }

    @Test func `scalars, optionals and enumerations stand alone`() throws {
        #expect(try JSONCoding.string("a\n") == #""a\n""#)
        #expect(try JSONCoding.string(true) == "true")
        #expect(try JSONCoding.string(Int?.none) == "null")
        #expect(try JSONCoding.string(Int?.some(1)) == "1")
        #expect(try JSONCoding.string([Int?.some(1), nil]) == "[1,null]")
        #expect(try JSONCoding.string(Colour.red) == #""red""#)
        #expect(try JSONCoding.string(JSONValue.null) == "null")
        #expect(try JSONCoding.string([[String: Int]]()) == "[]")
        #expect(try JSONCoding.string([String: Int]()) == "{}")
        #expect(try JSONCoding.string([2: "b", 1: "a"]) == #"{"1":"a","2":"b"}"#)
        #expect(try JSONCoding.string(Optional(["b": 1, "a": 2])) == #"{"a":2,"b":1}"#)
        #expect(try JSONCoding.string(Nothing()) == "{}")
    }

    @Test func `a superclass is written below its own key and read back`() throws {
        let text = try JSONCoding.string(Derived())
        #expect(text == #"{"super":{"name":"base"},"size":3}"#)
        let read = try JSONCoding.decode(Derived.self, from: #"{"super":{"name":"other"},"size":4}"#)
        #expect(read.name == "other")
        #expect(read.size == 4)
        #expect(throws: DecodingError.self) { try JSONCoding.decode(Derived.self, from: #"{"size":4}"#) }
    }

    @Test func `containers may be filled in turn, and a repeated key takes the last value`() throws {
        #expect(try JSONCoding.string(Interleaved()) == #"{"a":{"x":4,"y":3},"b":[2,{"x":"z"},null]}"#)
    }

    @Test func `a value that contains itself is stopped`() {
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Endless()) }
    }

    @Test func `a writer embeds a value among others`() throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("result")
        try writer.encode(Inner(colour: .red, ratio: 1))
        writer.key("id")
        writer.value(7)
        writer.endObject()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"result":{"colour":"red","ratio":1},"id":7}"#)
    }
}
