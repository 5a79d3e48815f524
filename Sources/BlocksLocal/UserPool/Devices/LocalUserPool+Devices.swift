// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore
import BlocksCrypto

/// What signed-in users do with their devices.
extension LocalUserPool {
    /// Makes the device that an access token was issued on one that can prove itself (`ConfirmDevice`).
    ///
    /// It is remembered at once, unless the pool leaves that to the user. Throws `ResourceNotFoundException` for another device,
    /// `DeviceKeyExistsException` for one that is confirmed, `InvalidParameterException` for a name or verifier that the pool would not
    /// take, or where devices are not tracked.
    public func confirmDevice(_ input: ConfirmDeviceInput) async throws(AWSError) -> Bool {
        let record = try authorize(input.accessToken)
        guard let tracking = configuration.deviceTracking else { throw .devicesNotTracked }
        guard var user = state.users[record.username], record.device == input.deviceKey else { throw .noDevice }
        guard user.devices[input.deviceKey] == nil else { throw .deviceExists }
        guard (1...1024).contains(input.deviceName?.unicodeScalars.count ?? 1) else {
            throw .invalidParameter("DeviceName must have 1 to 1024 characters")
        }
        user.devices[input.deviceKey] = LocalDevice(
            sealedVerifier: try sealedVerifier(of: input), name: input.deviceName,
            remembered: !tracking.rememberedOnUserPrompt, created: now.milliseconds, modified: now.milliseconds,
            authenticated: now.milliseconds)
        try commit { [user] in $0.users[record.username] = user }
        return tracking.rememberedOnUserPrompt
    }

    /// Remembers a device, or no longer (`UpdateDeviceStatus`); throws `ResourceNotFoundException` for a key that is none of the user's.
    public func updateDeviceStatus(
        accessToken: Secret<String>, deviceKey: String, remembered: Bool
    ) async throws(AWSError) {
        var (name, user) = try owner(of: accessToken)
        guard configuration.deviceTracking != nil else { throw .devicesNotTracked }
        guard var device = user.devices[deviceKey] else { throw .noDevice }
        device.remembered = remembered
        device.modified = now.milliseconds
        user.devices[deviceKey] = device
        try commit { [user] in $0.users[name] = user }
    }

    /// One page of the user's devices, oldest first (`ListDevices`); none where devices are not tracked.
    ///
    /// Throws `InvalidParameterException` for a limit outside `1...60` or a token that this pool did not give.
    public func listDevices(_ input: ListDevicesInput) async throws(AWSError) -> ListDevicesOutput {
        let (_, user) = try owner(of: input.accessToken)
        guard (1...60).contains(input.limit) else { throw .invalidParameter("Limit must be 1 to 60") }
        let start = try input.paginationToken.map { token throws(AWSError) in
            guard let place = DevicePlace(token: token) else { throw .invalidParameter("Invalid PaginationToken") }
            return place
        }
        let places = user.devices.map { DevicePlace(created: $0.value.created, key: $0.key) }.sorted()
            .filter { place in start.map { $0 < place } ?? true }
        let page = places.prefix(input.limit)
        return ListDevicesOutput(
            devices: page.compactMap { place in user.devices[place.key]?.description(place.key) },
            paginationToken: page.count < places.count ? page.last?.token : nil)
    }

    /// Forgets a device (`ForgetDevice`): refresh tokens that were issued on it are worth nothing any more.
    ///
    /// Throws `ResourceNotFoundException` for a key that is none of the user's.
    public func forgetDevice(accessToken: Secret<String>, deviceKey: String) async throws(AWSError) {
        var (name, user) = try owner(of: accessToken)
        guard configuration.deviceTracking != nil else { throw .devicesNotTracked }
        guard user.devices[deviceKey] != nil else { throw .noDevice }
        user.devices[deviceKey] = nil
        try commit { [user] in $0.users[name] = user }
    }

    private func sealedVerifier(of input: ConfirmDeviceInput) throws(AWSError) -> String {
        let bytes = input.passwordVerifier.withExposed { Base64.decode($0) }
        guard let bytes, let salt = Base64.decode(input.salt), salt.count <= Self.maximumSaltCount,
            salt.contains(where: { $0 != 0 }),
            let verifier = try? SRPVerifier(salt: salt, verifier: bytes)
        else { throw .invalidParameter("Invalid DeviceSecretVerifierConfig") }
        let sealer = try sealer()
        do { return try sealer.seal(verifier, as: .deviceVerifier) } catch { throw fault("device verifier", error) }
    }

    private static let maximumSaltCount = 64
}

/// Where a device stands among its user's: after the older ones.
private struct DevicePlace: Comparable {
    let created: Int64
    let key: String

    init(created: Int64, key: String) {
        self.created = created
        self.key = key
    }

    init?(token: String) {
        guard token.utf8.count <= 256, let bytes = Base64URL.decode(token) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let created = Int64(parts[0]) else { return nil }
        self.init(created: created, key: String(parts[1]))
    }

    var token: String { Base64URL.encode(Array("\(created) \(key)".utf8)) }

    static func < (a: Self, b: Self) -> Bool { (a.created, a.key) < (b.created, b.key) }
}

extension AWSError {
    fileprivate static var devicesNotTracked: AWSError {
        .invalidParameter("Device tracking is not enabled for this user pool.")
    }
}
