// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Foundation
import TestSupport
import Testing

@Suite(.needsVectors("wycheproof")) struct JWSVectorTests {
    private struct Group: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let comment: String
            let jws: String
            let result: Verdict
        }
        /// Absent for symmetric keys, of which only `private` is given.
        let `public`: JWK?
        let tests: [Case]
    }

    private struct Header: Decodable { let alg: String }

    /// The least that a verifier of RS256 does: the algorithm from its own list, a key for it, the signature.
    private func verifies(_ text: String, _ key: JWK?) -> Bool {
        guard let key, key.isForRS256, let publicKey = try? key.rsaPublicKey(), let token = try? UnverifiedJWT(text),
            let header = try? JSONDecoder().decode(Header.self, from: Data(token.headerBytes)), header.alg == "RS256"
        else { return false }
        return token.hasValidRS256Signature(of: publicKey)
    }

    @Test func `RS256: 233 cases as the vectors say, the 168 of other algorithms refused`() throws {
        let file = try Wycheproof<Group>.load("json_web_signature_test.json")
        var ours = 0
        var others = 0
        for group in file.testGroups {
            let isOurs = group.public?.alg == "RS256"
            for test in group.tests {
                if isOurs { ours += 1 } else { others += 1 }
                let expected = isOurs && test.result == .valid
                #expect(verifies(test.jws, group.public) == expected, "\(test.tcId) \(test.comment)")
            }
        }
        #expect(ours == 233)
        #expect(others == 168)
    }
}
