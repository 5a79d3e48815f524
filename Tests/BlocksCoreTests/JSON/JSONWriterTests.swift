// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas and colons are put where they belong`() {
        let written = text { writer in
            writer.beginObject()
            writer.key("a")
            writer.beginArray()
            writer.int(1)
            writer.beginArray()
            writer.endArray()
            writer.null()
            writer.endArray()
            writer.key("b" as String)
            writer.beginObject()
            writer.endObject()
            writer.key("c")
            writer.bool(true)
            writer.key("d")
            writer.double(0.5)
            writer.key("e")
            writer.raw("[1, 2]".utf8)
            writer.key("f")
            writer.staticString("x")
            writer.endObject()
        }
        #expect(written == #"{"a":[1,[],null],"b":{},"c":true,"d":0.5,"e":[1, 2],"f":"x"}"#)
    }

    @Test(arguments: [
        ("", "\"\""), ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#),
        ("\u{8}\u{9}\u{a}\u{c}\u{d}", #""\b\t\n\f\r""#),
        ("\0\u{1}\u{1f}", #""\u0000\u0001\u001f""#), ("\u{b}\u{e}", #""\u000b\u000e""#), ("\u{7f}", "\"\u{7f}\""),
        ("é€𝄞\u{2028}", "\"é€𝄞\u{2028}\""), ("<script>&", #""<script>&""#),
    ])
    func `only what must be escaped is`(value: String, expected: String) {
        #expect(text { $0.string(value) } == expected)
        #expect(text { $0.string(utf8: Array(value.utf8)) } == expected)
    }

    @Test func `a string of any length and alignment is written as what it was`() throws {
        for length in [1, 7, 8, 9, 511, 512, 513, 1030] {
            for place in [0, length / 2, length - 1] {
                for mark: UInt8 in [0x22, 0x5C, 0x00, 0x1F, 0x20, 0x7F] {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = mark
                    var writer = JSONWriter()
                    writer.string(utf8: bytes)
                    #expect(try JSONDocument(writer.bytes).root.stringBytes == bytes)
                }
            }
            let controls = [UInt8](repeating: 1, count: length)
            var writer = JSONWriter()
            writer.string(utf8: controls)
            #expect(writer.bytes.count == 6 * length + 2)
            #expect(try JSONDocument(writer.bytes).root.stringBytes == controls)
        }
    }

    @Test(
        arguments: [
            [0x61, 0xFF, 0x62], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0x80],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are never written as they are`(bytes: [UInt8]) throws {
        var writer = JSONWriter()
        writer.string(utf8: bytes)
        #expect(try JSONDocument(writer.bytes).root.string == String(decoding: bytes, as: UTF8.self))
    }

    @Test func `pretty text is indented by two spaces`() {
        let value: JSONValue = ["a": [1, ["b": nil]], "c": [], "d": [:]]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(String(decoding: JSONCoding.encodePretty(value), as: UTF8.self) == expected)
    }
}
