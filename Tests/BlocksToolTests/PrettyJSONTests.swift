// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksTool

struct PrettyJSONTests {
    private let plain = PrettyJSON(style: Style(isOn: false), longestText: 20)

    @Test func `members keep their order and what fits stays on one line`() {
        #expect(
            plain.text(["b": [1, true, nil], "a": ["x": "y"], "e": [], "o": [:]])
                == #"{"b": [1, true, null], "a": {"x": "y"}, "e": [], "o": {}}"#)
    }

    @Test func `what is too wide is indented, level by level`() {
        let wide = PrettyJSON(style: Style(isOn: false), longestText: 200)
        let (x, y) = (String(repeating: "x", count: 60), String(repeating: "y", count: 40))
        #expect(
            wide.text(["a": .string(x), "b": [.string(y), 1]]) == """
                {
                  "a": "\(x)",
                  "b": ["\(y)", 1]
                }
                """)
        #expect(
            wide.text(["a": [.string(x), .string(y)]]) == """
                {
                  "a": [
                    "\(x)",
                    "\(y)"
                  ]
                }
                """)
    }

    @Test func `a long text is cut and its length told`() {
        #expect(plain.text(.string(String(repeating: "a", count: 21))) == #""aaaaaaaaaaaaaaaaaaaa… (21 characters)""#)
    }

    @Test(arguments: ["\u{1B}[31m", "\u{7}", "\u{9B}2J", "\u{202E}abc", "\r\n"])
    func `no text of an answer reaches the terminal as a control`(text: String) {
        let shown = plain.text(.string(text))
        #expect(
            shown.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
            })
    }

    @Test func `colours appear only when asked for`() {
        let coloured = PrettyJSON(style: Style(isOn: true), longestText: 20).text(["a": 1])
        #expect(coloured.contains("\u{1B}[36m\"a\"\u{1B}[0m"))
        #expect(!plain.text(["a": 1]).contains("\u{1B}"))
    }

    @Test func `a cookie is shown by its start`() {
        let line = "auth_my-app-auth=AAECAwQFBgcICQoLDA0O; HttpOnly; Path=/"
        #expect(Transcript.shorten(line) == "auth_my-app-auth=AAECAwQF… (20); HttpOnly; Path=/")
        #expect(Transcript.shorten("auth=; Max-Age=0") == "auth=; Max-Age=0")
    }
}
