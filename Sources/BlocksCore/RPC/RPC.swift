// SPDX-License-Identifier: Apache-2.0

/// Constants of the JSON-RPC 2.0 surface (https://www.jsonrpc.org/specification).
public enum RPC {
    /// The path that is served.
    public static let path = "/aws-blocks/api"
    /// The largest request body in bytes, 10 MiB.
    public static let maximumBodyBytes = 10_485_760

    /// Reserved error codes, and those of this system.
    enum Code {
        static let parseError = -32700
        static let invalidRequest = -32600
        static let methodNotFound = -32601
        static let invalidParams = -32602
        static let payloadTooLarge = 413
        static let internalError = 500
        static let timeout = 504
    }
}
