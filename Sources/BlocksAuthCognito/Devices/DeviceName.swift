// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// What a device is called in the user's list of devices.
enum DeviceName {
    /// Longest name, in characters; Cognito takes 1,024.
    static let longest = 128
    /// The name of one that says nothing.
    static let unknown = "Unknown device"

    /// What the browser calls itself, printable ASCII only; a fixed name when it says nothing.
    static func of(_ request: BlocksRequest) -> String {
        let agent = (request.header("user-agent") ?? "").utf8.lazy.filter { (0x20...0x7E).contains($0) }
        let name = String(decoding: agent.prefix(longest), as: UTF8.self)
        return name.utf8.contains { $0 != 0x20 } ? name : unknown
    }
}
