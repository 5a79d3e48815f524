// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

/// A device of the signed-in user.
public struct UserDevice: Sendable, Equatable {
    /// Cognito's key of the device, for `forgetDevice`.
    public let deviceKey: String
    /// What Cognito noted: `device_name`, `last_ip_used`, `device_status`.
    public let attributes: UserAttributes
    /// When it was first seen; `nil` when Cognito did not say.
    public let createDate: Timestamp?
    /// When it last changed; `nil` when Cognito did not say.
    public let lastModifiedDate: Timestamp?
    /// When it last signed in; `nil` when Cognito did not say.
    public let lastAuthenticatedDate: Timestamp?

    init(_ device: Device) {
        deviceKey = device.deviceKey
        attributes = UserAttributes(device.attributes.map { (name: $0.name, value: $0.value) })
        createDate = device.createDate
        lastModifiedDate = device.lastModifiedDate
        lastAuthenticatedDate = device.lastAuthenticatedDate
    }
}

extension UserDevice: Encodable {
    private enum CodingKeys: CodingKey {
        case deviceKey, attributes, createDate, lastModifiedDate, lastAuthenticatedDate
    }

    /// Writes the key, an empty object of attributes, and the dates as ISO 8601 with milliseconds (spec auth-methods §9).
    ///
    /// Addresses and names stay on the server, as they do with the reference; a handler that wants to show them can.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(deviceKey, forKey: .deviceKey)
        try container.encode(UserAttributes(), forKey: .attributes)
        try container.encodeIfPresent(createDate?.iso8601, forKey: .createDate)
        try container.encodeIfPresent(lastModifiedDate?.iso8601, forKey: .lastModifiedDate)
        try container.encodeIfPresent(lastAuthenticatedDate?.iso8601, forKey: .lastAuthenticatedDate)
    }
}
