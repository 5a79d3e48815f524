// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct JSONDecodingTests {
    private struct Person: Decodable, Equatable {
        var name: String
        var age: Int?
        var tags: [String]
        var home: Address?
    }

    private struct Address: Decodable, Equatable {
        var city: String
        var zip: UInt16
    }

    private enum Colour: String, Decodable { case red, green }

    @Test func `a value is read into its type`() throws {
        let text = #"{"name":"Ada","age":null,"tags":["a","b"],"home":{"city":"Bath","zip":65535},"extra":[1]}"#
        let person = try JSONCoding.decode(Person.self, from: text)
        #expect(person == Person(name: "Ada", age: nil, tags: ["a", "b"], home: Address(city: "Bath", zip: 65535)))
    }

    @Test func `scalars, optionals, enumerations and any value stand alone`() throws {
        #expect(try JSONCoding.decode(Int.self, from: "1e2") == 100)
        #expect(try JSONCoding.decode(String.self, from: #""x""#) == "x")
        #expect(try JSONCoding.decode(Bool?.self, from: "null") == nil)
        #expect(try JSONCoding.decode(Bool?.self, from: "true") == true)
        #expect(try JSONCoding.decode(String?.self, from: "null") == nil)
        #expect(try JSONCoding.decode(Float.self, from: "0.5") == 0.5)
        #expect(try JSONCoding.decode([Colour].self, from: #"["green"]"#) == [.green])
        #expect(try JSONCoding.decode(JSONValue.self, from: #"{"a":[1]}"#) == ["a": [1]])
        #expect(try JSONCoding.decode([JSONValue?].self, from: "[1,null]").count == 2)
        #expect(try JSONCoding.decode([[Int?]].self, from: "[[1,null],[]]") == [[1, nil], []])
        #expect(try JSONCoding.decode([String: [Int]].self, from: #"{"a":[1],"b":[]}"#) == ["a": [1], "b": []])
    }

    @Test func `of members with the same name the last one is read`() throws {
        #expect(try JSONCoding.decode([String: Int].self, from: #"{"a":1,"a":2}"#) == ["a": 2])
        #expect(try JSONCoding.decode(Address.self, from: #"{"city":1,"zip":1,"city":"Rome"}"#).city == "Rome")
    }

    @Test func `an object of a hundred thousand members is read in no more than linear time`() throws {
        let text = "{" + (0..<100_000).map { #""k\#($0)":\#($0)"# }.joined(separator: ",") + "}"
        let read = try JSONCoding.decode([String: Int].self, from: text)
        #expect(read.count == 100_000)
        #expect(read["k99999"] == 99_999)
    }

    @Test(arguments: [
        (#"{"name":1,"tags":[]}"#, "name", "expected a string, found a number"),
        (#"{"name":"x","tags":"secret"}"#, "tags", "expected an array, found a string"),
        (#"{"name":"x","tags":["a",{}]}"#, "tags.1", "expected a string, found an object"),
        (#"{"name":"x","tags":[],"home":{"city":"x","zip":"9"}}"#, "home.zip", "expected a number, found a string"),
        (#"{"name":"x","tags":[],"home":[]}"#, "home", "expected an object, found an array"),
        (#"{"name":"x","tags":[],"age":true}"#, "age", "expected a number, found a boolean"),
    ])
    func `a mismatch names the place and the kinds, never the value`(text: String, path: String, reason: String) throws
    {
        let error = try #require(throws: DecodingError.self) { try JSONCoding.decode(Person.self, from: text) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(context.codingPath.map(\.stringValue).joined(separator: ".") == path)
        #expect(context.debugDescription == reason)
    }

    @Test func `what is null or absent where a value is needed is named`() throws {
        #expect {
            try JSONCoding.decode(Person.self, from: #"{"name":null,"tags":[]}"#)
        } throws: { error in
            guard case DecodingError.valueNotFound(_, let context) = error else { return false }
            return context.codingPath.map(\.stringValue) == ["name"]
        }
        #expect {
            try JSONCoding.decode(Person.self, from: #"{"name":"x"}"#)
        } throws: { error in
            guard case DecodingError.keyNotFound(let key, _) = error else { return false }
            return key.stringValue == "tags"
        }
    }

    @Test(arguments: ["256", "-1", "0.5", "1e400"])
    func `a number that does not fit its type is refused`(text: String) throws {
        #expect {
            try JSONCoding.decode([UInt8].self, from: "[0,\(text)]")
        } throws: { error in
            guard case DecodingError.dataCorrupted(let context) = error else { return false }
            return context.codingPath.map(\.intValue) == [1] && !context.debugDescription.contains(text)
        }
    }

    @Test func `a raw value that the enumeration lacks is refused`() {
        #expect(throws: DecodingError.self) { try JSONCoding.decode(Colour.self, from: #""blue""#) }
    }

    @Test func `text that is not JSON is refused as such`() {
        #expect(throws: JSONError(.syntax)) { try JSONCoding.decode(Int.self, from: "{") }
    }

    @Test func `an array that has ended gives no more`() {
        struct Pair: Decodable {
            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                _ = try container.decode(Int.self)
                _ = try container.decode(String.self)
            }
        }
        #expect(throws: Never.self) { try JSONCoding.decode(Pair.self, from: #"[1,"x"]"#) }
        #expect {
            try JSONCoding.decode(Pair.self, from: "[1]")
        } throws: { error in
            guard case DecodingError.valueNotFound(_, let context) = error else { return false }
            return context.codingPath.map(\.intValue) == [1]
        }
    }

    @Test func `a type that reads itself for ever is stopped`() {
        struct Endless: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                self = try container.decode(Endless.self)
            }
        }
        #expect(throws: DecodingError.self) { try JSONCoding.decode(Endless.self, from: "1") }
    }
}
