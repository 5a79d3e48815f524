// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Stage 2: what the key signs, which names the algorithm, the instant, the scope and the digest of stage 1.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>, steps 2 and 3
struct StringToSign: Sendable {
    /// The name of the algorithm, which is in the text and in what is sent.
    static let algorithm = "AWS4-HMAC-SHA256"

    /// The text.
    let text: [UInt8]

    /// Puts the stage together; `date` is in the basic format of ISO 8601.
    init(_ request: CanonicalRequest, date: String, scope: CredentialScope) {
        var text: [UInt8] = []
        text.reserveCapacity(192)
        text.append(contentsOf: Self.algorithm.utf8)
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: date.utf8)
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: scope.text.utf8)
        text.append(UInt8(ascii: "\n"))
        Hex.append(request.text.withExposed { SHA256.hash($0) }, to: &text)
        self.text = text
    }
}

/// What a signature is good for: one day, one region, one service.
struct CredentialScope: Sendable, Equatable {
    /// The day, eight digits.
    let day: String
    let region: String
    let service: String
    /// The scope as it is signed and sent.
    let text: String

    /// The scope of the day that `date`, in the basic format of ISO 8601, begins with.
    init(date: String, region: String, service: String) {
        day = String(date.prefix(8))
        self.region = region
        self.service = service
        text = "\(day)/\(region)/\(service)/aws4_request"
    }
}
