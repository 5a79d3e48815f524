// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto

extension SigV4Signer {
    /// The query to send in place of `request`'s own, so that whoever holds the address may make the request.
    ///
    /// It is valid from `date` on for `lifetime` seconds, `1...604800`, while the credentials last. The fields of `request`
    /// are signed and must be sent as they are; its payload too.
    public func signedQuery(
        for request: SigV4Request, credentials: AWSCredentials, at date: Timestamp, lifetime: Int
    ) -> String {
        queryStages(request, credentials: credentials, at: date, lifetime: lifetime).query
    }

    /// Every stage of a signature in the query.
    struct QueryStages {
        let canonicalRequest: CanonicalRequest
        let stringToSign: StringToSign
        let query: String
    }

    func queryStages(
        _ request: SigV4Request, credentials: AWSCredentials, at instant: Timestamp, lifetime: Int
    ) -> QueryStages {
        let date = instant.basicFormat
        let (scope, key) = keys.key(credentials.secretAccessKey, date: date)
        var headers = CanonicalHeaders(capacity: request.headers.count + 1)
        headers.insert("host", request.host)
        for (name, value) in request.headers { headers.insert(name, value) }
        var names: [UInt8] = []
        headers.appendNames(to: &names)

        let parameters = [
            ("X-Amz-Algorithm", StringToSign.algorithm),
            ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.text)"),
            ("X-Amz-Date", date),
            ("X-Amz-SignedHeaders", String(decoding: names, as: UTF8.self)),
            ("X-Amz-Expires", "\(lifetime)"),
        ]
        let token = credentials.sessionToken.map { [("X-Amz-Security-Token", $0.withExposed { $0 })] } ?? []
        let signed = Self.query(request.query, adding: options.omitsSessionToken ? parameters : parameters + token)
        let sent = Self.query(request.query, adding: parameters + token)

        var payloadHash: [UInt8] = []
        Hex.append(SHA256.hash(request.payload), to: &payloadHash)
        let canonicalRequest = CanonicalRequest(
            method: request.method, path: request.path, query: signed, headers: headers, payloadHash: payloadHash,
            options: options)
        let stringToSign = StringToSign(canonicalRequest, date: date, scope: scope)
        var query = Array("\(sent)&X-Amz-Signature=".utf8)
        key.appendSignature(of: stringToSign, to: &query)
        return QueryStages(
            canonicalRequest: canonicalRequest, stringToSign: stringToSign,
            query: String(decoding: query, as: UTF8.self))
    }

    private static func query(_ query: String, adding parameters: [(name: String, value: String)]) -> String {
        var output = Array(query.utf8)
        for (name, value) in parameters {
            if !output.isEmpty { output.append(UInt8(ascii: "&")) }
            output.append(contentsOf: name.utf8)
            output.append(UInt8(ascii: "="))
            UnreservedEncoding.append(value.utf8, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// The query holds the session token of the credentials.
extension SigV4Signer.QueryStages: Withheld {}
