// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct `SigV4 suites` {
    /// `context.json` of a case of aws-c-auth.
    private struct Context: Decodable {
        struct Credentials: Decodable {
            let access_key_id: String
            let secret_access_key: String
            let token: String?
        }
        let credentials: Credentials
        let expiration_in_seconds: Int
        let normalize: Bool
        let region: String
        let service: String
        let sign_body: Bool
        let timestamp: String
        let omit_session_token: Bool?

        var signer: SigV4Signer {
            var options = SigV4Options()
            options.normalizesPath = normalize
            options.sendsPayloadHash = sign_body
            options.omitsSessionToken = omit_session_token ?? false
            return SigV4Signer(service: service, region: region, options: options)
        }
    }

    @Test(.needsVectors("sigv4-aws-c-auth"), arguments: try cases("sigv4-aws-c-auth", marker: "context.json"))
    func `aws-c-auth, every stage in the header and in the query`(path: String) throws {
        func text(_ name: String) throws -> String { try Vectors.text("\(path)/\(name).txt") }
        let context: Context = try Vectors.json("\(path)/context.json")
        try #require(context.timestamp == Timestamp.example.iso8601.replacing(".000", with: ""))
        let request = try #require(SigV4Case(text("request"))).request
        let credentials = AWSCredentials(
            context.credentials.access_key_id, context.credentials.secret_access_key, token: context.credentials.token)

        let header = context.signer.stages(request, credentials: credentials, at: .example)
        #expect(header.canonicalRequest.text.withExposed { string($0) } == (try text("header-canonical-request")))
        #expect(string(header.stringToSign.text) == (try text("header-string-to-sign")))
        let signature = try text("header-signature").split(separator: "\n").joined()
        #expect(header.headers.last?.value.hasSuffix(", Signature=\(signature)") == true)
        let signed = try #require(SigV4Case(text("header-signed-request"))).request
        #expect(SigV4Case.fields(request, adding: header.headers) == SigV4Case.fields(signed))

        let query = context.signer.queryStages(
            request, credentials: credentials, at: .example, lifetime: context.expiration_in_seconds)
        #expect(query.canonicalRequest.text.withExposed { string($0) } == (try text("query-canonical-request")))
        #expect(string(query.stringToSign.text) == (try text("query-string-to-sign")))
        let querySignature = try text("query-signature").split(separator: "\n").joined()
        #expect(query.query.hasSuffix("&X-Amz-Signature=\(querySignature)"))
        #expect(query.query == (try #require(SigV4Case(text("query-signed-request"))).request.query))
    }

    @Test(.needsVectors("sigv4-botocore"), arguments: try cases("sigv4-botocore", marker: ".creq"))
    func `botocore, every stage`(path: String) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        func text(_ kind: String) throws -> String { try Vectors.text("\(path)/\(name).\(kind)") }
        let request = try #require(SigV4Case(text("req"))).request
        let signed = try #require(SigV4Case(text("sreq"))).request
        let canonical = try text("creq")
        let token = signed.headers.first { $0.name.lowercased() == "x-amz-security-token" }?.value
        var credentials = AWSCredentials.example
        credentials.sessionToken = token.map { Secret($0) }
        var options = SigV4Options()
        options.omitsSessionToken = !canonical.contains("x-amz-security-token")

        let signer = SigV4Signer(service: "service", region: "us-east-1", options: options)
        let stages = signer.stages(request, credentials: credentials, at: .example)
        #expect(stages.canonicalRequest.text.withExposed { string($0) } == canonical)
        #expect(string(stages.stringToSign.text) == (try text("sts")))
        #expect(stages.headers.last?.value == (try text("authz")))
        // Less `Authorization`, compared above: the signed request of get-vanilla-with-session-token has that of get-vanilla.
        let added = Array(stages.headers.dropLast())
        let expected = SigV4Case.fields(signed).filter { !$0.hasPrefix("authorization:") }
        #expect(SigV4Case.fields(request, adding: added) == expected)
    }

    @Test(.needsVectors("sigv4-aws-c-auth")) func `the suites are whole`() throws {
        #expect(try Self.cases("sigv4-aws-c-auth", marker: "context.json").count == 38)
        #expect(try Self.cases("sigv4-botocore", marker: ".creq").count == 34)
    }

    /// The folders below `root`, at any depth, with a file whose name ends in `marker`.
    private static func cases(_ root: String, marker: String) throws -> [String] {
        try Vectors.entries(root).flatMap { name -> [String] in
            guard let url = Vectors.url("\(root)/\(name)"), url.hasDirectoryPath else { return [] }
            let path = "\(root)/\(name)"
            let isCase = try Vectors.entries(path).contains { $0.hasSuffix(marker) }
            return isCase ? [path] : try cases(path, marker: marker)
        }
    }

    private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
