// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksLocal

@Suite(.needsVectors(WebAuthnVector.file)) struct WebAuthnVectorTests {
    @Test func `there are fifteen pairs, eleven of algorithms that are taken`() {
        #expect(WebAuthnVector.all.count == 15)
        #expect(WebAuthnVector.supported.count == 11)
    }

    @Test(arguments: WebAuthnVector.all)
    func `every message is read`(vector: WebAuthnVector) throws {
        let attestation = try Attestation(vector.registered.attestationObject)
        let made = try AuthenticatorData(attestation.authenticatorData)
        #expect(try made.credential?.id == vector.registered.id)
        #expect(vector.id.hasPrefix(attestation.format))
        #expect(try ClientData(vector.registered.clientData).type == "webauthn.create")
        let used = try AuthenticatorData(vector.asserted.authenticatorData)
        #expect(used.credential == nil && used.relyingPartyHash == made.relyingPartyHash)
        #expect(try ClientData(vector.asserted.clientData).origin == "https://example.org")
    }

    @Test(arguments: WebAuthnVector.supported)
    func `a registration and an assertion are verified`(vector: WebAuthnVector) throws {
        let record = try vector.register()
        #expect(try record.id == vector.registered.id)
        #expect(try WebAuthnVector.site.verify(vector.asserted, for: vector.request, of: record) == record)
    }

    @Test(arguments: WebAuthnVector.all.filter(\.isForeign))
    func `a key of another algorithm is refused as such`(vector: WebAuthnVector) throws {
        #expect(throws: WebAuthnError.refusal(.unsupportedAlgorithm)) { try vector.register() }
    }

    @Test(arguments: WebAuthnVector.supported)
    func `an assertion with any bit flipped is refused`(vector: WebAuthnVector) throws {
        let record = try vector.register()
        let asserted = try vector.asserted
        for part in [\AssertionResponse.clientData, \.authenticatorData, \.signature, \.id] {
            let accepted = (0..<asserted[keyPath: part].count * 8).filter { bit in
                let changed = asserted.with(part, asserted[keyPath: part].flipping(bit: bit))
                return (try? WebAuthnVector.site.verify(changed, for: vector.request, of: record)) != nil
            }
            #expect(accepted == [])
        }
    }

    @Test func `a registration that attests itself is refused with any signed bit flipped`() throws {
        let vector = try #require(WebAuthnVector.supported.first { $0.id == "packed-self-es256" })
        let registered = try vector.registered
        let attestation = try Attestation(registered.attestationObject)
        let signature = try #require(attestation.statement["sig"]?.bytes)
        for signed in [attestation.authenticatorData, signature] {
            let start = try #require(registered.attestationObject.firstRange(of: signed)).lowerBound
            let accepted = (start * 8..<(start + signed.count) * 8).filter { bit in
                let changed = RegistrationResponse(
                    id: registered.id, clientData: registered.clientData,
                    attestationObject: registered.attestationObject.flipping(bit: bit))
                return (try? WebAuthnVector.site.verify(changed, for: vector.creation)) != nil
            }
            #expect(accepted == [])
        }
        let accepted = (0..<registered.clientData.count * 8).filter { bit in
            let changed = RegistrationResponse(
                id: registered.id, clientData: registered.clientData.flipping(bit: bit),
                attestationObject: registered.attestationObject)
            return (try? WebAuthnVector.site.verify(changed, for: vector.creation)) != nil
        }
        #expect(accepted == [])
    }

    @Test func `messages of other credentials, ceremonies and challenges are refused`() throws {
        let (one, other) = (WebAuthnVector.supported[0], WebAuthnVector.supported[1])
        let record = try one.register()
        #expect(throws: WebAuthnError.refusal(.wrongChallenge)) {
            try WebAuthnVector.site.verify(one.asserted, for: other.request, of: record)
        }
        #expect(throws: WebAuthnError.refusal(.wrongCredential)) {
            try WebAuthnVector.site.verify(other.asserted, for: other.request, of: record)
        }
        #expect(throws: WebAuthnError.refusal(.wrongChallenge)) {
            try WebAuthnVector.site.verify(one.registered, for: other.creation)
        }
        let crossed = try one.asserted.with(\.clientData, one.registered.clientData)
        #expect(throws: WebAuthnError.refusal(.wrongCeremony)) {
            try WebAuthnVector.site.verify(crossed, for: one.creation, of: record)
        }
    }

    @Test(arguments: WebAuthnVector.supported)
    func `a site that nobody may embed refuses foreign frames only`(vector: WebAuthnVector) throws {
        let site = WebAuthnVector.site.with(embedding: .refused)
        if vector.id.hasSuffix("crossOrigin") || vector.id.hasSuffix("topOrigin") {
            #expect(throws: WebAuthnError.refusal(.originNotAllowed)) { try vector.register(site) }
        } else {
            #expect(try vector.register(site).id == vector.registered.id)
        }
    }

    @Test(arguments: WebAuthnVector.supported)
    func `verification of the user is asked for where it is required`(vector: WebAuthnVector) throws {
        let record = try vector.register()
        let data = try AuthenticatorData(vector.asserted.authenticatorData)
        let site = WebAuthnVector.site.with(verification: .required)
        if data.flags.contains(.userVerified) {
            _ = try site.verify(vector.asserted, for: vector.request, of: record)
        } else {
            #expect(throws: WebAuthnError.refusal(.userNotVerified)) {
                try site.verify(vector.asserted, for: vector.request, of: record)
            }
        }
    }
}

extension AssertionResponse {
    func with(_ part: KeyPath<AssertionResponse, [UInt8]>, _ bytes: [UInt8]) -> AssertionResponse {
        AssertionResponse(
            id: part == \.id ? bytes : id, clientData: part == \.clientData ? bytes : clientData,
            authenticatorData: part == \.authenticatorData ? bytes : authenticatorData,
            signature: part == \.signature ? bytes : signature, userHandle: userHandle)
    }
}

extension RelyingParty {
    func with(
        verification: UserVerification? = nil, embedding: Embedding? = nil, id: String? = nil, origins: [String]? = nil
    ) -> RelyingParty {
        RelyingParty(
            id: id ?? self.id, origins: origins ?? self.origins, userVerification: verification ?? userVerification,
            embedding: embedding ?? self.embedding)
    }
}
