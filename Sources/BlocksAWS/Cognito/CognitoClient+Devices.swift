// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The signed-in user's devices.
extension CognitoClient {
    /// Makes a new device one that can prove itself (`ConfirmDevice`); the same verifier twice is the same as once.
    ///
    /// A second try after a lost answer may be told `DeviceKeyExistsException`. Returns whether the user should be asked before the device is remembered.
    public func confirmDevice(_ input: ConfirmDeviceInput) async throws(AWSError) -> Bool {
        let answer = try await client.call(.idempotent("ConfirmDevice")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.member("DeviceKey", input.deviceKey)
            if let name = input.deviceName { writer.member("DeviceName", name) }
            writer.key("DeviceSecretVerifierConfig")
            writer.beginObject()
            writer.member("PasswordVerifier", input.passwordVerifier)
            writer.member("Salt", input.salt)
            writer.endObject()
        }
        return answer["UserConfirmationNecessary"]?.bool ?? false
    }

    /// Remembers a device, or no longer (`UpdateDeviceStatus`).
    public func updateDeviceStatus(
        accessToken: Secret<String>, deviceKey: String, remembered: Bool
    ) async throws(AWSError) {
        _ = try await client.call(.idempotent("UpdateDeviceStatus")) { writer in
            writer.member("AccessToken", accessToken)
            writer.member("DeviceKey", deviceKey)
            writer.member("DeviceRememberedStatus", remembered ? "remembered" : "not_remembered")
        }
    }

    /// One page of the user's devices (`ListDevices`).
    public func listDevices(_ input: ListDevicesInput) async throws(AWSError) -> ListDevicesOutput {
        let answer = try await client.call(.idempotent("ListDevices")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.key("Limit")
            writer.int(input.limit)
            if let token = input.paginationToken { writer.member("PaginationToken", token) }
        }
        return ListDevicesOutput(
            devices: answer["Devices"]?.elements.compactMap { Device($0) } ?? [],
            paginationToken: answer["PaginationToken"]?.string)
    }

    /// Forgets a device (`ForgetDevice`); once, since a second call would find no device.
    public func forgetDevice(accessToken: Secret<String>, deviceKey: String) async throws(AWSError) {
        _ = try await client.call(.once("ForgetDevice")) { writer in
            writer.member("AccessToken", accessToken)
            writer.member("DeviceKey", deviceKey)
        }
    }
}

extension Device {
    fileprivate init?(_ device: JSONView) {
        guard let key = device["DeviceKey"]?.string else { return nil }
        self.init(
            deviceKey: key, attributes: UserAttribute.list(device["DeviceAttributes"]),
            createDate: Timestamp(device["DeviceCreateDate"]),
            lastModifiedDate: Timestamp(device["DeviceLastModifiedDate"]),
            lastAuthenticatedDate: Timestamp(device["DeviceLastAuthenticatedDate"]))
    }
}

extension UserAttribute {
    /// The attributes in a list of names and values; empty when there is none.
    static func list(_ list: JSONView?) -> [UserAttribute] {
        list?.elements.compactMap { attribute in
            guard let name = attribute["Name"]?.string else { return nil }
            return UserAttribute(name: name, value: attribute["Value"]?.string ?? "")
        } ?? []
    }
}

extension Timestamp {
    /// A time in seconds since 1970, with fractions, as the AWS JSON protocols write it; `nil` for anything else.
    init?(_ seconds: JSONView?) {
        guard let seconds = seconds?.double, let milliseconds = Int64(exactly: (seconds * 1000).rounded()) else {
            return nil
        }
        self.init(milliseconds: milliseconds)
    }
}
