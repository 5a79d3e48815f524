// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Sessions that a TypeScript backend and ours share in one table, down to the items of DynamoDB.
///
/// The other backend is played by `Tests/Scripts/reference_sessions.py`.
@Suite(.enabled(if: PythonPeer.interpreter != nil, Comment(rawValue: PythonPeer.howToGet)))
struct CompatibleFormatTests {
    private static let secret = "unit-test-secret-0123456789abcdef"
    private static let table = "s-app-auth-sessions"
    private static let name = "auth_s-app-auth"
    /// Vector 1 of the spec.
    private static let vector = (
        id: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", mac: "kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s"
    )

    private let bed = CloudBed()

    init() {
        bed.cloud.put(parameter: "/s-app-auth-session-secret", Self.secret)
    }

    private func process() throws -> AuthCognito<Pool> { try bed.process(options: .init(sessionFormat: .compatible)) }

    private var now: Int64 { bed.clock.clock.now().seconds }

    /// What the other backend answers.
    private func peer(_ question: String, _ fields: JSONValue) throws -> JSONValue {
        let answers: [JSONValue] = try PythonPeer.answers(
            "reference_sessions.py", [JSONValue.object([question: fields])])
        return try #require(answers.first)
    }

    /// Has the other backend begin a session that ends at `expires`, and puts its row into the table.
    private func begun(_ tokens: AuthTokens, expires: Int64) throws -> String {
        let made = try peer(
            "write",
            [
                "secret": .string(Self.secret), "id": .string(Self.vector.id),
                "expires": .number(JSONNumber(expires)),
                "tokens": [
                    "idToken": .string(tokens.idToken?.exposed ?? ""),
                    "accessToken": .string(tokens.accessToken?.exposed ?? ""), "refreshToken": "refresh-of-theirs",
                ],
            ])
        bed.cloud.put(item: try #require(made["item"]), in: Self.table)
        return try #require(made["cookie"]?.string)
    }

    /// What the other backend makes of our cookie and the row that it points to.
    private func read(_ cookie: String) throws -> JSONValue? {
        let id = try #require(cookie.split(separator: ".").first)
        let item = try #require(bed.cloud.item(String(id), in: Self.table))
        return try peer(
            "read",
            [
                "secret": .string(Self.secret), "cookie": .string(cookie), "item": item,
                "now": .number(JSONNumber(now)),
            ])["session"]
    }

    @Test func `a session that the reference began is read`() async throws {
        let cookie = try begun(TestTokenIssuer.shared.tokens(now: bed.clock.clock.now()), expires: now + 100)
        #expect(cookie == "\(Self.vector.id).\(Self.vector.mac)")
        let process = try process()
        let (error, setCookies) = await bed.request(process, "\(Self.name)=\(cookie)")
        #expect(error == nil && setCookies.isEmpty)
        bed.clock.advance(seconds: 100)
        let (over, cleared) = await bed.request(process, "\(Self.name)=\(cookie)")
        #expect(over == .notAuthenticated)
        #expect(cleared == ["\(Self.name)=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"])
    }

    @Test func `a session that we began is read by the reference`() async throws {
        let cookies = try await bed.session(options: .init(sessionFormat: .compatible))
        let cookie = try #require(cookies.split(separator: "=", maxSplits: 1).last.map(String.init))
        #expect(cookies.hasPrefix(Self.name + "="))
        let id = try #require(cookie.split(separator: ".").first.map(String.init))
        let item = try #require(bed.cloud.item(id, in: Self.table)?.object)
        #expect(item.keys.sorted() == ["pk", "ttl", "value"])
        #expect(item["ttl"] == ["N": .string("\(now + 34_560_000)")])
        let session = try #require(try read(cookie)?.object)
        let tokens = TestTokenIssuer.shared.tokens(now: bed.clock.clock.now(), mark: "0")
        #expect(session.keys.sorted() == ["accessToken", "idToken", "refreshToken"])
        #expect(session["accessToken"]?.string == tokens.accessToken?.exposed)
        #expect(session["idToken"]?.string == tokens.idToken?.exposed)
        #expect(session["refreshToken"] == "refresh-1")
    }

    @Test func `a session of the reference is refreshed by us, and read by it again`() async throws {
        let cookie = try begun(TestTokenIssuer.shared.tokens(now: bed.clock.clock.now()), expires: now + 34_560_000)
        bed.clock.advance(seconds: 3601)
        let (error, setCookies) = await bed.request(try process(), "\(Self.name)=\(cookie)")
        #expect(error == nil)
        #expect(
            setCookies == ["\(Self.name)=\(cookie); HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000"])
        let session = try #require(try read(cookie)?.object)
        let fresh = TestTokenIssuer.shared.tokens(now: bed.clock.clock.now(), mark: "1")
        #expect(session["accessToken"]?.string == fresh.accessToken?.exposed)
        #expect(session.keys.sorted() == ["accessToken", "idToken", "refreshToken"])
        #expect(bed.cloud.item(Self.vector.id, in: Self.table)?["ttl"] == ["N": .string("\(now + 34_560_000)")])
    }

    @Test(arguments: ["A", "=", ".", ""])
    func `a code that the reference would refuse is refused`(end: String) async throws {
        let cookie = try begun(TestTokenIssuer.shared.tokens(now: bed.clock.clock.now()), expires: now + 100)
        let changed = end.isEmpty ? String(cookie.dropLast()) : cookie.dropLast() + end
        #expect(try read(changed) == .null)
        let (error, setCookies) = await bed.request(try process(), "\(Self.name)=\(changed)")
        #expect(error == .notAuthenticated && setCookies.isEmpty)
    }
}
