// SPDX-License-Identifier: Apache-2.0

/// An X-Ray tracing header, `Root=…;Parent=…;Sampled=…`, safe to be sent on.
///
/// It shares the storage of the buffer that it was found in, so that a request which calls no service copies nothing.
/// Format: <https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader>.
public struct TraceHeader: Sendable, CustomStringConvertible {
    /// The longest header that is taken, in bytes.
    public static let maximumLength = 256

    /// The name of the field that carries it to AWS services.
    public static let fieldName = "X-Amzn-Trace-Id"

    /// 1 to 256 printable ASCII characters.
    public let bytes: ArraySlice<UInt8>

    /// `nil` when `bytes` is empty, longer than ``maximumLength``, or holds anything but printable ASCII characters: such a value could
    /// end a line.
    public init?(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty, bytes.count <= Self.maximumLength else { return nil }
        for byte in bytes where byte < 0x20 || byte > 0x7E { return nil }
        self.bytes = bytes
    }

    /// The header as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
