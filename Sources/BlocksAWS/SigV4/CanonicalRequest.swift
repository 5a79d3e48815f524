// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Stage 1: the request in the one form that both sides compute.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>, step 1
struct CanonicalRequest: Sendable {
    /// The text; secret, since the session token may be in it.
    let text: Secret<[UInt8]>
    /// The names of the signed fields, separated by semicolons.
    let signedHeaders: [UInt8]

    /// Puts the stage together; `query` is the one that is signed, `payloadHash` the digest of the body in hexadecimal.
    init(
        method: String, path: String, query: String, headers: CanonicalHeaders, payloadHash: [UInt8],
        options: SigV4Options
    ) {
        let newline = UInt8(ascii: "\n")
        var names: [UInt8] = []
        names.reserveCapacity(128)
        headers.appendNames(to: &names)

        var text: [UInt8] = []
        text.reserveCapacity(2048)
        text.append(contentsOf: method.utf8)
        text.append(newline)
        CanonicalPath.append(path, options: options, to: &text)
        text.append(newline)
        CanonicalQuery.append(query, to: &text)
        text.append(newline)
        headers.appendLines(to: &text)
        text.append(newline)
        text += names
        text.append(newline)
        text += payloadHash

        self.text = Secret(text)
        signedHeaders = names
    }
}
