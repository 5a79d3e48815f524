// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// A complete response from a service.
public struct InboundResponse: Sendable {
    /// Status code of the final response, 200...599; interim (1xx) responses are skipped.
    public let status: Int
    /// Fields in the order received, names as the server spelt them, repeated ones kept.
    public let headers: [(name: String, value: String)]
    /// The body without any transfer encoding.
    public let body: [UInt8]

    /// Makes a response, for transports and tests.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a field, its name compared without regard to ASCII case; `nil` when absent.
    public func header(_ name: String) -> String? {
        headers.first { equalIgnoringASCIICase($0.name, name) }?.value
    }
}

/// Field names and host names are ASCII; Unicode case mapping would be slower and wrong.
func equalIgnoringASCIICase(_ left: String, _ right: String) -> Bool {
    let left = left.utf8
    let right = right.utf8
    return left.count == right.count && zip(left, right).allSatisfy { lowercasedASCII($0) == lowercasedASCII($1) }
}

func lowercasedASCII(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

/// The body holds tokens.
extension InboundResponse: Withheld {}
