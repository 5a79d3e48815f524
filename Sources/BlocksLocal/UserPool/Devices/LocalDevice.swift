// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// A device of a user that can prove itself.
struct LocalDevice: Codable, Sendable {
    /// What its proofs are checked with, sealed.
    let sealedVerifier: String
    let name: String?
    /// Whether it may take a second factor's place.
    var remembered: Bool
    /// Milliseconds since 1970, like the two below.
    let created: Int64
    var modified: Int64
    var authenticated: Int64

    /// The device as `ListDevices` describes it.
    func description(_ key: String) -> Device {
        var attributes = [
            UserAttribute(name: "device_status", value: "valid"),
            UserAttribute(name: "dev:device_remembered_status", value: remembered ? "remembered" : "not_remembered"),
        ]
        if let name { attributes.append(UserAttribute(name: "device_name", value: name)) }
        return Device(
            deviceKey: key, attributes: attributes, createDate: Timestamp(milliseconds: created),
            lastModifiedDate: Timestamp(milliseconds: modified),
            lastAuthenticatedDate: Timestamp(milliseconds: authenticated))
    }
}
