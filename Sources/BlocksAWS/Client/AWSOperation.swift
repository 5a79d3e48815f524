// SPDX-License-Identifier: Apache-2.0

/// One operation of a service.
struct AWSOperation: Sendable {
    /// The operation's name, the second part of `X-Amz-Target`.
    let name: String
    /// Whether doing it twice is the same as doing it once, so that it may be repeated although the first attempt may have taken effect.
    let isIdempotent: Bool

    /// An operation that may be repeated.
    static func idempotent(_ name: String) -> AWSOperation { AWSOperation(name: name, isIdempotent: true) }

    /// An operation that is repeated only when the service cannot have acted on it.
    static func once(_ name: String) -> AWSOperation { AWSOperation(name: name, isIdempotent: false) }
}
