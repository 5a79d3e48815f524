// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import Foundation
import TestSupport
import Testing

/// The vectors of keys, and of tokens under keys and sets of keys, as far as they are about public keys.
///
/// The symmetric keys have no public half: an issuer that published one would have no key in its set.
@Suite(.needsVectors("wycheproof")) struct JWKVectorTests {
    private struct Group: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let comment: String
            let jws: Text?
            let jwe: Text?
        }
        let `public`: Keys?
        let tests: [Case]
    }

    /// One key, or a set of them.
    private struct Keys: Decodable {
        let set: JWKSet

        init(from decoder: any Decoder) throws {
            if let set = try? JWKSet(from: decoder) {
                self.set = set
            } else {
                set = JWKSet(keys: [try JWK(from: decoder)])
            }
        }
    }

    /// A token; the JSON serialisation of JWS, an object, is none of ours.
    private struct Text: Decodable {
        let compact: String?

        init(from decoder: any Decoder) throws {
            compact = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    private struct Header: Decodable { let alg, kid: String? }

    /// The least that a verifier does: RS256 by its own choice, the key that the token names, the signature.
    private func verifies(_ text: String?, _ keys: JWKSet?) -> Bool {
        guard let text, let token = try? UnverifiedJWT(text),
            let header = try? JSONDecoder().decode(Header.self, from: Data(token.headerBytes)), header.alg == "RS256",
            let key = header.kid.flatMap({ keys?.key(id: $0) }), key.isForRS256, let publicKey = try? key.rsaPublicKey()
        else { return false }
        return token.hasValidRS256Signature(of: publicKey)
    }

    /// The valid case of RS256, and the key of a flawed generator (CVE-2017-15361), which only its maker can avoid: we believe
    /// the keys that the pool's issuer publishes, whatever made them.
    @Test(arguments: [("key", 26, [5, 7]), ("crypto", 83, [33, 46])])
    func `of all keys, sets and tokens only RS256 under the key that is named passes`(
        file: String, count: Int, accepted: [Int]
    ) throws {
        let file = try Wycheproof<Group>.load("json_web_\(file)_test.json")
        var (asked, passed): (Int, [Int]) = (0, [])
        for group in file.testGroups {
            for test in group.tests {
                asked += 1
                let text = test.jws?.compact ?? test.jwe?.compact
                if verifies(text, group.public?.set) { passed.append(test.tcId) }
            }
        }
        #expect(passed == accepted)
        #expect(asked == count)
    }
}
