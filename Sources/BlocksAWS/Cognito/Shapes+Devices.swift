// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// A device that Cognito has just taken note of (`NewDeviceMetadataType`).
public struct NewDevice: Sendable, Equatable {
    /// The device's key, for example `eu-west-1_3f1a…`.
    public var deviceKey: String
    /// The group that takes the place of the pool's name in the device's proofs.
    public var deviceGroupKey: String

    /// A device.
    public init(deviceKey: String, deviceGroupKey: String) {
        self.deviceKey = deviceKey
        self.deviceGroupKey = deviceGroupKey
    }
}

/// The input of `ConfirmDevice`.
public struct ConfirmDeviceInput: Sendable {
    /// Authorises the call.
    public var accessToken: Secret<String>
    /// The device.
    public var deviceKey: String
    /// A name that the user recognises; `nil` for none.
    public var deviceName: String?
    /// Proves nothing by itself, but checks proofs of the device's password; base64.
    public var passwordVerifier: Secret<String>
    /// The salt of the verifier; base64.
    public var salt: String

    /// The input of one confirmation.
    public init(
        accessToken: Secret<String>, deviceKey: String, deviceName: String? = nil, passwordVerifier: Secret<String>,
        salt: String
    ) {
        self.accessToken = accessToken
        self.deviceKey = deviceKey
        self.deviceName = deviceName
        self.passwordVerifier = passwordVerifier
        self.salt = salt
    }
}

/// The input of `ListDevices`.
public struct ListDevicesInput: Sendable {
    /// Authorises the call.
    public var accessToken: Secret<String>
    /// How many at most, 1 to 60.
    public var limit: Int
    /// Where the page before ended; `nil` for the first.
    public var paginationToken: String?

    /// The input for one page.
    public init(accessToken: Secret<String>, limit: Int = 60, paginationToken: String? = nil) {
        self.accessToken = accessToken
        self.limit = limit
        self.paginationToken = paginationToken
    }
}

/// The output of `ListDevices`: one page.
public struct ListDevicesOutput: Sendable {
    /// The devices of the page.
    public var devices: [Device]
    /// Asks for the next page; `nil` at the end.
    public var paginationToken: String?

    /// One page.
    public init(devices: [Device], paginationToken: String? = nil) {
        self.devices = devices
        self.paginationToken = paginationToken
    }
}

/// A device that a user pool knows (`DeviceType`).
public struct Device: Sendable, Equatable {
    /// The device's key.
    public var deviceKey: String
    /// What Cognito noted of it: name, last address, status.
    public var attributes: [UserAttribute]
    /// When it was first seen; `nil` when not said.
    public var createDate: Timestamp?
    /// When it last changed; `nil` when not said.
    public var lastModifiedDate: Timestamp?
    /// When it last signed in; `nil` when not said.
    public var lastAuthenticatedDate: Timestamp?

    /// A device.
    public init(
        deviceKey: String, attributes: [UserAttribute] = [], createDate: Timestamp? = nil,
        lastModifiedDate: Timestamp? = nil, lastAuthenticatedDate: Timestamp? = nil
    ) {
        self.deviceKey = deviceKey
        self.attributes = attributes
        self.createDate = createDate
        self.lastModifiedDate = lastModifiedDate
        self.lastAuthenticatedDate = lastAuthenticatedDate
    }
}
