// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What a JSON-RPC body calls, in a few words for a person.
enum CallName {
    /// Longer bodies are not read for a name, in bytes.
    private static let limit = 65_536

    /// The method, and for the auth state machine its action: `authApi.setAuthState signIn`; `nil` when `body` is no call.
    ///
    /// Nothing else of the parameters is shown: they may be secrets.
    static func of(_ body: [UInt8]) -> String? {
        guard body.count <= limit, let call = try? JSONValue(parsing: body), let method = call["method"]?.string else {
            return nil
        }
        guard method.hasSuffix(".setAuthState"), let action = call["params"]?[0]?["action"]?.string else {
            return method
        }
        return "\(method) \(action)"
    }
}
