// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

/// Makes browsers devices that Cognito remembers, and knows them again.
///
/// Nothing here fails a sign-in. Who can't be remembered shows the second factor again next time, and signs in again within the hour: Cognito
/// refreshes no session on a device that was not confirmed.
struct Devices: Sendable {
    let fullID: String
    let cookie: SessionCookie
    let secrets: SessionSecretSource
    let service: any CognitoService
    let random: SecureRandom
    let clock: WallClock

    /// The browser's device, if it is one of the user who goes by one of `names`.
    func remembered(_ names: [String], _ context: BlocksContext) async throws -> RememberedDevice? {
        let values = cookie.values(.device, in: context)
        guard !values.isEmpty else { return nil }
        return try await secrets.opening { keys in
            for value in values {
                guard let device = RememberedDevice(sealed: value, keys: keys, block: fullID) else { continue }
                if names.contains(where: device.isOf) { return device }
            }
            return nil
        }
    }

    /// Makes the browser, which Cognito has just taken note of, one that can prove itself.
    ///
    /// A failure is logged: the user is signed in until the access token ends, on a device that no later sign-in knows. The session keeps
    /// the device's key all the same, in case Cognito confirmed the device and only its answer was lost.
    func confirm(
        _ new: NewDevice, _ accessToken: Secret<String>, _ names: [String], _ context: BlocksContext
    ) async {
        do {
            let password = try SRPVerifier.devicePassword(random: random)
            let verifier = try SRPVerifier(
                identity: SRPIdentity(deviceGroupKey: new.deviceGroupKey, deviceKey: new.deviceKey),
                password: password, random: random)
            let input = ConfirmDeviceInput(
                accessToken: accessToken, deviceKey: new.deviceKey, deviceName: DeviceName.of(context.request),
                passwordVerifier: Secret(try verifier.devicePasswordVerifier), salt: try verifier.deviceSalt)
            do {
                _ = try await Deadline.briefly(clock) { try await service.confirmDevice(input) }
            } catch let error as AWSError {
                // The key is new and known to us alone: who confirmed it was an earlier try of ours.
                guard error.name == "DeviceKeyExistsException" else { throw error }
            }
            let device = RememberedDevice(
                names: [], deviceKey: new.deviceKey, deviceGroupKey: new.deviceGroupKey, password: Secret(password))
            await keep(device.known(as: names), context)
        } catch {
            context.logger.warning("Signed in on a device that was not confirmed", metadata: ["error": "\(error)"])
        }
    }

    /// Sends the cookie, for another 400 days.
    func keep(_ device: RememberedDevice, _ context: BlocksContext) async {
        do {
            let keys = try await secrets.keys()
            cookie.set(.device, try device.sealed(with: keys, block: fullID, random: random), in: context)
        } catch {
            context.logger.warning("The device's cookie was not sent", metadata: ["error": "\(error)"])
        }
    }

    /// Makes the browser forget its device, if it has one.
    func clear(_ context: BlocksContext) {
        guard !cookie.values(.device, in: context).isEmpty else { return }
        cookie.clear(.device, in: context)
    }
}
