// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLocal
import Testing

@testable import BlocksTool

struct PlaceholdersTests {
    private let placeholders: Placeholders = {
        var jar = CookieJar()
        for cookie in ["auth=abc.def"].compactMap(ReceivedCookie.init) { jar.receive(cookie) }
        let body: JSONValue = [
            "result": ["id": 7, "text": "say \"hi\"", "fields": [["name": "session", "defaultValue": "s1"]]]
        ]
        // The secret and the time of RFC 6238, appendix B: the codes are those of its table, cut to six digits.
        return Placeholders(
            code: { $0 == "alice" ? "123456" : nil }, jar: jar, body: body,
            captures: ["secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "text": "say \"hi\"", "number": "0189"],
            clock: WallClock { Timestamp(seconds: 1_111_111_109) })
    }()

    @Test(arguments: [
        ("${code:alice}", "123456"),
        ("a ${code:alice} b ${code:alice}", "a 123456 b 123456"),
        ("auth=${cookie:auth}x", "auth=abc.defx"),
        ("[${body:result.id}]", "[7]"),
        ("${body:result.fields[0].defaultValue}", "s1"),
        ("${body:result.fields[name=session].defaultValue}", "s1"),
        (#""${body:result.text}""#, #""say \"hi\"""#),
        ("${captured:number}", "0189"),
        (#""${captured:text}""#, #""say \"hi\"""#),
        ("${totp:secret}", "081804"),
        ("${totp:secret+1}", "050471"),
        ("no placeholder", "no placeholder"),
        ("${stageVariables.x} $5 ${", "${stageVariables.x} $5 ${"),
        ("${unknown:alice}", "${unknown:alice}"),
    ])
    func `a placeholder becomes what it stands for and anything else stays`(text: String, filled: String) throws {
        #expect(try placeholders.fill(text) == filled)
    }

    @Test(arguments: [
        "${code:bob}", "${cookie:other}", "${body:result.nothing}", "${body:result.fields[3]}", "${captured:other}",
        "${passkey:other}", "${passkey:number}", "${totp:other}", "${totp:number}", "${totp:secret+2}", "${totp:}",
    ])
    func `a placeholder without a value is an error of the event`(text: String) {
        #expect(throws: ToolError(.event, "")) { try placeholders.fill(text) }
    }

    @Test func `a passkey is made and used for the options that were captured`() throws {
        var placeholders = placeholders
        placeholders.authenticator = try SoftwareAuthenticator(origin: "http://localhost:3000")
        placeholders.captures["made"] = #"{"challenge":"AQ","rp":{"id":"localhost"},"user":{"id":"AQ"}}"#
        placeholders.captures["used"] = #"{"challenge":"AQ","rpId":"localhost"}"#
        for (name, member) in [("made", "attestationObject"), ("used", "signature")] {
            let body = try placeholders.fill(#"{"credential":"${passkey:\#(name)}"}"#)
            let text = try #require(try JSONValue(parsing: Array(body.utf8))["credential"]?.string)
            let credential = try JSONValue(parsing: Array(text.utf8))
            #expect(credential["type"] == "public-key")
            #expect(credential["response"]?[member]?.string?.isEmpty == false)
        }
    }

    @Test func `every text of an event is filled, at any depth`() throws {
        let event: JSONValue = ["cookies": ["a=${cookie:auth}"], "body": "${code:alice}", "n": 1, "b": true, "z": nil]
        let filled = try placeholders.fill(event)
        #expect(filled["cookies"]?[0] == "a=abc.def")
        #expect(filled["body"] == "123456")
        #expect(filled["n"] == 1)
        #expect(filled["z"] == JSONValue.null)
    }

    @Test func `without an answer before there is no body to take from`() {
        let first = Placeholders(code: { _ in nil }, jar: CookieJar(), body: nil)
        #expect(throws: ToolError(.event, "")) { try first.fill("${body:result}") }
    }
}
