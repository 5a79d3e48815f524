// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct JSONObjectTests {
    @Test func `members keep their order, and a repeated name its first place and last value`() {
        var object: JSONObject = ["b": 1, "a": 2, "b": 3]
        object["c"] = 4
        #expect(object.keys == ["b", "a", "c"])
        #expect(object["b"] == 3)
        object["b"] = nil
        #expect(object.keys == ["a", "c"])
        #expect(object["b"] == nil)
        #expect(object.count == 2)
    }

    @Test func `equality and hashing ignore the order of members`() {
        let one: JSONObject = ["a": 1, "b": [nil, "x"]]
        let other: JSONObject = ["b": [nil, "x"], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "b": [nil, "y"]])
        #expect(one != ["a": 1, "c": [nil, "x"]])
    }

    @Test func `large objects are looked up, changed and emptied like small ones`() {
        var object = JSONObject()
        for index in 0..<200 { object["key\(index)"] = JSONValue(index) }
        for index in 0..<200 { #expect(object["key\(index)"]?.int == index) }
        object["key100"] = "x"
        #expect(object.count == 200)
        for index in 0..<190 { object["key\(index)"] = nil }
        #expect(object.keys == (190..<200).map { "key\($0)" })
        #expect(object["key195"] == 195)
        #expect(object["key5"] == nil)
    }

    @Test func `a value is changed by name, and becomes an object for it`() {
        var value: JSONValue = ["a": 1]
        value["b"] = ["c": true]
        #expect(value["b"]?["c"]?.bool == true)
        #expect(value["a"]?["x"] == nil)
        var scalar: JSONValue = 1
        scalar["a"] = "b"
        #expect(scalar == ["a": "b"])
        #expect(JSONValue.array([1, 2])[1] == 2)
        #expect(JSONValue.array([1, 2])[2] == nil)
    }
}
