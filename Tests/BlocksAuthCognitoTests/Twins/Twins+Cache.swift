// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksHTTP
import TestSupport

@testable import BlocksAuthCognito

extension Twin {
    /// tests/unit/jwk.test.ts, the cache; the preloading of tests/unit/jwt-verifier.test.ts.
    static let caching: [Twin] = [
        fact("fetch: key set") {
            try await TwinBed(.json(goodKeys)).client.jwks(issuer: TestTokenIssuer.pool.issuers[0])
                == TestTokenIssuer.shared.keys
        },
        fact("fetch: key") { try await TwinBed(.json(goodKeys)).code(of: "key-1") == nil },
        fact("fetch: kid empty") { try await TwinBed(.json(goodKeys)).code(of: "") == .unknownKey },
        fact("fetch: kid not found") { try await TwinBed(.json(goodKeys)).code(of: "kiddoesnotexist") == .unknownKey },
        fact("cache: returns a key") { try await TwinBed(.json(goodKeys)).code(of: "key-1") == nil },
        fact("cache: returns a cached key") {
            let bed = try TwinBed(.json(goodKeys))
            await bed.cache.preload(issuer: bed.issuer)
            let code = await bed.code(of: "key-1")
            return code == nil && bed.transport.requests.count == 1
        },
        fact("cache: no JSON") { try await TwinBed(.json(goodKeys + "}")).code(of: "key-1") == .keysUnavailable },
        fact("cache: kid empty", "and no fetch for it") {
            let bed = try TwinBed(.json(goodKeys), .json(goodKeys))
            await bed.cache.preload(issuer: bed.issuer)
            let code = await bed.code(of: "")
            return code == .unknownKey && bed.transport.requests.count == 1
        },
        fact("cache: set not cached", "it is fetched") {
            let bed = try TwinBed(.json(goodKeys), .json(goodKeys))
            await bed.cache.preload(issuer: bed.issuer)
            let code = await bed.code(of: "key-1", issuer: bed.client.pool.issuers[1])
            return code == nil && bed.transport.requests.count == 2
        },
        fact("cache: key not cached") {
            let bed = try TwinBed(.json(goodKeys))
            await bed.cache.preload(issuer: bed.issuer)
            return await bed.code(of: "otherkid") == .unknownKey
        },
        fact("cache: one attempt at a time") {
            let bed = try TwinBed(.json(goodKeys), .json(goodKeys))
            async let first = bed.code(of: "key-1")
            async let second = bed.code(of: "key-1")
            let codes = await [first, second]
            return codes == [nil, nil] && bed.transport.requests.count == 1
        },
        fact("cache: the wait is not over", "no fetch for a second unknown key") {
            let bed = try TwinBed(.json(goodKeys), .json(goodKeys))
            let codes = [await bed.code(of: "otherkid"), await bed.code(of: "otherkid2")]
            return codes == [.unknownKey, .unknownKey] && bed.transport.requests.count == 1
        },
        fact("cache: known keys during the wait") {
            let bed = try TwinBed(.json(goodKeys))
            let codes = [await bed.code(of: "otherkid"), await bed.code(of: "key-1")]
            return codes == [.unknownKey, nil]
        },
        fact("cache: after the wait", "of ten seconds") {
            let bed = try TwinBed(.json(goodKeys), .json(goodKeys))
            _ = await bed.code(of: "otherkid")
            bed.clock.advance(seconds: 9)
            _ = await bed.code(of: "otherkid")
            let before = bed.transport.requests.count
            bed.clock.advance(seconds: 1)
            _ = await bed.code(of: "otherkid")
            return before == 1 && bed.transport.requests.count == 2
        },
        fact("cache: custom penalty box and fetcher", "a scripted transport; nothing else is to be replaced") {
            let bed = try TwinBed(.json(goodKeys))
            let codes = [await bed.code(of: "key-1"), await bed.code(of: "key-1")]
            return codes == [nil, nil] && bed.transport.requests.map(\.url) == [bed.issuer + "/.well-known/jwks.json"]
        },
        fact("hydrate: one issuer") {
            let bed = try TwinBed(.json(goodKeys))
            await bed.verifier.preload()
            let token = TestTokenIssuer.shared.sign(TestTokenIssuer.shared.idClaims(now: now))
            _ = try await bed.verifier.verifyIDToken(Secret(token))
            return bed.transport.requests.count == 1
        },
        fact("hydrate: several issuers", "the usual one; the other when a token names it") {
            let bed = try TwinBed(.json(goodKeys), .json(goodKeys))
            await bed.verifier.preload()
            let before = bed.transport.requests.map(\.url)
            let code = await bed.code(of: "key-1", issuer: bed.client.pool.issuers[1])
            return before == [bed.issuer + "/.well-known/jwks.json"] && code == nil
                && bed.transport.requests.count == 2
        },
        fact("hydrate: the issuer refuses", "which is no failure, and nothing to wait for") {
            let bed = try TwinBed(.json("", status: 403), .json(goodKeys))
            await bed.verifier.preload()
            return await bed.code(of: "key-1") == nil
        },
        fact("multiple IDPs: happy flow", "the pool's two issuers, each with its keys") {
            let bed = try TwinBed(.json(goodKeys), .json(#"{"keys":[]}"#))
            let codes = [await bed.code(of: "key-1"), await bed.code(of: "key-1", issuer: bed.client.pool.issuers[1])]
            return codes == [nil, .unknownKey]
        },
        fact("multiple IDPs: at least one issuer") {
            let bed = try TwinBed(pool: pool(issuers: []), .json(goodKeys))
            do {
                try await bed.verifier.prepare()
                return false
            } catch let error as TokenError { return error == TokenError(.issuer) && bed.transport.requests.isEmpty }
        },
    ]
}
