// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Decision 0023: what the cookie and the row of a sealed session are, and what is refused.
struct SealedSessionTests {
    private let name = "__Host-auth_my-stack-my-app-auth"
    private let clock = MovableClock()

    private func fixture(secret: String = AuthFixture<Pool>.secretText) throws -> AuthFixture<Pool> {
        try AuthFixture<Pool>(clock: clock, secret: secret, random: .system)
    }

    /// The three parts of the cookie's value.
    private func parts(_ cookie: String) throws -> [String] {
        try #require(cookie.split(separator: "=").last).split(separator: ".").map(String.init)
    }

    private func isSignedIn(_ fixture: AuthFixture<Pool>, _ value: String) async throws -> Bool {
        try await fixture.auth.checkAuth(fixture.context("\(name)=\(value)"))
    }

    @Test func `the cookie is key id, id and code, and has the prefix and all attributes`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        fixture.cognito.on("InitiateAuth") { [tokens = fixture.tokens()] in AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        let keys = try KeyRing(AuthFixture<Pool>.secretText)
        let value = keys.cookieValue(Tested.firstID, .sealed)
        #expect(
            context.setCookies == ["\(name)=\(value); HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000"])
        #expect(value.hasPrefix("\(keys.newest.id).AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8."))
        #expect(fixture.rows.keys.sorted() == [Tested.firstRow])
        #expect(Tested.firstRow == Base64URL.encode(SHA256.hash(Array(Tested.firstID.utf8))))
    }

    @Test func `a cookie has at most 200 bytes whatever the claims`() async throws {
        let fixture = try fixture(secret: "ABCDEFGH:" + String(repeating: "s", count: 2000))
        var tokens = fixture.tokens(refreshToken: String(repeating: "r", count: 4000))
        var claims = fixture.issuer.idClaims(now: clock.clock.now())
        claims["custom:department"] = .string(String(repeating: "x", count: 2000))
        tokens.idToken = Secret(fixture.issuer.sign(claims))
        fixture.cognito.on("InitiateAuth") { [tokens] in AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        let cookie = try #require(context.response.snapshot().cookies.first)
        #expect(cookie.value.utf8.count == 96)
        #expect(cookie.value.utf8.count <= SessionID.cookieLimit)
    }

    @Test func `the row shows neither tokens nor claims nor the id, and says its version and key`() async throws {
        let fixture = try fixture(secret: "key1:secret")
        let id = try parts(try await fixture.signIn(refreshToken: "planted-refresh"))[1]
        let (row, item) = try #require(fixture.rows.first)
        #expect(item.value.hasPrefix(#""v1.key1."#))
        for text in [row, item.value] {
            for planted in [id, "planted-refresh", ".eyJ", "alice", "sub-alice"] { #expect(!text.contains(planted)) }
        }
    }

    @Test func `any character of the cookie changed or cut off is no session`() async throws {
        let fixture = try fixture()
        let value = Array(try parts(try await fixture.signIn()).joined(separator: "."))
        #expect(try await isSignedIn(fixture, String(value)))
        for index in value.indices {
            var changed = value
            changed[index] = value[index] == "A" ? "B" : "A"
            #expect(try await !isSignedIn(fixture, String(changed)), "character \(index)")
            #expect(try await !isSignedIn(fixture, String(value[..<index])))
        }
    }

    @Test func `parts of two sessions' cookies make none`() async throws {
        let fixture = try fixture()
        let (one, two) = (try parts(try await fixture.signIn()), try parts(try await fixture.signIn()))
        for value in [
            [one[0], one[1], two[2]], [one[0], two[1], one[2]], [one[1], one[0], one[2]], [one[0], one[1]],
            [one[1], one[2]],
            ["other", one[1], one[2]], ["", one[1], one[2]], [one[0], one[1], one[2], ""],
            [one[0], one[1], one[2], one[2]],
        ] {
            #expect(try await !isSignedIn(fixture, value.joined(separator: ".")))
        }
    }

    @Test(arguments: KeyPurpose.allCases.filter { $0 != .sessionCookie })
    func `a code made with the key of another purpose is refused`(purpose: KeyPurpose) async throws {
        let fixture = try fixture()
        let value = try parts(try await fixture.signIn())
        let secret = try KeyRing(AuthFixture<Pool>.secretText).newest
        let signed = value[0] + "." + value[1]
        for mac in [SessionSecret.mac(signed, secret.key(purpose)), SessionSecret.mac(signed, secret.signing)] {
            #expect(try await !isSignedIn(fixture, signed + "." + mac))
        }
        #expect(try await isSignedIn(fixture, signed + "." + SessionSecret.mac(signed, secret.key(.sessionCookie))))
    }

    @Test func `the key of a row, which whoever reads the table has, is no id`() async throws {
        let fixture = try fixture()
        _ = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        #expect(try await !isSignedIn(fixture, try KeyRing(AuthFixture<Pool>.secretText).cookieValue(row, .sealed)))
    }

    @Test func `another session's row, put in its place, is not believed`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        let mineRow = try #require(fixture.rows.keys.first)
        _ = try await fixture.signIn()
        let other = try #require(fixture.rows.first { $0.key != mineRow }?.value)
        try await fixture.records.put(KVItem(key: mineRow, value: other.value), if: nil, now: 0)
        let context = fixture.context(mine)
        #expect(try await !fixture.auth.checkAuth(context))
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test func `any character of the row changed or cut off is a dead session`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let (row, item) = try #require(fixture.rows.first)
        let text = Array(item.value.dropFirst().dropLast())
        for index in Swift.stride(from: 0, to: text.count, by: 7) {
            var changed = text
            changed[index] = text[index] == "A" ? "B" : "A"
            for value in [String(changed), String(text[..<index])] {
                try await fixture.records.put(KVItem(key: row, value: "\"\(value)\""), if: nil, now: 0)
                #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)), "character \(index)")
            }
        }
        try await fixture.records.put(item, if: nil, now: 0)
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test(arguments: ["v2.", "v1", "", "V1.", "v1.."])
    func `a row of another version is a dead session`(version: String) async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        var item = try #require(fixture.rows.values.first)
        item.value = item.value.replacing("\"v1.", with: "\"" + version)
        try await fixture.records.put(item, if: nil, now: 0)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `the reference's record is not believed where sealed ones are expected`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let (row, _) = try #require(fixture.rows.first)
        let members = try #require(try fixture.members(row))
        try await fixture.records.put(
            KVItem(key: row, value: try JSONCoding.string(JSONValue.object(members))), if: nil, now: 0)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `a row whose secret has left the ring is a dead session`() async throws {
        let fixture = try fixture(secret: "new:two,old:one")
        let cookie = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        let sealed = try KeyRing("gone:three").seal(
            Array(#"{"idToken":"","accessToken":"","refreshToken":""}"#.utf8), for: .sessionRecord, at: row,
            random: .system)
        try await fixture.records.put(KVItem(key: row, value: "\"v1.\(sealed)\""), if: nil, now: 0)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `a session that ended stays ended when its cookie is sent again`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        try await fixture.auth.signOut(fixture.context(cookie))
        for _ in 0..<3 { #expect(try await !fixture.auth.checkAuth(fixture.context(cookie))) }
        #expect(fixture.rows.isEmpty)
    }

    @Test func `each write counts the version up and keeps when the session began`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let row = try #require(fixture.rows.keys.first)
        let first = try #require(try fixture.members(row))
        clock.advance(seconds: 3601)
        fixture.allowRefresh()
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        let second = try #require(try fixture.members(row))
        #expect([first["version"]?.int, second["version"]?.int] == [1, 2])
        #expect(first["created"] == second["created"] && first["created"] == first["renewed"])
        #expect(second["renewed"] == .number(JSONNumber(clock.clock.now().milliseconds)))
    }
}
