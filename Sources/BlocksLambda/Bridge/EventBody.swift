// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// The body of an event: text as it stands, or bytes in Base64, decoded once.
enum EventBody {
    /// The body's bytes; none when the event has no body.
    ///
    /// Throws `malformedEvent` when a stated encoding isn't kept.
    static func bytes(_ root: JSONView) throws(LambdaError) -> [UInt8] {
        guard let body = root.present("body") else { return [] }
        guard let text = body.stringBytes else { throw .wrongType("body", "a string") }
        guard try root.flag("isBase64Encoded") == true else { return text }
        guard let decoded = Base64.decode(text) else { throw .wrongType("body", "Base64, as 'isBase64Encoded' says") }
        return decoded
    }
}
