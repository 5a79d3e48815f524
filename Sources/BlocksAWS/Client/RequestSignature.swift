// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes

/// Who signs the requests of a client, and with what.
struct RequestSignature: Sendable {
    let signer: SigV4Signer
    let credentials: AWSCredentials

    /// Adds the signature of a request for `path` behind `endpoint`, for the instant `date`.
    func sign(_ request: inout OutboundRequest, to endpoint: AWSEndpoint, path: String, at date: Timestamp) {
        let signed = SigV4Request(
            method: request.method.rawValue, host: endpoint.host, path: endpoint.path + path, headers: request.headers,
            payload: request.body)
        request.headers += signer.sign(signed, credentials: credentials, at: date)
    }
}
