// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

struct OriginPatternTests {
    private func grants(_ patterns: String, _ origin: String) -> Bool {
        CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": patterns]).decide(origin: origin) == .granted(origin: origin)
    }

    @Test(arguments: [
        ("https://app.example.com", "https://app.example.com"),
        ("http://localhost:3000", "http://localhost:3000"),
        (#"https://.*\.example\.com"#, "https://a.b.example.com"),
        (#"^https://[a-z0-9-]+\.example\.com$"#, "https://a-1.example.com"),
        (#"http://localhost(:\d+)?"#, "http://localhost"),
        (#"http://localhost(:\d+)?"#, "http://localhost:5173"),
        (#"https?://(a|b|c\.d)\.test"#, "http://c.d.test"),
        (#"https://x{2,3}\.test"#, "https://xxx.test"),
        (#"https://x{2}\.test"#, "https://xx.test"),
        (#"https://x{2,}\.test"#, "https://xxxxx.test"),
        (#"https://(?:\w+\.)*test"#, "https://a.b.c.test"),
        (#"https://[^.]+\.test"#, "https://abc.test"),
        (#"https:\/\/a\-b\.test"#, "https://a-b.test"),
        ("https://a.test,https://b.test", "https://b.test"),
        (" https://a.test , ,", "https://a.test"),
        (#"https://x{1,3}\.a,https://b.test"#, "https://b.test"),
        ("^https://a.test$|^https://b.test$", "https://b.test"),
        ("https://a+?[.]test", "https://aaa.test"),
    ])
    func `an origin that the whole pattern matches is granted`(patterns: String, origin: String) {
        #expect(grants(patterns, origin))
    }

    @Test(arguments: [
        ("https://app.example.com", "https://app-example.com"),
        ("https://app.example.com", "https://app.example.com.evil.test"),
        ("https://app.example.com", "http://app.example.com"),
        ("https://app.example.com", "https://app.example.com:8443"),
        (#"^https://app\.example\.com"#, "https://app.example.com.evil.test"),
        (#"app\.example\.com$"#, "https://app.example.com"),
        (#"https://a\.test|https://b\.test"#, "https://a.test.evil.test"),
        (#"https://a\.test|https://b\.test"#, "https://evil.test/https://b.test"),
        (#"https://.*\.example\.com"#, "https://example.com"),
        (#"https://.*\.example\.com"#, "https://a.example.com\nx"),
        (#"https://[a-z]+\.test"#, "https://A.test"),
        (#"https://x{2,3}\.test"#, "https://xxxx.test"),
        (#"https://x{2,3}\.test"#, "https://x.test"),
        (#"https://[^.]+\.test"#, "https://a.b.test"),
        (#"https://[^.]+\.test"#, "https://é.test"),
        (".*", "null\u{E9}"),
        ("https://a.test", "null"),
        ("[]", "[]x"),
    ])
    func `any other origin is refused`(patterns: String, origin: String) {
        #expect(CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": patterns]).decide(origin: origin) == .refused)
    }

    @Test(arguments: [
        "https://(a", "https://a)", "*", "https://a**", "https://[b-a].test", #"https://\bx"#, #"(a)\1"#, "(?=a)",
        "a{3,2}", "[a",
        #"a\"#, "(?<n>a)", "^*", "https://é.test?", "a{5000}", "((((a{20}){20}){20}){20})", #"[\d-z]"#,
    ])
    func `an entry that is no expression is compared literally and an operator is told`(entry: String) {
        let policy = CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": entry])
        #expect(policy.decide(origin: entry) == .granted(origin: entry))
        #expect(policy.decide(origin: "a") == .refused)
        #expect(policy.warnings.count == 1)
    }

    @Test func `an operator is told of an entry without an end, and of no other`() {
        let entries = "^https://a\\.test,^https://b\\.test$,https://c.test,https://.*\\.d\\.test"
        let warnings = CORSPolicy(environment: ["CORS_HOSTING_ORIGINS": entries]).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains(#"'^https://a\.test'"#) == true)
    }

    @Test func `without an origin or without patterns nothing is granted`() {
        let policy = CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": "https://a.test"])
        #expect(policy.decide(origin: nil) == .noOrigin)
        #expect(policy.decide(origin: "") == .noOrigin)
        #expect(CORSPolicy(environment: [:]).decide(origin: "https://a.test") == .unrestricted)
        #expect(CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": " , "]).decide(origin: "x") == .unrestricted)
    }

    @Test func `expressions that make others backtrack for ever are answered at once`() {
        for pattern in ["(a+)+b", "(a|a)*b", "(a*)*b", "((a?){20}){20}b", "(()*)*b", "((){2000}){2000}b"] {
            let policy = CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": pattern])
            #expect(policy.decide(origin: String(repeating: "a", count: 500)) == .refused)
            #expect(policy.decide(origin: String(repeating: "a", count: 1_000_000)) == .refused)
        }
    }

    @Test func `no entry, however odd, stops the server`() {
        var random = SeededRandom(seed: 8)
        let alphabet = Array(#"ab.\dw[]^-$(|)?*+{1,2}:/é"#)
        for _ in 0..<5_000 {
            let entry = String((0..<12).map { _ in alphabet.randomElement(using: &random) ?? "a" })
            let policy = CORSPolicy(environment: ["CORS_ALLOWED_ORIGINS": entry])
            #expect(policy.decide(origin: "ab.w:/12") != .noOrigin)
        }
    }
}
