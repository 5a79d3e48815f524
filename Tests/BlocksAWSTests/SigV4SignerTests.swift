// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksAWS

@Suite struct `SigV4 signer` {
    private let request = SigV4Request(
        method: "POST", host: "dynamodb.us-east-1.amazonaws.com",
        headers: [("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "DynamoDB_20120810.GetItem")],
        payload: Array("{}".utf8))
    private let signer = SigV4Signer(service: "dynamodb", region: "us-east-1")

    private func sign(_ request: SigV4Request, _ credentials: AWSCredentials = .example) -> [String: String] {
        let added = signer.sign(request, credentials: credentials, at: .example)
        return Dictionary(uniqueKeysWithValues: added.map { ($0.name, $0.value) })
    }

    private func signature(_ request: SigV4Request, _ credentials: AWSCredentials = .example) -> String? {
        sign(request, credentials)["authorization"].flatMap { $0.split(separator: "Signature=").last.map(String.init) }
    }

    /// The example of <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-examples.html>.
    @Test func `the signing key of AWS's example is derived`() {
        let scope = CredentialScope(date: "20150830T123600Z", region: "us-east-1", service: "iam")
        let request = SigV4Request(
            method: "GET", host: "iam.amazonaws.com", query: "Action=ListUsers&Version=2010-05-08",
            headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")], payload: [])
        let signer = SigV4Signer(service: "iam", region: "us-east-1")
        let stages = signer.stages(request, credentials: .example, at: .example)
        #expect(scope.text == "20150830/us-east-1/iam/aws4_request")
        #expect(
            stages.headers.last?.value.hasSuffix(
                "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7") == true)
    }

    @Test func `long-lived credentials add a date and a signature`() {
        #expect(sign(request).keys.sorted() == ["authorization", "x-amz-date"])
    }

    @Test func `temporary credentials add their token, and it is signed`() {
        let added = sign(request, AWSCredentials("AKIDEXAMPLE", "secret", token: "token"))
        #expect(added["x-amz-security-token"] == "token")
        #expect(
            added["authorization"]?.contains(
                "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, ") == true)
    }

    @Test func `the digest of the body is sent where the service wants it`() {
        var options = SigV4Options()
        options.sendsPayloadHash = true
        let added = SigV4Signer(service: "s3", region: "us-east-1", options: options)
            .sign(request, credentials: .example, at: .example)
        #expect(
            added.contains { $0.name == "x-amz-content-sha256" && $0.value == Hex.encode(SHA256.hash(request.payload)) }
        )
    }

    @Test func `every part of the request is signed`() {
        var changes: [SigV4Request] = [request]
        func change(_ edit: (inout SigV4Request) -> Void) {
            var changed = request
            edit(&changed)
            changes.append(changed)
        }
        change { $0.method = "PUT" }
        change { $0.host = "dynamodb.us-east-1.amazonaws.com:8443" }
        change { $0.path = "/x" }
        change { $0.query = "a=1" }
        change { $0.payload = Array("{ }".utf8) }
        change { $0.headers[1].value = "DynamoDB_20120810.PutItem" }
        change { $0.headers.append(("x-more", "")) }
        change { $0.headers.removeLast() }
        #expect(Set(changes.map { signature($0) }).count == changes.count)
    }

    @Test func `what proxies rewrite is not signed`() {
        var changed = request
        changed.headers += [
            ("User-Agent", "x"), ("Connection", "close"), ("X-Amzn-Trace-Id", "Root=1"), ("Expect", "100-continue"),
            ("Transfer-Encoding", "chunked"), ("Authorization", "old"),
        ]
        #expect(signature(changed) == signature(request))
    }

    @Test func `a second signature does not see the first`() {
        let credentials = AWSCredentials("AKIDEXAMPLE", "secret", token: "token")
        var again = request
        again.headers += signer.sign(request, credentials: credentials, at: .example).map {
            ($0.name.uppercased(), "old")
        }
        #expect(signature(again, credentials) == signature(request, credentials))
    }

    @Test func `the key is derived anew for another day or secret, and kept otherwise`() {
        let cache = SigningKeyCache(region: "us-east-1", service: "iam")
        let scope = CredentialScope(date: "", region: "", service: "")
        let request = CanonicalRequest(
            method: "GET", path: "/", query: "", headers: CanonicalHeaders(capacity: 0), payloadHash: [],
            options: SigV4Options())
        let text = StringToSign(request, date: "", scope: scope)
        func signature(_ secret: String, _ date: String) -> [UInt8] {
            let (scope, key) = cache.key(Secret(secret), date: date)
            #expect(scope == CredentialScope(date: date, region: "us-east-1", service: "iam"))
            var output: [UInt8] = []
            key.appendSignature(of: text, to: &output)
            var fresh: [UInt8] = []
            SigningKey(Secret(secret), scope: scope).appendSignature(of: text, to: &fresh)
            #expect(output == fresh)
            return output
        }
        let first = signature("a", "20150830T123600Z")
        #expect(signature("a", "20150830T235959Z") == first)
        #expect(signature("b", "20150830T123600Z") != first)
        #expect(signature("a", "20150831T000000Z") != first)
        #expect(signature("a", "20150830T123600Z") == first)
    }

    @Test func `another region or service has another key`() {
        func signature(_ region: String, _ service: String) -> String? {
            let signer = SigV4Signer(service: service, region: region)
            return signer.sign(request, credentials: .example, at: .example).last?.value.split(separator: "=").last
                .map(String.init)
        }
        let all = [("us-east-1", "iam"), ("us-east-2", "iam"), ("us-east-1", "ssm")].map(signature)
        #expect(Set(all).count == 3)
    }

    @Test func `neither secret nor token nor key is printed`() {
        let credentials = AWSCredentials("AKIDEXAMPLE", "sEcReT", token: "tOkEn")
        _ = signer.sign(request, credentials: credentials, at: .example)
        var text = "\(signer) \(credentials) \(String(reflecting: credentials))"
        dump(signer, to: &text)
        dump(credentials, to: &text)
        dump(signer.stages(request, credentials: credentials, at: .example).canonicalRequest, to: &text)
        #expect(!text.contains("sEcReT") && !text.contains("tOkEn"))
    }

    @Test(arguments: ["%", "%2", "%zz", "a%", "%%%", "=", "&", "&&=&", "+", "é", "%F0%9F"])
    func `a malformed query or path is signed all the same`(text: String) {
        var changed = request
        changed.query = text
        changed.path = text
        #expect(signature(changed)?.utf8.count == 64)
        let query = signer.signedQuery(for: changed, credentials: .example, at: .example, lifetime: 60)
        #expect(query.hasPrefix(text + "&X-Amz-Algorithm="))
    }
}
