// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto

/// Signs requests to one service in one region by AWS Signature Version 4.
///
/// The three stages are values of their own: ``CanonicalRequest``, ``StringToSign``, ``SigningKey``. The key of a day is
/// kept, so that a signature costs two digests of the request and one short MAC.
public struct SigV4Signer: Sendable {
    /// The name that the service signs under, for example `dynamodb` or `cognito-idp`.
    public let service: String
    /// The region, for example `eu-central-1`.
    public let region: String
    /// How the service wants it.
    public let options: SigV4Options
    let keys: SigningKeyCache

    /// A signer of requests to `service` in `region`.
    public init(service: String, region: String, options: SigV4Options = SigV4Options()) {
        self.service = service
        self.region = region
        self.options = options
        keys = SigningKeyCache(region: region, service: service)
    }

    /// The fields to add to `request`, those of the same names replaced, so that AWS accepts it around the instant `date`.
    ///
    /// They are `X-Amz-Date`, `X-Amz-Security-Token` for temporary credentials, `X-Amz-Content-Sha256` if asked for, and
    /// `Authorization`, in lower case. AWS allows for clocks that differ by five minutes.
    public func sign(
        _ request: SigV4Request, credentials: AWSCredentials, at date: Timestamp
    ) -> [(name: String, value: String)] {
        stages(request, credentials: credentials, at: date).headers
    }

    /// Every stage of a signature in the `Authorization` field.
    struct Stages {
        let canonicalRequest: CanonicalRequest
        let stringToSign: StringToSign
        let headers: [(name: String, value: String)]
    }

    func stages(_ request: SigV4Request, credentials: AWSCredentials, at instant: Timestamp) -> Stages {
        let date = instant.basicFormat
        let (scope, key) = keys.key(credentials.secretAccessKey, date: date)
        var payloadHash: [UInt8] = []
        payloadHash.reserveCapacity(64)
        Hex.append(SHA256.hash(request.payload), to: &payloadHash)

        var added: [(name: String, value: String)] = []
        added.reserveCapacity(4)
        added.append(("x-amz-date", date))
        if options.sendsPayloadHash {
            added.append(("x-amz-content-sha256", String(decoding: payloadHash, as: UTF8.self)))
        }
        let token = credentials.sessionToken.map { (name: "x-amz-security-token", value: $0.withExposed { $0 }) }
        if let token { added.append(token) }

        var headers = CanonicalHeaders(capacity: request.headers.count + added.count + 1)
        headers.insert("host", request.host)
        // A field left from a first try would be signed beside the one that replaces it.
        for (name, value) in request.headers
        where !added.contains(where: { $0.name.utf8.count == name.utf8.count && $0.name == name.lowercased() }) {
            headers.insert(name, value)
        }
        for (name, value) in added where !(options.omitsSessionToken && name == token?.name) {
            headers.insert(name, value)
        }

        let canonicalRequest = CanonicalRequest(
            method: request.method, path: request.path, query: request.query, headers: headers,
            payloadHash: payloadHash, options: options)
        let stringToSign = StringToSign(canonicalRequest, date: date, scope: scope)

        let authorization = Self.authorization(
            credentials.accessKeyID, scope: scope, signedHeaders: canonicalRequest.signedHeaders, key: key,
            text: stringToSign)
        added.append(("authorization", authorization))
        return Stages(canonicalRequest: canonicalRequest, stringToSign: stringToSign, headers: added)
    }

    /// The value of the field that carries the signature.
    private static func authorization(
        _ accessKeyID: String, scope: CredentialScope, signedHeaders: [UInt8], key: SigningKey, text: StringToSign
    ) -> String {
        var value: [UInt8] = []
        value.reserveCapacity(320)
        value.append(contentsOf: StringToSign.algorithm.utf8)
        value.append(contentsOf: " Credential=".utf8)
        value.append(contentsOf: accessKeyID.utf8)
        value.append(UInt8(ascii: "/"))
        value.append(contentsOf: scope.text.utf8)
        value.append(contentsOf: ", SignedHeaders=".utf8)
        value += signedHeaders
        value.append(contentsOf: ", Signature=".utf8)
        key.appendSignature(of: text, to: &value)
        return String(decoding: value, as: UTF8.self)
    }
}

/// The fields hold the session token of the credentials.
extension SigV4Signer.Stages: Withheld {}
