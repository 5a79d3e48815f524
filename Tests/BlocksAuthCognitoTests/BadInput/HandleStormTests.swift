// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Handles of sign-ins under way: replayed, tampered with, foreign, too old.
struct HandleStormTests {
    private static let invalid = "400 ExpiredCodeException"

    /// A sign-in of alice that waits for the code by e-mail, its handle and the code.
    private func waiting(_ bed: StormBed, _ username: String = "alice") async throws -> (handle: String, code: String) {
        let client = StormBed.Client(bed)
        let answer = try await client.call("api.signIn", #"["\#(username)","Passw0rd!"]"#)
        let handle = try #require(answer.result?["nextStep"]?["session"]?.string)
        return (handle, try #require(bed.outbox.newest(for: username)?.code))
    }

    private func confirm(_ bed: StormBed, _ handle: String, _ code: String) async throws -> StormBed.Answer {
        let text = try JSONCoding.string(JSONValue.string(handle))
        return try await StormBed.Client(bed).call("api.confirmSignIn", #"[\#(text),"\#(code)"]"#)
    }

    @Test func `a handle with anything changed is refused, and the true one still counts once`() async throws {
        let bed = try StormBed()
        _ = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#)
        let (handle, code) = try await waiting(bed)
        var random = SeededRandom(seed: 20_261_127)
        let bytes = Array(handle.utf8)
        for round in 0..<400 {
            var changed = bytes
            let position = Int.random(in: 0..<changed.count, using: &random)
            switch round % 4 {
            case 0: changed[position] ^= UInt8(1) << UInt8.random(in: 0..<7, using: &random)
            case 1: changed.remove(at: position)
            case 2: changed.insert(UInt8.random(in: 0x20..<0x7F, using: &random), at: position)
            default: changed.swapAt(position, Int.random(in: 0..<changed.count, using: &random))
            }
            guard changed != bytes else { continue }
            let answer = try await confirm(bed, String(decoding: changed, as: UTF8.self), code)
            #expect(answer.outcome == Self.invalid && answer.message == "Invalid session", "round \(round)")
        }
        for text in [
            "", ".", "..", handle + ".", "." + handle, handle + handle, handle.uppercased(), String(handle.reversed()),
            handle + "=", handle + " ", handle + "\u{0}", String(handle.dropLast(1)), "null",
        ] {
            #expect(try await confirm(bed, text, code).outcome == Self.invalid, "\(text)")
        }
        #expect(try await confirm(bed, handle, code).outcome == "ok")
        #expect(try await confirm(bed, handle, code).outcome == Self.invalid, "replayed")
    }

    @Test func `what else we sign is no handle`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        _ = try await client.call(
            "api.signUp", #"["alice","Passw0rd!",{"autoSignIn":true,"attributes":{"email":"alice@example.com"}}]"#)
        let bridge = try #require(client.cookies["__Host-autosignin_conformance-auth"])
        let bob = try await bed.signedIn("bob")
        let cookie = try #require(bob.cookies["__Host-auth_conformance-auth"])
        for value in [bridge, cookie] { #expect(try await confirm(bed, value, "123456").outcome == Self.invalid) }
        // And a handle is no cookie.
        let code = bed.outbox.newest(for: "alice")?.code ?? ""
        _ = try await client.call("api.confirmSignUp", #"["alice","\#(code)"]"#)
        let (handle, _) = try await waiting(bed)
        let thief = StormBed.Client(bed)
        thief.cookies = ["__Host-auth_conformance-auth": handle, "__Host-autosignin_conformance-auth": handle]
        #expect(try await thief.call("api.requireAuth").outcome == "401 NotAuthenticatedException")
        thief.cookies = ["__Host-auth_conformance-auth": handle, "__Host-autosignin_conformance-auth": handle]
        #expect(try await thief.call("api.autoSignIn").outcome == "401 NotAuthenticatedException")
    }

    @Test func `a handle of another backend is refused`() async throws {
        let (bed, other) = (try StormBed(), try StormBed())
        for bed in [bed, other] { _ = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#) }
        let (handle, _) = try await waiting(other)
        let (_, code) = try await waiting(bed)
        #expect(try await confirm(bed, handle, code).outcome == Self.invalid)
    }

    @Test func `one user's code does not go with another's handle`() async throws {
        let bed = try StormBed()
        for name in ["alice", "bob"] { _ = try await bed.signedIn(name, #"{"email":"\#(name)@example.com"}"#) }
        let (alice, bob) = (try await waiting(bed), try await waiting(bed, "bob"))
        if alice.code != bob.code {
            #expect(try await confirm(bed, alice.handle, bob.code).outcome == "400 CodeMismatchException retriable")
        }
        #expect(try await confirm(bed, alice.handle, alice.code).result?["user"]?["username"]?.string == "alice")
    }

    @Test func `a handle that is too old is refused`() async throws {
        let bed = try StormBed()
        _ = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#)
        let (handle, code) = try await waiting(bed)
        bed.clock.advance(seconds: 901)
        #expect(try await confirm(bed, handle, code).outcome == Self.invalid)
    }

    @Test func `wrong codes leave the handle usable, up to the limit`() async throws {
        let bed = try StormBed()
        _ = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#)
        let (handle, code) = try await waiting(bed)
        for bad in ["000000", "", "\\u0000"] {
            #expect(try await confirm(bed, handle, bad).outcome == "400 CodeMismatchException retriable", "\(bad)")
        }
        #expect(try await confirm(bed, handle, code).outcome == Self.invalid)
    }
}
